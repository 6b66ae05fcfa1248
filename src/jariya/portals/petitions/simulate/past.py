"""What an invented body did with a petition, and what its head decided when nobody could have signed it.

The same row of the table, the same event and the same rows as `consideration.actions.decide`; only the signing session
is missing, and the page shows none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from jariya.kernel.bodies.models import Post
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person, Role
from jariya.portals.petitions.consideration import actions
from jariya.portals.petitions.consideration.actions.acting import act
from jariya.portals.petitions.consideration.actions.group import Seat
from jariya.portals.petitions.consideration.models import Decision, Promise
from jariya.portals.petitions.consideration.outcome import Demand, Pledge, Ruling
from jariya.portals.petitions.models import Petition

DAY = dt.timedelta(days=1)
AFTER = ("supported", "registered", "considering", "implementing", "closed")
"""States after the threshold, in their order."""


def staff(body_id: int, day: dt.date) -> tuple[Person, Person]:
    """Officer and head of an invented body on a day."""
    held = Role.objects.on(day).filter(body_id=body_id, person__invented=True).select_related("person")
    by_kind = {role.kind: role.person for role in held.order_by("id")}
    return by_kind["officer"], by_kind["head"]


def decide(case: Case, *, post: Post, by: Person, now: dt.datetime) -> None:
    """The head of an invented body decided, in a past in which no certificate was there to sign with."""
    assert case.invented, "nobody decides for a real body"
    held = Decision.objects.get(case=case, status="published")
    promises = held.promises.count()

    def rows(locked: Case, _event: Event) -> None:
        Decision.objects.filter(pk=held.pk).update(status="signed", signed_at=now, signer_post=post)
        Promise.objects.filter(decision=held).update(status="promised")
        Petition.objects.filter(case=locked).update(outcome=held.outcome, decided_on=legal_day(now))

    facts = {
        "signed": True,
        "published": True,
        "outcome": held.outcome,
        "comments_until": held.comments_until,
        "unanswered": 0,
    }
    codes = {"version": held.version, "promises": promises, "signer_post": post.pk}
    act(case, "decide", by=by, now=now, facts=facts, codes=codes, rows=rows)
    if promises:
        facts = {"promises": promises}
        act(case, "implement", by=None, now=now, facts=facts, codes={"promises": promises})


def consider(case: Case, until: str, outcome: str, at: dt.datetime, *, now: dt.datetime) -> None:
    """From the threshold to a state of `AFTER`, or as far as it has come by now.

    Args:
        outcome: `partly` leaves a promise that is kept and one that is late, `refused` closes; empty: not decided.
        at: when the threshold was reached.
    """
    officer, head = staff(case.body_id, at.date())
    post = Post.objects.filter(body=case.body_id).order_by("order").first()
    assert post is not None
    seats = [Seat("official", post.pk), Seat("public", None, "Тұрғындар кеңесі", "Совет жителей")]
    done: dict[str, Any] = {
        "case": case,
        "by": officer,
        "report_kk": "Жоба бекітілді.",
        "report_ru": "Проект утверждён.",
        "link": "https://example.kz/joba",
    }
    # Days after the threshold, from which state on, and what is done then.
    steps: list[tuple[int, str, Callable[[dt.datetime], Any]]] = [
        (1, "registered", lambda day: actions.register(case=case, by=officer, now=day)),
        (2, "considering", lambda day: actions.take_up(case=case, by=officer, now=day)),
        (4, "considering", lambda day: actions.form_group(case=case, seats=seats, by=officer, now=day)),
        (
            6,
            "considering",
            lambda day: actions.draft_decision(
                case=case, ruling=_ruling(post, outcome or "partly", at), by=officer, now=day
            ),
        ),
        (7, "considering", lambda day: actions.publish_draft(case=case, by=officer, now=day)),
    ]
    if outcome:
        steps.append((16, "implementing", lambda day: decide(case, post=post, by=head, now=day)))
    if outcome == "partly":
        steps.append((60, "implementing", lambda day: actions.keep_promise(**done, number=1, now=day)))
    elif outcome:
        steps.append((100, "closed", lambda day: actions.close(case=case, by=None, now=day)))
    moved = dt.timedelta(0)
    for days, since, step in steps:
        if AFTER.index(until) < AFTER.index(since):
            continue
        moved = max(moved, _waits(case, at + days * DAY)) if since in ("implementing", "closed") else moved
        if at + days * DAY + moved > now:
            return
        step(at + days * DAY + moved)


def _waits(case: Case, day: dt.datetime) -> dt.timedelta:
    """How long after a day a decision still stands for comments: working days are fewer around holidays."""
    held = Decision.objects.filter(case=case, status="published").first()
    if held is None or held.comments_until is None:
        return dt.timedelta(0)
    return max(dt.timedelta(0), (held.comments_until + DAY - legal_day(day)))


def _ruling(post: Post, outcome: str, at: dt.datetime) -> Ruling:
    """A decision on two demands; in part: one promise that is kept and one that is late."""
    first = Demand(1, "Жоба жасалсын", "Сделать проект", "satisfied", "Қаржысы бар.", "Средства есть.")
    second = Demand(2, "Биыл бітсін", "Закончить в этом году", "refused", "Маусым жетпейді.", "Не хватит сезона.")
    if outcome == "refused":
        only = Demand(1, "Жоба жасалсын", "Сделать проект", "refused", "Қаржысы жоқ.", "Средств нет.")
        return Ruling("Петиция қаралды.", "Петиция рассмотрена.", (only,), ())
    pledges = (
        Pledge(1, "Жоба бекітіледі", "Будет утверждён проект", (at + 70 * DAY).date(), post.pk),
        Pledge(2, "Құрылыс басталады", "Начнётся строительство", (at + 120 * DAY).date(), post.pk),
    )
    return Ruling("Петиция авторымен бірге қаралды.", "Рассмотрено вместе с автором.", (first, second), pledges)
