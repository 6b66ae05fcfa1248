"""The verbs of a conference."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion import queries as discussion
from jariya.kernel.discussion import wordings
from jariya.kernel.discussion.lifecycle import SHOWN
from jariya.kernel.discussion.models import Comment, Voice
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.portals.dialogue import actions as questions
from jariya.portals.dialogue.conference.lifecycle import KIND, head_known
from jariya.portals.dialogue.conference.models import Carried, Conference
from jariya.portals.dialogue.mandate import extra_roles, head_post, holding_on

log = logging.getLogger("jariya.conference")
CHANNEL = "conference"
TITLE_OF_CARRIED = 100
"""Characters of a question that become its title when it goes on as an ordinary one."""


@dataclass(frozen=True)
class Plan:
    """What a conference is about, and when. Moments are aware."""

    title_kk: str
    title_ru: str
    about_kk: str
    about_ru: str
    starts_at: dt.datetime
    ends_at: dt.datetime

    @property
    def whole(self) -> bool:
        """Whether both languages are there."""
        return all(text.strip() for text in (self.title_kk, self.title_ru, self.about_kk, self.about_ru))


def plan_of(conference: Conference) -> Plan:
    """What was planned."""
    return Plan(**{name: getattr(conference, name) for name in Plan.__dataclass_fields__})


def prepare(*, body: Body, plan: Plan, by: Person, now: dt.datetime, key: str | None = None) -> Outcome:
    """Prepare a conference of the head of a body; nobody else sees it.

    Raises:
        Refused: conference.no_head where the register has no post of a head.
    """
    post = head_post(body.pk)
    if post is None:
        raise Refused(head_known.code, head_known.title, head_known.remedy)

    def rows(case: Case, _event: Event) -> None:
        Conference.objects.create(case=case, post=post, **plan.__dict__)

    return engine.prepare(KIND, body=body, by=by, now=now, rows=rows, key=key)


def rework(*, case: Case, plan: Plan, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Change a conference before it is announced."""

    def rows(locked: Case, _event: Event) -> None:
        Conference.objects.filter(case=locked).update(**plan.__dict__)

    facts = {"differs": plan != plan_of(Conference.objects.get(case=case))}
    return engine.act(case, "rework", by=by, now=now, facts=facts, rows=rows, **options)


def announce(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Announce a conference: from now on everyone may write questions and support those of others."""
    conference = Conference.objects.select_related("post").get(case=case)
    law, today = law_now(), legal_day(now)
    starts_on = legal_day(conference.starts_at)
    earliest = law.norms.at(today)["conference.notice"].ends(today, law.calendar).day
    holding = holding_on(conference.post, today)

    def rows(locked: Case, _event: Event) -> None:
        Conference.objects.filter(case=locked).update(announced_at=now, holding=holding)

    return engine.act(
        case,
        "announce",
        by=by,
        now=now,
        facts={
            "whole": plan_of(conference).whole,
            "head_known": holding is not None,
            "starts_on": starts_on,
            "notice_given": starts_on > earliest,
        },
        codes={"due": starts_on},
        changes={"visibility": "public"},
        rows=rows,
        extra_roles=extra_roles(case.body_id, by, today),
        alerts=(f"post:{conference.post_id}",),
        **options,
    )


def open_now(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Begin: the platform does it by itself at the announced moment, an official may press the button then."""
    conference = Conference.objects.select_related("post").get(case=case)
    holding = holding_on(conference.post, legal_day(now)) or conference.holding

    def rows(locked: Case, _event: Event) -> None:
        Conference.objects.filter(case=locked).update(opened_at=now, holding=holding)

    return engine.act(
        case,
        "open",
        by=by,
        now=now,
        facts={"begun": conference.starts_at <= now},
        rows=rows,
        alerts=(f"post:{conference.post_id}",),
        **options,
    )


def close(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """End: nothing more may be asked; what has no answer goes on as ordinary questions (`carry`)."""
    conference = Conference.objects.get(case=case)

    def rows(locked: Case, _event: Event) -> None:
        Conference.objects.filter(case=locked).update(closed_at=now)

    return engine.act(
        case,
        "close",
        by=by,
        now=now,
        facts={"ended": conference.ends_at <= now},
        codes={"comments": asked(case), "unanswered": discussion.unanswered(case)},
        rows=rows,
        **options,
    )


def cancel(*, case: Case, reason_kk: str, reason_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Cancel an announced conference; what was asked is registered all the same."""

    def rows(locked: Case, _event: Event) -> None:
        Conference.objects.filter(case=locked).update(
            closed_at=now, cancelled_kk=reason_kk.strip(), cancelled_ru=reason_ru.strip()
        )

    return engine.act(
        case,
        "cancel",
        by=by,
        now=now,
        facts={"said_kk": reason_kk.strip(), "said_ru": reason_ru.strip()},
        rows=rows,
        extra_roles=extra_roles(case.body_id, by, legal_day(now)),
        **options,
    )


def drop(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Throw a prepared conference away."""
    return engine.act(case, "drop", by=by, now=now, **options)


def asked(case: Case) -> int:
    """How many questions were asked in a conference, hidden ones left out."""
    rows = Comment.objects.filter(case=case, parent=None, status__in=SHOWN).exclude(voice=Voice.BODY)
    number: int = rows.order_by().values("pk").count()
    return number


def unanswered(case: Case) -> Any:
    """Questions of a conference that anyone can read and the body has not answered, the most supported first."""
    rows = Comment.objects.filter(case=case, parent=None, answered_at=None, status__in=SHOWN)
    return rows.exclude(voice=Voice.BODY).select_related("author").order_by("-supports", "pk")


def carry(*, case: Case, now: dt.datetime) -> int:
    """Register what a conference left without an answer as ordinary questions, each with its own number and clock.

    One transaction a question: killed and run again, none is registered twice. Returns how many were now.
    """
    done = set(Carried.objects.filter(conference_id=case.pk).values_list("comment_id", flat=True))
    made = 0
    for comment in list(unanswered(case)):
        if comment.pk in done:
            continue
        try:
            with transaction.atomic():
                made += _register(case, comment, now)
        except Refused as refusal:
            log.warning("%s: %s was not registered: %s", case.public_id, comment.public_id, refusal.code)
    return made


def _register(case: Case, comment: Comment, now: dt.datetime) -> int:
    held = Comment.objects.select_for_update(of=("self",)).select_related("author").get(pk=comment.pk)
    if held.answered_at is not None or held.status not in SHOWN:
        return 0
    wording = wordings.current([held])[held.pk]
    outcome = questions.ask(
        by=held.author,
        body=Body.objects.get(pk=case.body_id),
        title=_title(wording.public),
        points=[wording.public],
        language=held.language if held.language in ("kk", "ru") else "kk",
        public=True,
        identity=held.identity or "none",
        channel=CHANNEL,
        key=f"conference:{held.public_id}",
        now=now,
    )
    Carried.objects.get_or_create(
        comment=held, defaults={"conference_id": case.pk, "question": outcome.case, "at": now}
    )
    return 1


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE_OF_CARRIED else f"{line[: TITLE_OF_CARRIED - 1].rsplit(' ', 1)[0]}…"


def finish(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Finish once every question has an answer or a number; the transcript stays."""
    carried = set(Carried.objects.filter(conference_id=case.pk).values_list("comment_id", flat=True))
    left = [comment.pk for comment in unanswered(case) if comment.pk not in carried]
    return engine.act(
        case, "finish", by=by, now=now, facts={"left": len(left)}, codes={"carried": len(carried)}, **options
    )


def advance(*, now: dt.datetime) -> int:
    """Begin, end and finish conferences whose moment has come; a periodic job that catches up. How many moves."""
    moved = 0
    for state, move in (("announced", open_now), ("live", close)):
        moment = "starts_at" if state == "announced" else "ends_at"
        ready = Conference.objects.filter(case__state=state, **{f"{moment}__lte": now}).select_related("case")
        for row in list(ready):
            moved += _by_itself(move, row.case, now)
    for case in Case.objects.filter(kind=KIND, state__in=["over", "cancelled"], closed_on=None).order_by("pk"):
        moved += carry(case=case, now=now)
        moved += _by_itself(finish, case, now)
    return moved


def _by_itself(verb: Any, case: Case, now: dt.datetime) -> int:
    """One move of the clock. What an official did a moment before, or what refuses, does not stop the others."""
    try:
        verb(case=case, by=None, now=now)
    except Refused as refusal:
        log.warning("%s: refused: %s", case.public_id, refusal.code)
        return 0
    return 1
