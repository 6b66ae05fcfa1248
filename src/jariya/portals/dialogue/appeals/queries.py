"""What the pages of appeals read. Each begins at `visible_to(person)`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from jariya.kernel.correspondence import wordings
from jariya.kernel.correspondence.models import Part
from jariya.kernel.correspondence.reading import TermView, terms_of
from jariya.kernel.files.queries import FileView
from jariya.kernel.files.queries import of as files_of
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.people.models import Person
from jariya.portals.dialogue.appeals.models import Appeal, HandOver
from jariya.portals.dialogue.appeals.words import CODE_WORDS, KIND_WORDS, WAIT_WORDS


@dataclass(frozen=True)
class AppealView:
    """An appeal as its writer sees it."""

    appeal: Appeal
    case: Case
    kind: Any
    title: str
    points: list[str]
    answer: str | None
    reason: str | None
    refusal: Any
    waiting: Any
    """Why it still waits to be handed over, in words; None when it does not."""
    tries: int
    submitted_at: dt.datetime
    digest: str
    timeline: list[Said]
    terms: list[TermView]
    files: list[FileView]

    @property
    def state(self) -> Any:
        """The state as the lifecycle table words it."""
        return lifecycle(self.case.kind).state(self.case.state)

    @property
    def term(self) -> TermView | None:
        """The term of the answer, once the appeal is registered."""
        return self.terms[-1] if self.terms else None


def find(public_id: str, *, person: Person | None, today: dt.date, lang: str) -> AppealView | None:
    """One's own appeal; None for anybody else's, as if it did not exist."""
    rows = Appeal.objects.visible_to(person).select_related("case", "case__body")
    appeal = rows.filter(case__public_id=ids.normal(public_id) or "").first()
    if appeal is None:
        return None
    case = appeal.case
    handover = HandOver.objects.get(case=case)
    points = [row.text for _number, row in sorted(wordings.latest(case, Part.POINT).items())]
    answer = wordings.latest(case, Part.ANSWER).get(0)
    reasons = wordings.latest(case, Part.REASON)
    events = list(Event.objects.timeline(case.pk, public_only=False).select_related("case"))
    waits = case.state == "handing_over" and handover.tries > 0
    return AppealView(
        appeal=appeal,
        case=case,
        kind=KIND_WORDS[appeal.kind][0],
        title=wordings.title(case, public=False) or "",
        points=points,
        answer=answer.text if answer else None,
        reason=next((row.text for row in reasons.values()), None),
        refusal=CODE_WORDS.get(handover.last_code) if case.state == "returned" else None,
        waiting=WAIT_WORDS.get(handover.last_code, WAIT_WORDS["appeals_unreachable"]) if waits else None,
        tries=handover.tries,
        submitted_at=case.opened_at,
        digest=bytes(events[0].digest).hex() if events and events[0].digest else "",
        timeline=say(events, lang),
        terms=terms_of(case, today=today, lang=lang, party=True),
        files=files_of(case, person, day=today),
    )
