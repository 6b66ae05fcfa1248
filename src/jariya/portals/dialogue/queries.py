"""What pages, API, feeds and exports read of questions. Each begins at `visible_to(person)`."""

from __future__ import annotations

from typing import Any

from jariya.kernel.correspondence import wordings
from jariya.kernel.correspondence.reading import Reading, read
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.paging import newest
from jariya.kernel.people.models import Person
from jariya.portals.dialogue.models import Question

QuestionView = Reading
"""A question as one reader may see it."""
PAGE = 20


def questions() -> Any:
    """Questions with what every list shows of them."""
    return Question.objects.select_related("case", "case__body", "case__letter")


def public_list(
    *, body_id: int | None = None, after: str | None = None, limit: int = PAGE
) -> tuple[list[Question], str | None]:
    """Published questions, newest first, keyset-paged.

    Returns:
        The rows, and the key of the next page or None.
    """
    rows = questions().visible_to(None).filter(published_on__isnull=False)
    if body_id is not None:
        rows = rows.filter(case__body_id=body_id)
    return newest(rows, after=after, limit=limit)


def mine(person: Person, *, after: int | None = None, limit: int = PAGE) -> list[Case]:
    """A citizen's own cases, newest first."""
    rows = Case.objects.filter(person=person).select_related("body", "letter", "question")
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-pk")[: limit + 1])


def find(public_id: str, *, person: Person | None, official: bool = False) -> Reading | None:
    """One question as `person` may see it; None when there is none or it is not theirs to see.

    Args:
        official: the caller has proved that `person` works on the case (the desk); sees the parties' copy.
    """
    canonical = ids.normal(public_id)
    if canonical is None:
        return None
    rows = questions().filter(case__public_id=canonical)
    rows = rows if official else rows.visible_to(person)
    question = rows.select_related("case__person", "case__parent", "case__region").first()
    if question is None:
        return None
    party = official or (person is not None and question.case.person_id == person.pk)
    return read(question.case, party=party, official=official, person=person)


def wording_title(case: Case, *, party: bool) -> str | None:
    """Title of a case for a list."""
    return wordings.title(case, public=not party)
