"""What a notice says, for every channel: sentence, number, what follows, due day, link. No channel here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.law.dates import say_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.sentences import say
from jariya.kernel.lifecycle.table import Lifecycle, lifecycle
from jariya.kernel.notices import about, links, short


@dataclass(frozen=True)
class Notice:
    """An event told to a reader of one language. `subject` holds kind and number, never names or written words."""

    language: str
    event_kind: str
    about: str
    case: Case
    subject: str
    sentence: str
    title: str | None
    state: str
    meaning: str
    due: dt.date | None
    until: dt.date | None
    when: dt.datetime
    address: str
    path: str
    reason: str
    invented: bool

    @property
    def number(self) -> str:
        """Public id of the case."""
        return self.case.public_id

    @property
    def due_words(self) -> str:
        """The running term in a sentence; empty when nothing runs."""
        with translation.override(self.language):
            if self.until is not None:
                return _("You may act until %(day)s.") % {"day": say_day(self.until, self.language)}
            if self.due is not None:
                return _("The answer is due on %(day)s.") % {"day": say_day(self.due, self.language)}
        return ""


@dataclass(frozen=True)
class Wanted:
    """Which event is to be told, why, and in which language."""

    event_id: int
    about: str
    language: str


def compose(wanted: Sequence[Wanted]) -> dict[Wanted, Notice]:
    """Notices for many rows. Events that are not there any more are left out (they cannot be: events are kept).

    Queries: events with case and body, terms of the cases, and two for names per language; plus the portal's titles.
    """
    events = {
        event.pk: event
        for event in Event.objects.filter(pk__in={row.event_id for row in wanted}).select_related("case", "case__body")
    }
    terms = _terms(event.case_id for event in events.values())
    notices: dict[Wanted, Notice] = {}
    for language in sorted({row.language for row in wanted}):
        rows = [row for row in wanted if row.language == language and row.event_id in events]
        ids = {row.event_id for row in rows}
        with translation.override(language):
            said = {line.id: line.text for line in say([events[pk] for pk in ids], language)}
            titles = links.titles([events[pk].case for pk in ids], language)
            for row in rows:
                event = events[row.event_id]
                title = titles.get(event.case_id)
                notices[row] = _notice(row, event, said[event.pk], title, terms.get(event.case_id, []))
    return notices


def _terms(cases: Iterable[int]) -> dict[int, list[Obligation]]:
    found: dict[int, list[Obligation]] = {}
    for row in Obligation.objects.filter(case_id__in=set(cases), cancelled_on__isnull=True).order_by("due_on", "id"):
        found.setdefault(row.case_id, []).append(row)
    return found


def _notice(row: Wanted, event: Event, sentence: str, title: str | None, terms: list[Obligation]) -> Notice:
    case = event.case
    table = lifecycle(case.kind)
    state = table.state(case.state)
    official = row.about in (about.ASSIGNED.code, about.ARRIVED.code, about.SUPERVISION.code)
    running = [term for term in terms if term.met_on is None and term.public]
    mine = [term.due_on for term in running if term.duty_of == "person"] if row.about == about.OWN.code else []
    theirs = [term.due_on for term in running if term.duty_of != "person"]
    return Notice(
        language=row.language,
        event_kind=event.kind,
        about=row.about,
        case=case,
        subject=_subject(table, case, event),
        sentence=sentence,
        title=title,
        state=str(state.title),
        meaning=str(state.meaning),
        # The last running duty is the answer; a shorter one (to accept or forward) is the body's own business.
        due=max(theirs, default=None),
        until=min(mine, default=None),
        when=event.at,
        address=links.address(case, row.language, official=official, about=row.about),
        path=links.path(case, row.language, official=official, about=row.about),
        reason=str(about.ABOUTS[row.about].reason),
        invented=bool(settings.DEMO or case.invented),
    )


def _subject(table: Lifecycle, case: Case, event: Event) -> str:
    parts = [f"{table.title} {case.public_id}"]
    if word := short.title(case.kind, event.kind):
        parts.append(word)
    subject = ": ".join(parts)
    if settings.DEMO or case.invented:
        subject = f"[{_('INVENTED DATA')}] {subject}"
    return subject
