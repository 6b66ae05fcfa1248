"""What pages read of conferences. Each begins at `visible_to`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jariya.kernel.discussion import queries as discussion
from jariya.kernel.discussion.lifecycle import SHOWN
from jariya.kernel.discussion.models import Voice
from jariya.kernel.discussion.queries import CommentView
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.paging import newest
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.people.models import Person
from jariya.portals.dialogue.conference.models import Carried, Conference

PAGE = 12
MOST_ASKED = 400
"""Questions read for one page; a conference with more shows the most supported, and the discussion's page all."""


@dataclass(frozen=True)
class Line:
    """A question of a conference: what was asked, the answers of the body, and the number it went on under."""

    view: CommentView
    question: Case | None

    @property
    def answers(self) -> list[CommentView]:
        """The body's answers that anyone can read."""
        return [reply for reply in self.view.replies if reply.comment.voice == Voice.BODY and reply.text is not None]


@dataclass(frozen=True)
class ConferenceView:
    """A conference as anyone may see it."""

    conference: Conference
    case: Case
    answered: list[Line]
    waiting: list[Line]
    total: int

    @property
    def cut(self) -> bool:
        """Whether there are more questions than are shown."""
        return len(self.answered) + len(self.waiting) < self.total


def conferences() -> Any:
    """Conferences with what every list shows of them."""
    return Conference.objects.select_related("case__body", "post__body", "holding")


def listed(*, after: str | None = None, limit: int = PAGE) -> tuple[list[Conference], str | None]:
    """Announced conferences, the one that begins latest first, keyset-paged: rows and the key of the next page."""
    return newest(conferences().visible_to(None), by="starts_at", after=after, limit=limit)


def find(public_id: str, *, person: Person | None = None) -> ConferenceView | None:
    """One conference as `person` may see it, its questions by support; None when there is none."""
    rows = conferences().visible_to(person)
    found: Conference | None = rows.filter(case__public_id=ids.normal(public_id) or "").first()
    if found is None:
        return None
    questions = discussion.comments().filter(case=found.case, parent=None, status__in=SHOWN).exclude(voice=Voice.BODY)
    shown = list(questions.order_by("-supports", "pk")[:MOST_ASKED])
    carried = {
        row.comment_id: row.question for row in Carried.objects.filter(conference=found).select_related("question")
    }
    lines = [Line(view, carried.get(view.comment.pk)) for view in discussion.views(shown, replies=3)]
    done = [(line.view.comment.answered_at, line) for line in lines if line.view.comment.answered_at]
    answered = [line for _at, line in sorted(done, key=lambda pair: pair[0], reverse=True)]
    waiting = [line for line in lines if not line.view.comment.answered_at]
    total = len(lines) if len(shown) < MOST_ASKED else questions.count()
    return ConferenceView(found, found.case, answered, waiting, total)


def timeline(case: Case, lang: str) -> list[Said]:
    """What happened, for anyone."""
    return say(Event.objects.timeline(case.pk, public_only=True).select_related("case"), lang)
