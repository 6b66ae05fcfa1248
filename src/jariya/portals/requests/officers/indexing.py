"""How officers are found, named and reached. Found are the post and the body, never words of a person."""

from __future__ import annotations

from typing import Any

from jariya.portals.requests.matters import Matter
from jariya.portals.requests.officers.lifecycle import KIND
from jariya.portals.requests.officers.models import Officer


def _title(row: Any, lang: str) -> str:
    return f"{row.post.name(lang).text}, {row.case.body.name(lang).text}"


OFFICERS = Matter(
    kind=KIND,
    space="officers",
    page="one",
    model=Officer,
    text=lambda row, lang: str(row.order_ref),
    titled=_title,
    joins=("post", "case__body"),
)
