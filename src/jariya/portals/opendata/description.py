"""What is said of a data set, as one value: what a form, an API call, a harvest and a seed all bring. No Django."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from jariya.kernel.language.scripts import slugify

SLUG = re.compile(r"^[a-z0-9][a-z0-9_-]{1,99}$")
"""Names of sets: what CKAN takes for a name, and an address for a path."""


@dataclass(frozen=True)
class Description:
    """The words and facts of a set; `region`: primary key of a region, None with `whole_country` unset is unknown."""

    title_kk: str = ""
    title_ru: str = ""
    title_en: str = ""
    text_kk: str = ""
    text_ru: str = ""
    text_en: str = ""
    licence: str = ""
    themes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    frequency: str = ""
    period_from: dt.date | None = None
    period_to: dt.date | None = None
    region: int | None = None
    whole_country: bool = False
    contact: str = ""
    documentation: str = ""
    source: str = ""

    def columns(self) -> dict[str, Any]:
        """As columns of `DataSet`."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        licence, region = found.pop("licence"), found.pop("region")
        lists = {"themes": list(self.themes), "tags": list(self.tags)}
        return {**found, **lists, "licence_id": licence or None, "region_id": region}

    def changed(self, **said: Any) -> Description:
        """Another one, where some things are said differently."""
        return replace(self, **said)


def of_columns(row: Any) -> Description:
    """The description that stands in a row of `DataSet`."""
    apart = {
        "themes": tuple(row.themes),
        "tags": tuple(row.tags),
        "licence": row.licence_id or "",
        "region": row.region_id,
    }
    plain = {field.name: getattr(row, field.name) for field in fields(Description) if field.name not in apart}
    return Description(**plain, **apart)


def slug_of(title: str, taken: Collection[str] = ()) -> str:
    """A free name made of a title in any of the three languages, of Latin letters, digits and hyphens."""
    plain = slugify(title, longest=80)
    name = plain if len(plain) > 1 else "data-set"
    number, found = 2, name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


_STEPS: Mapping[str, tuple[int, int]] = {
    "continuous": (0, 1), "daily": (0, 1), "weekly": (0, 7), "monthly": (1, 0), "quarterly": (3, 0),
    "half_yearly": (6, 0), "yearly": (12, 0),
}  # fmt: skip
"""Months and days from one renewal to the next: what the word itself means."""


def fresh_until(frequency: str, renewed_on: dt.date, grace: int) -> dt.date | None:
    """The last day on which a set is up to date by its own frequency; None where it has no rhythm.

    Args:
        grace: calendar days that a renewal may be late (norm `opendata.fresh.grace`).
    """
    if frequency not in _STEPS:
        return None
    months, days = _STEPS[frequency]
    year, month = divmod(renewed_on.year * 12 + renewed_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    day = dt.date(year, month + 1, min(renewed_on.day, last))
    return day + dt.timedelta(days=days + grace)
