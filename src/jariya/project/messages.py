"""Message catalogues: one per app and language, filled by hand, complete by test.

msgid is the English sentence. `update` collects the sentences of an app's Python and Jinja2 files into its catalogues
(old translations are kept, vanished ones dropped), `compile_all` makes the .mo files, `problems` says what is missing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo

SOURCE = Path(__file__).resolve().parents[1]
LANGUAGES = ("kk", "ru")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
JINJA = {
    "trimmed": "true",
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
    "newstyle_gettext": "true",
    "silent": "false",
}
PLURALS = {
    "kk": "nplurals=2; plural=(n!=1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}


def apps() -> list[Path]:
    """Folders that have a catalogue of their own: each app, and the project."""
    return sorted(file.parent for file in SOURCE.rglob("apps.py"))


def sentences(app: Path) -> Iterator[tuple[str, int, Any, list[str], str | None]]:
    """Every sentence of an app: (file, line, message, translators' comments, context)."""
    rooms = [other for other in apps() if app in other.parents]
    for file in sorted(app.rglob("*")):
        inside = file.relative_to(app).parts
        if any(room in file.parents for room in rooms):
            continue  # an app inside this one has a catalogue of its own
        if "migrations" in inside or "locale" in inside or not file.is_file():
            continue
        if file.suffix == ".py":
            method, options = "python", {}
        elif file.suffix == ".html" and "jinja2" in inside:
            method, options = "jinja2", JINJA
        else:
            continue
        stream = io.BytesIO(file.read_bytes())
        for line, message, comments, context in extract(method, stream, KEYWORDS, ["Translators:"], options):  # type: ignore[arg-type]
            yield "/".join(inside), line, message, comments, context


def template(app: Path) -> Catalog:
    """All sentences of an app as an empty catalogue."""
    found = Catalog(charset="utf-8")
    for _file, _line, message, comments, context in sentences(app):
        found.add(message, auto_comments=comments, context=context)
    return found


def path_of(app: Path, language: str) -> Path:
    """Where an app's catalogue of a language stands."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def read(app: Path, language: str) -> Catalog:
    """An app's catalogue; an empty one when there is none yet."""
    path = path_of(app, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


def update(app: Path) -> dict[str, int]:
    """Bring an app's catalogues up to its sentences. Returns how many stand untranslated, by language."""
    fresh = template(app)
    if not len(fresh):
        return {}
    left = {}
    for language in LANGUAGES:
        old = read(app, language)
        new = Catalog(locale=language, charset="utf-8", fuzzy=False)
        for message in fresh:
            if not message.id:
                continue
            known = old.get(message.id, message.context)
            new.add(
                message.id,
                known.string if known and not known.fuzzy else None,
                context=message.context,
                flags=message.flags - {"fuzzy"},
            )
        path = path_of(app, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        out = io.BytesIO()
        pofile.write_po(out, new, omit_header=True, sort_output=True, width=118)
        head = (
            f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
            f'"Plural-Forms: {PLURALS[language]}\\n"\n\n'
        )
        text = head.encode() + out.getvalue()
        if not path.exists() or path.read_bytes() != text:
            path.write_bytes(text)
        left[language] = sum(not _whole(message) for message in new if message.id)
    return left


def _whole(message: Any) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return all(strings) and not message.fuzzy


def problems() -> list[str]:
    """What is missing, fuzzy or broken in the catalogues: one line each, empty when all is well."""
    found = []
    for app in apps():
        fresh = template(app)
        for language in LANGUAGES:
            if not len(fresh):
                continue
            known = read(app, language)
            where = f"{app.relative_to(SOURCE)} [{language}]"
            for message in fresh:
                if not message.id:
                    continue
                entry = known.get(message.id, message.context)
                if entry is None or not _whole(entry):
                    found.append(f"{where}: missing: {message.id!r}")
                    continue
                found.extend(f"{where}: {error}: {message.id!r}" for error in _placeholders(message, entry, language))
    return found


def _placeholders(message: Any, entry: Any, language: str) -> list[str]:
    ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
    strings = entry.string if isinstance(entry.string, list | tuple) else (entry.string,)
    wanted = _fields(" ".join(ids))
    # A plural form may leave the number out ("one day"), a plain sentence may leave nothing out.
    wrong = [_fields(text) ^ wanted for text in strings if not _fields(text) <= wanted or len(strings) == 1]
    return [f"placeholders {sorted(fields)}" for fields in wrong if fields]


def _fields(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]", text))


def compile_all() -> int:
    """Make the .mo files that are older than their .po. Returns how many were made."""
    made = 0
    for po in sorted(SOURCE.rglob("locale/*/LC_MESSAGES/django.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        language = po.parts[-3]
        with po.open("rb") as file:
            catalog = pofile.read_po(file, locale=language)
        with mo.open("wb") as out:
            write_mo(out, catalog)
        made += 1
    return made
