"""Everything that people read exists in Kazakh and Russian, says one thing in one way, and is not English."""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.utils import translation
from django.utils.choices import CallableChoiceIterator
from django.utils.functional import Promise

import jariya
from jariya.kernel.lifecycle import refusals
from jariya.kernel.lifecycle.table import lifecycles
from jariya.portals.opendata.desk.forms import ENCODINGS
from jariya.project import library, messages

LANGUAGES = ("kk", "ru")
_CYRILLIC = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі№]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_FIELD = re.compile(r"%\(\w+\)[sd]")
CODE_PAGES = {label for code, label in ENCODINGS if code}
SAME_IN_EVERY_LANGUAGE = {"Қазақша", "Русский", "English"}
"""Names of languages are written in the language itself."""


@pytest.fixture(scope="module", autouse=True)
def collected_once() -> Iterator[None]:
    """Sentences and catalogues are read once for all tests here: it takes seconds, and nothing changes them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("apps", "template", "read"):
            patch.setattr(messages, name, functools.cache(getattr(messages, name)))
        yield


def _entries(language: str) -> Iterator[tuple[str, Any]]:
    for app in messages.apps():
        for message in messages.read(app, language):
            if message.id:
                yield str(app.relative_to(messages.SOURCE)), message


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value or "",)


STANDING_ALONE = {"jariya.portals.petitions.collecting.verify_petition"}
"""What an auditor runs in a folder of their own, beside the other script that it reads."""


def _import_everything() -> None:
    for module in pkgutil.walk_packages(jariya.__path__, "jariya."):
        elsewhere = ".migrations" in module.name or module.name.startswith("jariya.launch")
        if not elsewhere and module.name not in STANDING_ALONE:
            importlib.import_module(module.name)


def _subclasses(cls: type) -> Iterator[type]:
    for found in cls.__subclasses__():
        yield found
        yield from _subclasses(found)


def _said(text: Any, language: str) -> str:
    """A text as a reader of `language` sees it. A plural that waits for its number shows one of its forms."""
    with translation.override(language):
        if isinstance(text, Promise) and "%" in str(getattr(text, "_proxy____kw", {}).get("singular", "")):
            return str(text % {"limit_value": 5, "show_value": 7, "num": 5, "n": 5})
        return str(text)


def _untranslated(texts: dict[str, Any]) -> list[str]:
    wrong = []
    for where, text in texts.items():
        english = _said(text, "en")
        if not _LATIN_WORD.search(_FIELD.sub("", english)) and not _CYRILLIC.search(english):
            continue
        if english in SAME_IN_EVERY_LANGUAGE:
            continue
        for language in LANGUAGES:
            read = _said(text, language)
            if read == english or not _CYRILLIC.search(read):
                wrong.append(f"{where} [{language}]: {read!r}")
    return wrong


def _needs_context(form: type) -> bool:
    # Each class of the line may ask for something of its own and hand the rest on.
    makers = [
        vars(one)["__init__"]
        for one in form.__mro__
        if one.__module__.startswith("jariya.") and "__init__" in vars(one)
    ]
    asked = [one for maker in makers for one in list(inspect.signature(maker).parameters.values())[1:]]
    return any(one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD) for one in asked)


def test_no_sentence_is_missing_fuzzy_or_broken_in_kazakh_or_russian() -> None:
    assert messages.problems() == []


def test_every_kept_translation_belongs_to_a_sentence_that_is_still_said() -> None:
    """Else `jariya messages update` would drop it: either run that, or the collecting overlooks a way of saying."""
    lost = []
    for app in messages.apps():
        known = {(row.context, _strings(row.id)[0]) for row in messages.template(app) if row.id}
        for language in LANGUAGES:
            kept = {(row.context, _strings(row.id)[0]) for row in messages.read(app, language) if row.id}
            lost += [f"{app.name} [{language}]: {text}" for _context, text in sorted(kept - known, key=str)]
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_english_sentence_has_one_translation_in_all_apps(language: str) -> None:
    """Django merges the catalogues: of two translations only one would be read, and nobody could say which."""
    ways: dict[tuple[Any, str], dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for app, message in _entries(language):
        if all(_strings(message.string)):
            ways[(message.context, _strings(message.id)[0])][_strings(message.string)].append(app)
    several = {key: dict(found) for key, found in ways.items() if len(found) > 1}
    assert several == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_the_english_sentence_again(language: str) -> None:
    english = []
    for app, message in _entries(language):
        wanted = _LATIN_WORD.search(_FIELD.sub("", " ".join(_strings(message.id))))
        for text in _strings(message.string):
            if wanted and text and not _CYRILLIC.search(text):
                english.append(f"{app}: {text!r}")
    assert english == []


def test_kazakh_after_a_number_has_one_form() -> None:
    """A noun after a numeral stays singular in Kazakh, so the two forms of a plural are the same sentence."""
    different = [
        f"{app}: {message.string}"
        for app, message in _entries("kk")
        if len(_strings(message.string)) > 1 and len(set(_strings(message.string))) > 1
    ]
    assert different == []


def test_every_text_of_every_form_is_in_the_readers_language() -> None:
    """Also finds a text fixed at import: `%` on a lazy text says it once, in whatever language that was."""
    _import_everything()
    texts: dict[str, Any] = {}
    for form in set(_subclasses(forms.Form)):
        if not form.__module__.startswith("jariya."):
            continue
        for name, field in form.base_fields.items():  # type: ignore[attr-defined]
            where = f"{form.__module__}.{form.__name__}.{name}"
            texts[f"{where} label"] = field.label or ""
            texts[f"{where} hint"] = field.help_text or ""
            texts |= {f"{where} error {code}": text for code, text in field.error_messages.items()}
            texts |= {f"{where} check {check}": getattr(check, "message", "") for check in field.validators}
            choices = getattr(field, "choices", None) or ()
            # What is asked for when the form is shown comes out of rows, which bear their languages themselves.
            if not isinstance(choices, CallableChoiceIterator):
                texts |= {f"{where} choice {value}": label for value, label in choices if label not in CODE_PAGES}
    assert len(texts) > 100
    assert _untranslated(texts) == []


@pytest.mark.django_db
def test_every_form_without_context_refuses_in_the_readers_language() -> None:
    """Empty, far too long and with a null byte: the three ways in which Django's own sentences come through."""
    _import_everything()
    english: list[str] = []
    asked = 0
    for form in set(_subclasses(forms.Form)):
        if not form.__module__.startswith("jariya.") or _needs_context(form):
            continue  # a form that needs a case or a role has its texts in the test above
        for value in ("", "a" * 50_000, "a\x00b"):
            said: dict[str, list[str]] = {}
            for language in ("en", *LANGUAGES):
                with translation.override(language):
                    filled = form(dict.fromkeys(form.base_fields, value))  # type: ignore[attr-defined]
                    said[language] = [str(text) for found in filled.errors.values() for text in found]
            for language in LANGUAGES:
                asked += len(said[language])
                english += [
                    f"{form.__name__} [{language}]: {text!r}"
                    for text, source in zip(said[language], said["en"], strict=True)
                    if text == source or not _CYRILLIC.search(text)
                ]
    assert asked > 40
    assert english == []


def test_every_refusal_state_and_sentence_of_a_lifecycle_is_in_the_readers_language() -> None:
    _import_everything()
    texts: dict[str, Any] = {}
    for table in lifecycles():
        texts[table.kind] = table.title
        for state in table.states:
            texts[f"{table.kind} state {state.code}"] = state.title
            texts[f"{table.kind} state {state.code} meaning"] = state.meaning
        for number, move in enumerate(table.moves):
            where = f"{table.kind} {number} {move.verb}"
            texts |= {f"{where} title": move.title, f"{where} sentence": move.sentence}
            if move.when:
                texts[f"{where} when"] = move.when.title
            for guard in move.guards:
                texts |= {f"{guard.code} title": guard.title, f"{guard.code} remedy": guard.remedy}
            texts |= {f"{where} term {term.kind}": term.title for term in move.opens}
        texts |= {f"{table.kind} {event}": said for event, said in table.system_events.items()}
    assert len(texts) > 100
    assert _untranslated(texts) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_of_the_engine_is_in_the_language_of_the_one_who_is_refused(language: str) -> None:
    def four() -> list[tuple[str, str]]:
        made = [
            refusals.not_in_this_state("X"),
            refusals.not_yours(),
            refusals.version_conflict(),
            refusals.unknown_verb("x"),
        ]
        return [(str(refusal.title), str(refusal.remedy)) for refusal in made]

    with translation.override("en"):
        english = four()
    with translation.override(language):
        read = four()
    for one, other in zip(read, english, strict=True):
        assert one[0] != other[0] and _CYRILLIC.search(one[0])
        assert one[1] != other[1] and _CYRILLIC.search(one[1])


def test_the_librarys_sentences_are_word_for_word_those_of_the_installed_django() -> None:
    """A sentence that Django has reworded would silently fall back to English."""
    from django.core import validators
    from django.forms import fields
    from django.forms import forms as django_forms
    from django.forms import models as django_models

    source = "".join(inspect.getsource(module) for module in (validators, fields, django_forms, django_models))
    source = re.sub(r'"\s*\n\s*"', "", source)
    with translation.override("en"):
        for text in library.SENTENCES:
            said = _said(text, "en").replace("5", "%(limit_value)d").replace("7", "%(show_value)d")
            assert said in source, said
