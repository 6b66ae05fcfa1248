"""Rows of a version: its texts, amounts and indicators."""

from __future__ import annotations

import datetime as dt

from jariya.kernel.people.models import Person
from jariya.portals.budgets.drafts.content import Content
from jariya.portals.budgets.drafts.models import Amount, Draft, Indicator, Version


def write(draft: Draft, number: int, content: Content, *, by: Person, now: dt.datetime) -> Version:
    """A new version with all its rows."""
    version = Version.objects.create(draft=draft, number=number, by=by, at=now, **_texts(content))
    _parts(version, content)
    return version


def rewrite(version: Version, content: Content, *, by: Person, now: dt.datetime) -> None:
    """Another content in a version that nobody has read."""
    Version.objects.filter(pk=version.pk).update(by=by, at=now, **_texts(content))
    Amount.objects.filter(version=version).delete()
    Indicator.objects.filter(version=version).delete()
    _parts(version, content)


def _texts(content: Content) -> dict[str, str]:
    return {
        f"{part}_{lang}": content.text(part, lang) for part in ("title", "summary", "goal") for lang in ("kk", "ru")
    }


def _parts(version: Version, content: Content) -> None:
    Amount.objects.bulk_create(Amount(version=version, year=year, tenge=tenge) for year, tenge in content.amounts)
    Indicator.objects.bulk_create(
        Indicator(
            version=version,
            number=row.number,
            name_kk=row.name_kk,
            name_ru=row.name_ru,
            unit=row.unit,
            baseline=row.baseline,
            target=row.target,
        )
        for row in content.indicators
    )
