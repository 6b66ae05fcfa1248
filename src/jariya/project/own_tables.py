"""Rows of own tables of open data out of other portals: open data knows none of them. Registered by `wiring`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any


def petitions(day: dt.date) -> Iterator[Sequence[Any]]:
    """Public petitions with their counts."""
    from jariya.portals.petitions.collecting import api
    from jariya.portals.petitions.models import Petition

    rows = list(Petition.objects.visible_to(None).select_related("case__body", "addressee").order_by("case"))
    numbers = api.counts([row.pk for row in rows])
    for row in rows:
        yield (
            row.case.public_id, row.title_kk or None, row.title_ru or None, row.addressee.slug, row.case.state,
            row.opened_at.date() if row.opened_at else None, numbers.get(row.pk, 0), row.threshold,
            row.addressee.invented,
        )  # fmt: skip


def budgets(day: dt.date) -> Iterator[Sequence[Any]]:
    """Releases of reports in force."""
    from jariya.portals.budgets.models import Release

    rows = Release.objects.visible_to(None).filter(superseded_by=None).select_related("budget__region").order_by("key")
    for row in rows:
        budget = row.budget
        yield (
            row.key, budget.level, budget.region.code if budget.region else None, budget.year, row.stage, row.cut,
            row.rows, row.source, row.file_digest, row.invented,
        )  # fmt: skip


def connect() -> None:
    """Give open data the rows of other portals."""
    from jariya.portals.opendata.own.tables import register

    register("petitions", petitions)
    register("budgets", budgets)
