"""A set and a resource as CKAN's clients describe them -> the descriptions of the portal. What is wrong is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jariya.api.ckan.datastore import Invalid, structure
from jariya.api.ckan.problems import invalid
from jariya.api.dcat.catalogue import LANGUAGES, invented_words
from jariya.kernel.bodies.models import Region
from jariya.portals.opendata.actions import Words
from jariya.portals.opendata.description import Description
from jariya.portals.opendata.models import Licence, Theme
from jariya.portals.opendata.models.catalogue import FREQUENCIES

LONG = {"title": 300, "text": 20_000}
DAYS = ("period_from", "period_to")


def description(given: Mapping[str, Any], base: Description, lang: str) -> Description:
    """What is said of a set.

    Args:
        given: `title`, `title_translated`, `notes`, `notes_translated`, `license_id`, `groups`, `tags`, `maintainer`,
            `maintainer_email`, `extras`; what is not there stays as in `base`.
        lang: the language of `title` and `notes` where there are no translations.

    Raises:
        Problem: Validation Error.
    """
    said: dict[str, Any] = {
        **_texts(given, "title", "title", lang),
        **_texts(given, "notes", "text", lang),
    }
    if "license_id" in given:
        code = _text(given, "license_id", 32)
        if code and not Licence.objects.filter(code=code).exists():
            raise invalid("license_id", "Unknown licence: see license_list")
        said["licence"] = code
    if "groups" in given:
        said["themes"] = _themes(given)
    if "tags" in given or "tag_string" in given:
        said["tags"] = _tags(given)
    if "maintainer" in given or "maintainer_email" in given:
        said["contact"] = _text(given, "maintainer_email", 200) or _text(given, "maintainer", 200)
    said |= _extras(given)
    return base.changed(**said)


def words(given: Mapping[str, Any], base: Words, lang: str) -> Words:
    """What is said of a resource: `name`, `name_translated`, `description`. Raises `Problem`."""
    found = base.values() | _texts(given, "name", "title", lang) | _texts(given, "description", "text", lang)
    return Words(**found)


def _text(given: Mapping[str, Any], name: str, longest: int) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise invalid(name, "Must be text" if not isinstance(value, str) else "Too long")
    return value.strip()


def _texts(given: Mapping[str, Any], name: str, column: str, lang: str) -> dict[str, str]:
    """A text in its languages: by translations, else in the language of the call."""
    try:
        translated = structure(name, given.get(f"{name}_translated"))
    except Invalid as error:
        raise invalid(f"{name}_translated", error.what) from None
    if translated is not None and translated != {}:
        if not isinstance(translated, dict):
            raise invalid(f"{name}_translated", "Must be an object of texts by language")
        found = {code: _text(translated, code, LONG[column]) for code in LANGUAGES if code in translated}
    elif name in given:
        found = {lang: _text(given, name, LONG[column])}
    else:
        return {}
    return {f"{column}_{code}": _unmarked(text, code) for code, text in found.items()}


def _unmarked(text: str, lang: str) -> str:
    """Without the words for invented data that this API put before it: a client sends back what it read."""
    mark = invented_words(lang)
    return text.removeprefix(mark).removeprefix(".").lstrip() if text.startswith(mark) else text


def objects(given: Mapping[str, Any], name: str) -> list[Any]:
    try:
        found = structure(name, given.get(name))
    except Invalid as error:
        raise invalid(name, error.what) from None
    if found in (None, ""):
        return []
    if not isinstance(found, list) or len(found) > 500:
        raise invalid(name, "Must be a list")
    return found


def _themes(given: Mapping[str, Any]) -> tuple[str, ...]:
    wanted = [str(one.get("name") or one.get("id") or "") if isinstance(one, dict) else str(one)
              for one in objects(given, "groups")]  # fmt: skip
    codes = tuple(dict.fromkeys(word.upper()[:8] for word in wanted if word))
    known = set(Theme.objects.values_list("code", flat=True))
    if missing := [code for code in codes if code not in known]:
        raise invalid("groups", f"Unknown theme: {missing[0]}")
    return codes


def _tags(given: Mapping[str, Any]) -> tuple[str, ...]:
    named: list[Any] = [one.get("name") if isinstance(one, dict) else one for one in objects(given, "tags")]
    if not named and isinstance(given.get("tag_string"), str):
        named = str(given["tag_string"]).split(",")
    found = []
    for word in named:
        if not isinstance(word, str) or len(word) > 60 or "\0" in word:
            raise invalid("tags", "A tag has at most 60 letters")
        if word.strip():
            found.append(word.strip())
    return tuple(dict.fromkeys(found))[:50]


def _extras(given: Mapping[str, Any]) -> dict[str, Any]:
    listed = objects(given, "extras")
    if not all(isinstance(one, dict) and isinstance(one.get("key"), str) for one in listed):
        raise invalid("extras", "Must be a list of keys and values")
    told = {one["key"]: str(one.get("value") or "") for one in listed}
    said: dict[str, Any] = {}
    if "frequency" in told:
        if told["frequency"] and told["frequency"] not in FREQUENCIES:
            raise invalid("frequency", f"One of {', '.join(FREQUENCIES)}")
        said["frequency"] = told["frequency"]
    for name in DAYS:
        if name in told:
            said[name] = _day(name, told[name])
    if "spatial_kato" in told:
        region = Region.objects.filter(code=told["spatial_kato"][:9]).values_list("pk", flat=True).first()
        if told["spatial_kato"] and region is None:
            raise invalid("spatial_kato", "Unknown code of a territory")
        said["region"] = region
    if "whole_country" in told:
        said["whole_country"] = told["whole_country"].lower() == "true"
    for name, longest in (("documentation", 500), ("source", 500)):
        if name in told:
            said[name] = _text(told, name, longest)
    return said


def _day(name: str, text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise invalid(name, "Must be a day: 2026-03-18") from None
