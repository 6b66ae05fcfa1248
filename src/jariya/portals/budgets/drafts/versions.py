"""Reading versions: rows as `Content`."""

from __future__ import annotations

from jariya.portals.budgets.drafts.content import Content, Measured
from jariya.portals.budgets.drafts.models import Draft, Version


def latest(draft: Draft) -> Version:
    """The newest version, public or not. With its amounts and indicators: three queries."""
    rows = Version.objects.filter(draft=draft).prefetch_related("amounts", "indicators")
    return rows.order_by("-number")[0]


def public(draft: Draft) -> list[Version]:
    """Public versions, the newest first, with amounts and indicators. Three queries."""
    rows = Version.objects.filter(draft=draft, public=True).prefetch_related("amounts", "indicators")
    return list(rows.order_by("-number"))


def content_of(version: Version) -> Content:
    """What a version says."""
    return Content(
        title_kk=version.title_kk,
        title_ru=version.title_ru,
        summary_kk=version.summary_kk,
        summary_ru=version.summary_ru,
        goal_kk=version.goal_kk,
        goal_ru=version.goal_ru,
        amounts=tuple(sorted((row.year, row.tenge) for row in version.amounts.all())),
        indicators=tuple(
            Measured(row.number, row.name_kk, row.name_ru, row.unit, row.baseline, row.target)
            for row in sorted(version.indicators.all(), key=lambda row: row.number)
        ),
    )
