"""What of questions stands in the index, and how notices name and reach them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from jariya.kernel.correspondence import attached
from jariya.kernel.correspondence.models import Part, Wording
from jariya.kernel.files.models import Attachment
from jariya.kernel.lifecycle.engine import Happening
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.people.models import Person
from jariya.kernel.search import actions as index
from jariya.kernel.search import cases
from jariya.kernel.web.addresses import path
from jariya.portals.dialogue.models import Question

SHOWS = frozenset({"published", "unsealed", "rated", "complained", "closed", "complaint_upheld", "complaint_dismissed"})
"""Events after which the entry is written anew: the state is one of its facts."""
IN_TIME, LATE = "time=in", "time=late"
HIDES = frozenset({"sealed", "withdrawn"})


def listener(happening: Happening) -> None:
    """Keep the index true in the transaction of the act: what is hidden leaves at once, what is published comes in."""
    case = happening.case
    if case.kind != "question" or happening.decision is None:
        return
    if happening.event.kind in HIDES:
        index.remove(cases.ref(case))
    elif happening.event.kind in SHOWS and (found := document(case)) is not None:
        index.put(found)


def document(case: Case) -> index.Document | None:
    """A question as the index holds it: public copies alone. None while nothing of it is public."""
    question = Question.objects.filter(case=case, published_on__isnull=False).first()
    if question is None or question.published_on is None or not cases.open_to_all(case):
        return None
    texts = (
        Wording.objects.filter(case=case, part__in=[Part.POINT, Part.ANSWER], public_text__isnull=False)
        .order_by("part", "number", "-version")
        .distinct("part", "number")
        .values_list("public_text", flat=True)
    )
    return cases.document(
        case,
        case.language,
        portal="dialogue",
        day=question.published_on,
        title=question.title,
        page="dialogue:question",
        text="\n".join(text for text in texts if text),
        answered=True,
        tags=tags(case),
    )


def tags(case: Case) -> tuple[str, ...]:
    """The facts by which questions are filtered: state, and whether the answer came in time."""
    met = Obligation.objects.filter(case=case, kind="answer", met_on__isnull=False).order_by("-pk").first()
    in_time = (IN_TIME if met.met_on <= met.due_on else LATE,) if met is not None and met.met_on else ()
    return (f"state={case.state}", *in_time)


def link(case: Case, lang: str) -> str:
    """Path of a question's page; the asker is led from it to their own page."""
    return path(lang, "dialogue:question" if case.visibility == "public" else "dialogue:mine", case.public_id)


def title(case: Case, lang: str) -> str | None:
    """The public title, in its own language."""
    return Question.objects.filter(case=case).values_list("title", flat=True).first() or None


def titles(cases: Sequence[Case]) -> dict[int, str]:
    """Public titles of many questions, by case."""
    rows = Question.objects.filter(case__in=cases).exclude(title="")
    return dict(rows.values_list("case_id", "title"))


def file_visible(attachment: Attachment, copy: str, reader: Person | None, day: dt.date) -> bool:
    """As for all letters."""
    published = Question.objects.filter(case=attachment.case, published_on__isnull=False).exists()
    return attached.visible(attachment, copy, reader, day, published=published)
