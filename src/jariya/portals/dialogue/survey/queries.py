"""What pages and files read of surveys. Each begins at `visible_to`; figures exist once a survey is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.paging import newest
from jariya.kernel.lifecycle.sentences import Said, say
from jariya.kernel.people.models import Person
from jariya.kernel.web import sheets
from jariya.portals.dialogue.survey.models import Item, Kind, Response, Survey, Tally

PAGE = 12
COLUMNS = ("survey", "question", "kind", "title_kk", "title_ru", "answer_kk", "answer_ru", "answered", "count", "note")
HIDDEN = "too few to show"


@dataclass(frozen=True)
class ItemView:
    """A question with its counts, once they are public. `lines`: (label, count or None when hidden)."""

    item: Item
    answered: int | None
    lines: list[tuple[str, int | None]]
    mean: float | None


@dataclass(frozen=True)
class SurveyView:
    """A survey as anyone may see it."""

    survey: Survey
    case: Case
    items: list[ItemView]
    answers: int | None
    """How many answered; None before it is over."""
    timeline: list[Said]

    @property
    def over(self) -> bool:
        """Whether its figures are public."""
        return self.case.state in {"over", "reported"}


def surveys() -> Any:
    """Surveys with what every list shows of them."""
    return Survey.objects.select_related("case__body")


def listed(*, after: str | None = None, limit: int = PAGE) -> tuple[list[Survey], str | None]:
    """Published surveys, newest first, keyset-paged: the rows and the key of the next page."""
    return newest(surveys().visible_to(None).filter(published_on__isnull=False), after=after, limit=limit)


def find(public_id: str, *, lang: str, person: Person | None = None) -> SurveyView | None:
    """One survey as `person` may see it; None when there is none."""
    rows = surveys().visible_to(person)
    survey: Survey | None = rows.filter(case__public_id=ids.normal(public_id) or "").first()
    if survey is None:
        return None
    over = survey.case.state in {"over", "reported"}
    tallies = {row.item_id: row for row in Tally.objects.filter(item__survey=survey)} if over else {}
    items = [_item(item, tallies.get(item.pk), lang) for item in survey.items.all()]
    answers = Response.objects.filter(survey=survey).count() if over else None
    events = Event.objects.timeline(survey.case_id, public_only=True).select_related("case")
    return SurveyView(survey, survey.case, items, answers, say(events, lang))


def _item(item: Item, tally: Tally | None, lang: str) -> ItemView:
    labels = [str(value) for value in range(1, 6)] if item.kind == Kind.SCALE else item.labels(lang)
    lines = list(zip(labels, tally.counts, strict=True)) if tally and item.kind != Kind.OPEN else []
    return ItemView(item, tally.answered if tally else None, lines, tally.mean if tally else None)


def as_csv(view: SurveyView) -> Iterator[str]:
    """The public figures as CSV lines, the header first: what the page shows, and no more than it shows."""
    return sheets.lines((COLUMNS, *_rows(view)))


def _rows(view: SurveyView) -> Iterator[tuple[Any, ...]]:
    for one in view.items:
        pairs = [[str(n), str(n)] for n in range(1, 6)] if one.item.kind == Kind.SCALE else one.item.options
        for (kk, ru), (_label, count) in zip(pairs, one.lines, strict=True):
            yield *_head(view, one), kk, ru, one.answered, count, HIDDEN if count is None else ""
        if one.item.kind == Kind.OPEN:
            yield *_head(view, one), "", "", one.answered, "", "texts are not published"


def _head(view: SurveyView, one: ItemView) -> tuple[Any, ...]:
    item = one.item
    return view.case.public_id, item.number, item.kind, item.title_kk, item.title_ru
