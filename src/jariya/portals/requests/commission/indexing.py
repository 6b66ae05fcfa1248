"""How sessions are found, named and reached."""

from __future__ import annotations

from typing import Any

from jariya.portals.requests.commission.lifecycle import KIND
from jariya.portals.requests.commission.models import Session
from jariya.portals.requests.matters import Matter, said


def _text(row: Any, lang: str) -> str:
    points = [text for item in row.agenda.all() for text in (said(item, "title", lang), said(item, "decision", lang))]
    return "\n".join([said(row, "place", lang), *points])


SESSIONS = Matter(
    kind=KIND,
    space="commission",
    page="session",
    model=Session,
    text=_text,
    titled=lambda row, lang: said(row, "title", lang),
)
