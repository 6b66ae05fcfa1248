"""How recommendations are found, named and reached."""

from __future__ import annotations

from typing import Any

from jariya.portals.requests.matters import Matter, said
from jariya.portals.requests.monitoring.lifecycle import KIND
from jariya.portals.requests.monitoring.models import Recommendation


def _text(row: Any, lang: str) -> str:
    return "\n".join(said(row, part, lang) for part in ("found", "advice"))


RECOMMENDATIONS = Matter(
    kind=KIND,
    space="monitoring",
    page="one",
    model=Recommendation,
    text=_text,
    titled=lambda row, lang: said(row, "title", lang),
)
