"""Comments on a draft that wait for an answer of the body."""

from __future__ import annotations

from typing import Any

from jariya.kernel.discussion.models import Comment, Voice
from jariya.kernel.lifecycle.models import Case

MOST = 1000


def on_draft(case: Case, version: int) -> Any:
    """Comments on places of one version of the draft that the body has not answered."""
    rows = Comment.objects.filter(case=case, parent=None, answered_at=None, status="published", version=version)
    return rows.exclude(voice=Voice.BODY).exclude(element="")


def unanswered(case: Case, version: int) -> int:
    """How many comments on a version wait, counted to a thousand. One query."""
    return int(on_draft(case, version).order_by().values("pk")[:MOST].count())
