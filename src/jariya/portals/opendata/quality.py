"""How good a set is for who uses it: the MQA of data.europa.eu (405 points) and the house's own service score. Pure.

The MQA asks whether the catalogue says what it should (five groups; bands from 351, 221 and 121 points). The service
score (100 points) asks what people ask: may I use it, is it renewed as promised, was it read without errors, can I
read its columns in my language. Each check that fails has its remedy; what a check looks at stands in `Facts`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jariya.kernel.language.catalogues import N_

LONG_ENOUGH = 80
"""Letters of a description that says something, in each of the two languages."""
BANDS = ((351, "high"), (221, "good"), (121, "weak"), (0, "poor"))


@dataclass(frozen=True)
class Held:
    """One resource as the checks see it. `kind`: table, own, file or link; `works`: its link answered."""

    kind: str
    works: bool = True
    open_format: bool = True
    machine: bool = True
    size: bool = True
    problems: int = 0
    schema: bool | None = None
    columns: int = 0
    columns_named: int = 0
    stable: bool = True


@dataclass(frozen=True)
class Facts:
    """What is known of a set."""

    tags: bool
    themes: bool
    place: bool
    period: bool
    licence: bool
    licence_open: bool
    contact: bool
    titles: bool
    texts: int
    """Letters of the shorter one of the Kazakh and the Russian description."""
    frequency: bool
    fresh_until: dt.date | None
    documentation: bool
    issued: bool
    resources: tuple[Held, ...] = field(default=())

    @property
    def there(self) -> bool:
        """Whether it holds anything."""
        return bool(self.resources)


@dataclass(frozen=True)
class Check:
    """One question. `holds`: (facts, today) -> whether it does."""

    code: str
    group: str
    points: int
    holds: Callable[[Facts, dt.date], bool]
    title: str
    remedy: str


def _every(test: Callable[[Held], bool]) -> Callable[[Facts, dt.date], bool]:
    return lambda facts, _today: facts.there and all(test(one) for one in facts.resources)


def _always(_facts: Facts, _today: dt.date) -> bool:
    """What this platform does for every set it publishes."""
    return True


_LINKS = N_("Correct the address of the link, or send the file itself: it is then kept and served here.")
_TABLES = N_("Send a table as CSV, XLSX, ODS, JSON or GeoJSON instead.")

MQA: tuple[Check, ...] = (
    Check("keywords", "findability", 30, lambda facts, _: facts.tags, N_("Key words"),
          N_("Name some words by which people look for such data.")),
    Check("categories", "findability", 30, lambda facts, _: facts.themes, N_("Themes"), N_("Choose a theme.")),
    Check("geo", "findability", 20, lambda facts, _: facts.place, N_("Place"),
          N_("Say which place the data are about, or that it is the whole country.")),
    Check("time", "findability", 20, lambda facts, _: facts.period, N_("Period"),
          N_("Say from which day to which the data speak.")),
    Check("access_works", "accessibility", 50, _every(lambda one: one.works), N_("Addresses answer"), _LINKS),
    Check("download", "accessibility", 20, _every(lambda one: one.kind != "link"), N_("Can be downloaded here"),
          N_("Send the file itself beside the link: links die.")),
    Check("download_works", "accessibility", 30, _every(lambda one: one.kind != "link" and one.works),
          N_("Downloads answer"), _LINKS),
    Check("format", "interoperability", 20, _every(lambda one: one.kind != "link"), N_("Format is known"), _TABLES),
    Check("media_type", "interoperability", 10, _every(lambda one: one.kind != "link"), N_("Media type is known"),
          _TABLES),
    Check("format_vocabulary", "interoperability", 10, _every(lambda one: one.kind != "link"),
          N_("Format is of the common list"), _TABLES),
    Check("non_proprietary", "interoperability", 20, _every(lambda one: one.open_format), N_("Format is open"),
          _TABLES),
    Check("machine_readable", "interoperability", 20, _every(lambda one: one.machine), N_("A program can read it"),
          _TABLES),
    Check("dcat", "interoperability", 30, lambda facts, _: facts.titles and facts.texts > 0,
          N_("Described as DCAT-AP asks"), N_("Write title and description.")),
    Check("licence", "reusability", 20, lambda facts, _: facts.licence, N_("Licence"), N_("Choose a licence.")),
    Check("licence_vocabulary", "reusability", 10, lambda facts, _: facts.licence,
          N_("Licence is of the common list"), N_("Choose a licence.")),
    Check("access", "reusability", 10, _always, N_("Access is said"), ""),
    Check("access_vocabulary", "reusability", 5, _always, N_("Access is said in common words"), ""),
    Check("contact", "reusability", 20, lambda facts, _: facts.contact, N_("Contact"),
          N_("Give an address or a telephone of the post that answers for the data.")),
    Check("publisher", "reusability", 10, _always, N_("Publisher"), ""),
    Check("rights", "contextuality", 5, lambda facts, _: facts.licence, N_("Rights"), N_("Choose a licence.")),
    Check("size", "contextuality", 5, _every(lambda one: one.size), N_("Size of the files"), _LINKS),
    Check("issued", "contextuality", 5, lambda facts, _: facts.issued, N_("Day of publishing"), ""),
    Check("modified", "contextuality", 5, lambda facts, _: facts.issued, N_("Day of the last change"), ""),
)  # fmt: skip

SERVICE: tuple[Check, ...] = (
    Check("open_licence", "use", 10, lambda facts, _: facts.licence_open, N_("Anyone may use it for anything"),
          N_("Choose a licence that is open: with naming the source at most.")),
    Check("said_period", "words", 10, lambda facts, _: facts.period, N_("Period"),
          N_("Say from which day to which the data speak.")),
    Check("said_place", "words", 10, lambda facts, _: facts.place, N_("Place"),
          N_("Say which place the data are about, or that it is the whole country.")),
    Check("renewed", "promise", 15,
          lambda facts, today: facts.frequency and (facts.fresh_until is None or facts.fresh_until >= today),
          N_("Renewed as promised"), N_("Send the new file, or say honestly how often the data are renewed.")),
    Check("told", "words", 10, lambda facts, _: facts.texts >= LONG_ENOUGH,
          N_("Described in Kazakh and in Russian"),
          N_("Say in a few sentences, in both languages, what one row is and how the data were gathered.")),
    Check("open_format", "use", 10, _every(lambda one: one.open_format), N_("Format is open"), _TABLES),
    Check("available", "use", 5, _every(lambda one: one.works), N_("Addresses answer"), _LINKS),
    Check("documented", "words", 5, lambda facts, _: facts.documentation, N_("Documentation"),
          N_("Give the address of a page that explains the data.")),
    Check("read_clean", "table", 10, _every(lambda one: not one.problems), N_("Read without errors"),
          N_("Open the last import at the desk: each problem is shown in its cell.")),
    Check("schema", "table", 5, _every(lambda one: one.schema is not False and (one.kind == "link" or one.machine)),
          N_("Fits its schema"), N_("Correct the columns, or change the schema if the data rightly changed.")),
    Check("columns_named", "words", 5,
          lambda facts, _: facts.titles and facts.there and
          all(one.columns_named >= one.columns for one in facts.resources),
          N_("Columns are explained in Kazakh and in Russian"),
          N_("Write at the desk what each column is called in both languages.")),
    Check("stable", "table", 5, _every(lambda one: one.stable), N_("Columns stay the same"),
          N_("Keep names and order of the columns from version to version: programs rely on them.")),
)  # fmt: skip

CHECKS = {f"{scale}.{check.code}": check for scale, checks in (("mqa", MQA), ("service", SERVICE)) for check in checks}
GROUPS = {
    "findability": N_("Can be found"),
    "accessibility": N_("Can be got"),
    "interoperability": N_("Fits other data"),
    "reusability": N_("May be used"),
    "contextuality": N_("Is explained"),
    "use": N_("Use"),
    "words": N_("Words"),
    "promise": N_("Promise kept"),
    "table": N_("Table"),
}
MQA_POINTS = sum(check.points for check in MQA)
assert MQA_POINTS == 405
assert sum(check.points for check in SERVICE) == 100


def reckon(facts: Facts, today: dt.date) -> dict[str, Any]:
    """The points of a set, as `DataSet.scores` keeps them.

    Returns:
        `percent` and `band` (of the MQA); `mqa` and `service`: points, `of`, groups; `failed`: keys of CHECKS, the
        dearest first.
    """
    mqa, service = _scale(MQA, facts, today), _scale(SERVICE, facts, today)
    failed = [
        (check.points, f"{scale}.{check.code}")
        for scale, checks in (("mqa", MQA), ("service", SERVICE))
        for check in checks
        if not check.holds(facts, today)
    ]
    return {
        "percent": round(100 * mqa["points"] / MQA_POINTS),
        "band": next(name for least, name in BANDS if mqa["points"] >= least),
        "mqa": mqa,
        "service": service,
        "failed": [code for _points, code in sorted(failed, key=lambda one: (-one[0], one[1]))],
        "on": today.isoformat(),
    }


def _scale(checks: tuple[Check, ...], facts: Facts, today: dt.date) -> dict[str, Any]:
    groups: dict[str, list[int]] = {}
    for check in checks:
        held = groups.setdefault(check.group, [0, 0])
        held[0] += check.points if check.holds(facts, today) else 0
        held[1] += check.points
    return {
        "points": sum(points for points, _of in groups.values()),
        "of": sum(of for _points, of in groups.values()),
        "groups": [{"code": code, "points": points, "of": of} for code, (points, of) in groups.items()],
    }


def advice(scores: dict[str, Any]) -> list[Check]:
    """The failed checks with their remedies, none said twice: the same remedy serves both scales."""
    found: dict[str, Check] = {}
    for code in scores.get("failed", []):
        if (check := CHECKS.get(code)) is not None:
            found.setdefault(check.remedy, check)
    return list(found.values())
