"""The verbs of a survey."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people import sealing
from jariya.kernel.people.models import Person
from jariya.portals.dialogue.survey import counting
from jariya.portals.dialogue.survey.lifecycle import KIND
from jariya.portals.dialogue.survey.models import Item, Kind, OpenText, Response, Survey

log = logging.getLogger("jariya.survey")
PURPOSE = "survey"
SCALE = 5


@dataclass(frozen=True)
class Asked:
    """A question as it is written at the desk."""

    kind: str
    title_kk: str
    title_ru: str
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False

    @property
    def whole(self) -> bool:
        """Whether both languages are there, and at least two answers where one chooses."""
        chooses = self.kind in (Kind.SINGLE, Kind.MULTIPLE)
        pairs = all(kk.strip() and ru.strip() for kk, ru in self.options)
        return (
            bool(self.title_kk.strip() and self.title_ru.strip()) and pairs and (len(self.options) > 1 or not chooses)
        )


@dataclass(frozen=True)
class Content:
    """What a survey asks, and until when."""

    title_kk: str
    title_ru: str
    about_kk: str
    about_ru: str
    closes_on: dt.date
    items: tuple[Asked, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether both languages are there everywhere."""
        texts = (self.title_kk, self.title_ru, self.about_kk, self.about_ru)
        return all(text.strip() for text in texts) and all(item.whole for item in self.items)

    @property
    def columns(self) -> dict[str, Any]:
        """What stands in the survey's own row."""
        return {name: value for name, value in self.__dict__.items() if name != "items"}


def content_of(survey: Survey) -> Content:
    """What a survey asks."""
    items = tuple(
        Asked(row.kind, row.title_kk, row.title_ru, tuple((kk, ru) for kk, ru in row.options), row.required)
        for row in survey.items.all()
    )
    return Content(survey.title_kk, survey.title_ru, survey.about_kk, survey.about_ru, survey.closes_on, items)


def prepare(*, body: Body, content: Content, by: Person, now: dt.datetime, key: str | None = None) -> Outcome:
    """Prepare a survey; nobody else sees it."""

    def rows(case: Case, _event: Event) -> None:
        _ask(Survey.objects.create(case=case, **content.columns), content)

    return engine.prepare(KIND, body=body, by=by, now=now, rows=rows, key=key)


def rework(*, case: Case, content: Content, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Change a survey before it is published. Nobody has answered it yet."""
    survey = Survey.objects.get(case=case)

    def rows(locked: Case, _event: Event) -> None:
        Item.objects.filter(survey=survey).delete()
        Survey.objects.filter(case=locked).update(**content.columns)
        _ask(survey, content)

    facts = {"differs": content != content_of(survey)}
    return engine.act(case, "rework", by=by, now=now, facts=facts, rows=rows, **options)


def publish(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Publish a survey: from now on everyone can answer once, and nothing of it can be changed."""
    survey = Survey.objects.get(case=case)
    content, law, today = content_of(survey), law_now(), legal_day(now)
    earliest = law.norms.at(today)["survey.open"].ends(today, law.calendar).day

    def rows(locked: Case, _event: Event) -> None:
        Survey.objects.filter(case=locked).update(published_on=today)

    return engine.act(
        case,
        "publish",
        by=by,
        now=now,
        facts={
            "whole": content.whole,
            "items": len(content.items),
            "long_enough": survey.closes_on >= earliest,
        },
        codes={"due": survey.closes_on},
        changes={"visibility": "public"},
        rows=rows,
        **options,
    )


def ref_of(survey_public_id: str, person: Person) -> str:
    """Under which mark a person's answer to a survey is kept. Two surveys give two marks that cannot be compared."""
    return sealing.digest(PURPOSE, survey_public_id, person.pk)


def has_answered(survey: Survey, person: Person) -> bool:
    """Whether this person has answered; asked with the installation's former keys as well."""
    marks = sealing.digests(PURPOSE, survey.case.public_id, person.pk)
    return bool(Response.objects.filter(survey=survey, ref__in=marks).exists())


def answer(
    *,
    survey: Survey,
    chosen: Mapping[int, Sequence[int]],
    texts: Mapping[int, str],
    language: str,
    by: Person,
    now: dt.datetime,
) -> None:
    """Keep a person's answer: once, and apart from the person. No event tells of it, and no day.

    Args:
        chosen: number of the question -> numbers of the chosen answers from 1 (a scale: its value).
        texts: number of the question -> what was written in one's own words.

    Raises:
        Refused: survey.not_open, survey.answered_before, survey.wrong_answer, survey.unanswered.
    """
    if survey.case.state != "open" or legal_day(now) > survey.closes_on:
        raise Refused(
            "survey.not_open",
            _("The survey is not open."),
            _("Its page shows the results once it is over. A question to the head is always possible."),
            409,
        )
    items = {row.number: row for row in survey.items.all()}
    kept = {number: sorted(set(values)) for number, values in chosen.items() if values}
    for number, values in kept.items():
        _check(items.get(number), values)
    written = {number: text.strip() for number, text in texts.items() if text.strip()}
    if any(number not in items or items[number].kind != Kind.OPEN for number in written):
        raise _wrong()
    if any(row.required and number not in kept and number not in written for number, row in items.items()):
        raise Refused("survey.unanswered", _("A question has no answer."), _("Answer the questions that need one."))
    if not kept and not written:
        raise Refused("survey.unanswered", _("Nothing was answered."), _("Answer at least one question."))
    if has_answered(survey, by):
        raise _again()
    try:
        with transaction.atomic():
            Response.objects.create(
                survey=survey,
                ref=ref_of(survey.case.public_id, by),
                chosen={str(number): values for number, values in kept.items()},
            )
            OpenText.objects.bulk_create(
                OpenText(item=items[number], language=language, text=text) for number, text in written.items()
            )
    except IntegrityError as error:
        if "survey_answered_once" not in str(error):
            raise
        raise _again() from error


def _check(item: Item | None, values: Sequence[int]) -> None:
    if item is None or item.kind == Kind.OPEN:
        raise _wrong()
    most = SCALE if item.kind == Kind.SCALE else len(item.options)
    if any(not 1 <= value <= most for value in values) or (item.kind != Kind.MULTIPLE and len(values) != 1):
        raise _wrong()


def _wrong() -> Refused:
    return Refused(
        "survey.wrong_answer", _("This answer is none of the survey's."), _("Open the survey again and answer it anew.")
    )


def _again() -> Refused:
    return Refused(
        "survey.answered_before",
        _("You have answered this survey."),
        _("Each person answers once. Which answer is yours is known to nobody, so it cannot be changed."),
        409,
    )


def close(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Close a survey the day after its last day: the counts are made and published."""
    survey = Survey.objects.get(case=case)
    answers = Response.objects.filter(survey=survey).count()

    def rows(locked: Case, _event: Event) -> None:
        least = law_now().norms.at(legal_day(now))["survey.cell.min_n"].count
        Survey.objects.filter(case=locked).update(over_on=legal_day(now))
        counting.tally(survey, least=least)

    return engine.act(
        case,
        "close",
        by=by,
        now=now,
        facts={"closes_on": survey.closes_on},
        codes={"answers": answers},
        rows=rows,
        **options,
    )


def report(*, case: Case, text_kk: str, text_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Say what the results lead to."""

    def rows(locked: Case, _event: Event) -> None:
        Survey.objects.filter(case=locked).update(report_kk=text_kk.strip(), report_ru=text_ru.strip())

    return engine.act(case, "report", by=by, now=now, facts=_said(text_kk, text_ru), rows=rows, **options)


def withdraw(*, case: Case, text_kk: str, text_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Take a survey back with reasons: answers that came are not counted."""

    def rows(locked: Case, _event: Event) -> None:
        Survey.objects.filter(case=locked).update(withdrawn_kk=text_kk.strip(), withdrawn_ru=text_ru.strip())

    return engine.act(case, "withdraw", by=by, now=now, facts=_said(text_kk, text_ru), rows=rows, **options)


def close_when_over(*, now: dt.datetime) -> int:
    """Close surveys whose last day is over; a periodic job that catches up after any outage. How many."""
    closed = 0
    ready = Case.objects.filter(kind=KIND, state="open", survey__closes_on__lt=legal_day(now))
    for case in list(ready.order_by("pk")):
        try:
            close(case=case, by=None, now=now)
        except Refused as refusal:
            log.warning("%s: refused: %s", case.public_id, refusal.code)
        else:
            closed += 1
    return closed


def _said(kk: str, ru: str) -> dict[str, str]:
    return {"said_kk": kk.strip(), "said_ru": ru.strip()}


def _ask(survey: Survey, content: Content) -> None:
    Item.objects.bulk_create(
        Item(
            survey=survey,
            number=number,
            kind=item.kind,
            title_kk=item.title_kk,
            title_ru=item.title_ru,
            options=[list(pair) for pair in item.options],
            required=item.required,
        )
        for number, item in enumerate(content.items, start=1)
    )
