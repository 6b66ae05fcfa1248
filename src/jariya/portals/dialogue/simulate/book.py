"""The book of a question: numbers, wordings, and what its nights do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from jariya.kernel.lifecycle import book
from jariya.kernel.lifecycle.book import Held
from jariya.kernel.search.actions import Document
from jariya.portals.dialogue.lifecycle import QUESTION
from jariya.portals.dialogue.simulate.acted import CLOSED_AT
from jariya.portals.dialogue.simulate.cast import Cast
from jariya.portals.dialogue.simulate.copying import Ids, Rows
from jariya.portals.dialogue.simulate.line import Line
from jariya.portals.dialogue.simulate.tale import Step


class Book(book.Book):
    """Decisions, terms, events and nights of histories.

    Args:
        token: gives the random part of public ids.
    """

    def __init__(
        self,
        cast: Cast,
        *,
        now: dt.datetime,
        seed: int,
        number: Callable[[int, int], int],
        token: Callable[[], str | None] = lambda: None,
    ) -> None:
        roles: dict[int, list[Held]] = {}
        for (body, kind), held in cast.staff.items():
            for since, until, person in held:
                roles.setdefault(person, []).append((body, kind, since, until))
        for since, until, person in cast.supervisors:
            roles.setdefault(person, []).append((None, "supervisor", since, until))
        super().__init__(QUESTION, Rows(), norms=cast.norms, calendar=cast.calendar, roles=roles, now=now, seed=seed)
        self.cast, self.number, self.token = cast, number, token
        self.documents = list[Document]()
        self.wording_id = Ids("correspondence_wording", 20_000)

    def _nights(self, line: Line, until: dt.datetime) -> None:
        """What the periodic jobs of the nights before a moment do to a case: overdue is told, what is over closes."""
        while True:
            late, close = self._overdue(line, until), self._closes(line)
            if late and (close is None or late[0] <= close):
                self._tell_overdue(line, *late)
            elif close and close <= until:
                self._act(line, "close", Step(close, "close", None))
            else:
                return

    def _closes(self, line: Line) -> dt.datetime | None:
        if line.case.state not in {"answered", "published", "rated"}:
            return None
        rate = next((duty for duty in line.duties if duty.running and duty.row.kind == "rate"), None)
        if rate is not None:
            return self._night(rate.due_on + dt.timedelta(days=1), CLOSED_AT)
        if line.case.state != "rated" or line.last is None:
            return None
        tonight = self._night(self._day(line.last), CLOSED_AT)
        return tonight if tonight >= line.last else self._night(self._day(line.last) + dt.timedelta(days=1), CLOSED_AT)
