"""Petitions to a body in a few lines, for pages over several portals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jariya.kernel.lifecycle.table import lifecycle
from jariya.portals.petitions.collecting import api
from jariya.portals.petitions.models import Petition
from jariya.portals.petitions.states import KIND, LISTED
from jariya.portals.petitions.texts import texts_of


@dataclass(frozen=True)
class Line:
    """A petition that opened: its title with the title's language, its state, how many signed and how many it needs."""

    public_id: str
    title: str
    title_lang: str
    state: Any
    count: int
    needed: int


def to(body_id: int, lang: str, *, limit: int = 5) -> list[Line]:
    """Petitions to a body that anyone may read, the newest first. Two queries; one when there is none."""
    rows = Petition.objects.visible_to(None).filter(addressee=body_id, opened_at__isnull=False, case__state__in=LISTED)
    found = list(rows.select_related("case").order_by("-opened_at", "-case")[:limit])
    if not found:
        return []
    numbers, table = api.counts([row.case_id for row in found]), lifecycle(KIND)
    lines = []
    for row in found:
        texts = texts_of(row)
        shown = texts.shown_in(lang)
        lines.append(
            Line(
                row.case.public_id,
                texts.title(shown),
                shown,
                table.state(row.case.state).title,
                numbers.get(row.case_id, 0),
                row.threshold or 0,
            )
        )
    return lines
