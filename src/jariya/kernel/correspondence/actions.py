"""The verbs that dialogue and requests share. Each is one act of the lifecycle engine, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jariya.kernel.bodies.models import Body, Delegation, DelegationScope, Post
from jariya.kernel.correspondence import registration, wordings
from jariya.kernel.correspondence.models import Answer, Extension, Forwarding, Part, Point, Rating, Wording
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of
from jariya.kernel.signing.step import confirm


def accept(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The body takes the letter on as its own."""
    return engine.act(case, "accept", by=by, now=now, **options)


def assign(*, case: Case, to: Person, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Name the officer who prepares the answer; running duties of the case become theirs."""
    return engine.act(case, "assign", by=by, now=now, facts={"assignee_id": to.pk}, changes={"assignee": to}, **options)


def forward(*, case: Case, to: Body, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Forward the whole letter: same case, first registration day kept, the receiving body's own clock."""
    wording: list[Wording] = []
    hop = case.letter.hops + 1

    def before(locked: Case) -> None:
        wording.append(_reason(locked, reason, by, now))

    def rows(locked: Case, event: Event) -> None:
        registration.reregister(locked, now=now)
        Forwarding.objects.create(
            case=locked, from_body_id=event.body_id, to_body=to, reason=wording[0], hop=hop, at=now, on=legal_day(now)
        )

    return engine.act(
        case,
        "forward",
        by=by,
        now=now,
        facts={
            "to_body_id": to.pk,
            "body_connected": registration.takes_letters(to, legal_day(now)),
            "reason": reason,
            "assignee_id": None,
        },
        codes={"hop": hop},
        changes={"assignee": None, "region_id": to.region_id},
        before=before,
        digest=lambda: bytes(wording[0].digest),
        rows=rows,
        alerts=_hop_alert(hop, legal_day(now)),
        **options,
    )


def forward_part(
    *,
    case: Case,
    to: Body,
    points: list[int],
    reason: str,
    by: Person,
    now: dt.datetime,
    rows: Any = None,
    **options: Any,
) -> Outcome:
    """Forward some points: each stays listed here and lives on in a child case with its own clock."""
    here = set(Point.objects.filter(case=case, moved_to=None).values_list("number", flat=True))
    chosen = sorted(set(points) & here)
    wording: list[Wording] = []

    def before(locked: Case) -> None:
        wording.append(_reason(locked, reason, by, now))

    def after(locked: Case, event: Event) -> None:
        child = registration.receive_part(locked, by=by, to_body=to, points=chosen, now=now, rows=rows).case
        Forwarding.objects.create(
            case=locked,
            child=child,
            from_body_id=locked.body_id,
            to_body=to,
            reason=wording[0],
            hop=case.letter.hops + 1,
            at=now,
            on=legal_day(now),
        )

    return engine.act(
        case,
        "forward_part",
        by=by,
        now=now,
        facts={"points": chosen, "all_points": len(chosen) == len(here), "reason": reason},
        codes={"part_body": to.pk, "points": chosen},
        before=before,
        digest=lambda: bytes(wording[0].digest),
        rows=after,
        alerts=_hop_alert(case.letter.hops + 1, legal_day(now)),
        **options,
    )


def extend(*, case: Case, due_on: dt.date, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Extend the term for the answer, once, by a reasoned decision before the due day. The asker is told at once."""
    wording: list[Wording] = []

    def before(locked: Case) -> None:
        wording.append(_reason(locked, reason, by, now))

    def rows(locked: Case, event: Event) -> None:
        obligation = Obligation.objects.get(case=locked, kind="answer", met_on=None, cancelled_on=None)
        Extension.objects.create(
            case=locked,
            obligation=obligation,
            reason=wording[0],
            old_due=dt.date.fromisoformat(event.codes["old_due"]),
            new_due=due_on,
            by=by,
            at=now,
        )

    return engine.act(
        case,
        "extend",
        by=by,
        now=now,
        facts={"due_on": due_on, "reason": reason},
        before=before,
        digest=lambda: bytes(wording[0].digest),
        rows=rows,
        **options,
    )


def draft_answer(*, case: Case, answers: Mapping[int, str], by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Write (or rewrite) the answer to each point that stayed here."""
    written: list[Wording] = []

    def before(locked: Case) -> None:
        before_it = wordings.latest(locked, Part.ANSWER)
        for number, text in sorted(answers.items()):
            if number not in before_it or before_it[number].text != text:
                written.append(
                    wordings.write(locked, Part.ANSWER, text, language=locked.language, by=by, now=now, number=number)
                )

    return engine.act(
        case,
        "draft_answer",
        by=by,
        now=now,
        facts={"answers": dict(answers), "points_total": _points_here(case)},
        before=before,
        digest=lambda: wordings.common_digest(written),
        **options,
    )


def send_back(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The leader returns a draft to the officer."""
    return _with_reason("send_back", case=case, reason=reason, by=by, now=now, **options)


def sign_answer(*, case: Case, confirmed: bool, level: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The head, or an official under a published delegation order, signs what stands in the draft."""
    today = legal_day(now)
    answers = wordings.latest(case, Part.ANSWER)
    post, delegation, as_role = signing_capacity(case, by, today)
    content = {
        "case": case.public_id,
        "language": case.language,
        "points": {str(number): bytes(row.digest).hex() for number, row in answers.items()},
    }
    confirmation = confirm("answer.sign", content, level=level, now=now)

    def rows(locked: Case, event: Event) -> None:
        values = {
            "version": max((row.version for row in answers.values()), default=1),
            "language": locked.language,
            "signer": by,
            "signer_post": post,
            "delegation": delegation,
            "as_role": as_role,
            "manifest": confirmation.manifest,
            "level": level,
            "signed_at": now,
            "signed_on": today,
            "published_at": None,
        }
        # An upheld complaint leads to a new answer; the former wordings and events stay.
        Answer.objects.update_or_create(case=locked, defaults=values)

    return engine.act(
        case,
        "sign_answer",
        by=by,
        now=now,
        facts={
            "confirmed": confirmed,
            "answers": {number: row.text for number, row in answers.items() if number in _numbers_here(case)},
            "points_total": _points_here(case),
        },
        codes={"signer_post": post.pk if post else None, "as": as_role, "level": level},
        digest=confirmation.digest,
        rows=rows,
        extra_roles=frozenset({"delegate"}) if as_role == "delegate" else frozenset(),
        **options,
    )


def signing_capacity(case: Case, person: Person, day: dt.date) -> tuple[Post | None, Delegation | None, str]:
    """In which capacity a person may sign answers of the case's body: as head, as delegate, or not at all (`none`)."""
    if "head" in roles_of(person, body_id=case.body_id, day=day):
        return Post.objects.filter(body_id=case.body_id, kind="head").first(), None, "head"
    posts = person.roles.filter(body_id=case.body_id, post__isnull=False).on(day).values_list("post_id", flat=True)
    delegation = (
        Delegation.objects.on(day)
        .filter(
            from_post__body_id=case.body_id,
            from_post__kind="head",
            to_post_id__in=list(posts),
            scope__contains=[DelegationScope.ANSWERS],
        )
        .select_related("to_post")
        .first()
    )
    return (delegation.to_post, delegation, "delegate") if delegation else (None, None, "none")


def publish(
    *,
    case: Case,
    texts: Mapping[tuple[str, int], str],
    checked: bool,
    by: Person,
    now: dt.datetime,
    rows: Any = None,
    **options: Any,
) -> Outcome:
    """Publish the checked public copies of question and answer."""

    def after(locked: Case, event: Event) -> None:
        wordings.publish(locked, texts)
        Answer.objects.filter(case=locked).update(published_at=now)
        if rows:
            rows(locked, event)

    return engine.act(case, "publish", by=by, now=now, facts={"checked": checked}, rows=after, **options)


def rate(
    *, case: Case, score: int | None, resolved: bool | None, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """The asker rates the answer, 1 to 5, and says whether the matter was resolved."""

    def rows(locked: Case, event: Event) -> None:
        values: dict[str, Any] = {"score": score, "resolved": resolved, "at": now}
        Rating.objects.update_or_create(case=locked, defaults=values)

    return engine.act(
        case,
        "rate",
        by=by,
        now=now,
        facts={"score": score, "resolved": resolved},
        codes={"score": score, "resolved": resolved},
        rows=rows,
        **options,
    )


def complain(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The asker complains of silence or of the answer."""
    return _with_reason("complain", case=case, reason=reason, by=by, now=now, **options)


def uphold(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The supervisor upholds a complaint: the body must answer anew; an old lateness keeps running."""
    return _with_reason("uphold", case=case, reason=reason, by=by, now=now, **options)


def dismiss(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The supervisor dismisses a complaint with reasons."""
    return _with_reason("dismiss", case=case, reason=reason, by=by, now=now, **options)


def withdraw(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The asker takes the letter back; a stub stays."""
    return engine.act(case, "withdraw", by=by, now=now, **options)


def seal(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """A moderator hides the case from the public, with reasons."""
    return _with_reason("seal", case=case, reason=reason, by=by, now=now, changes={"sealed": True}, **options)


def unseal(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """A moderator shows the case again, with reasons."""
    return _with_reason("unseal", case=case, reason=reason, by=by, now=now, changes={"sealed": False}, **options)


def close_rated(*, kind: str, now: dt.datetime, batch: int = 500) -> int:
    """Close cases whose time for rating is over. Catches up after any outage. Returns how many."""
    from jariya.kernel.lifecycle.models import has_running

    today = legal_day(now)
    closed = 0
    while True:
        over = Obligation.objects.running().filter(kind="rate", due_on__lt=today).values("case_id")
        rated = Case.objects.open().filter(kind=kind, state="rated").exclude(has_running("rate")).values("pk")
        ready = Case.objects.open().filter(kind=kind, state__in=["answered", "published", "rated"])
        cases = list((ready.filter(pk__in=over) | ready.filter(pk__in=rated))[:batch])
        for case in cases:
            with transaction.atomic():
                engine.act(case, "close", by=None, now=now)
        closed += len(cases)
        if len(cases) < batch:
            return closed


def _with_reason(
    verb: str,
    *,
    case: Case,
    reason: str,
    by: Person,
    now: dt.datetime,
    changes: Mapping[str, Any] | None = None,
    **options: Any,
) -> Outcome:
    wording: list[Wording] = []

    def before(locked: Case) -> None:
        wording.append(_reason(locked, reason, by, now))

    return engine.act(
        case,
        verb,
        by=by,
        now=now,
        facts={"reason": reason},
        changes=changes,
        before=before,
        digest=lambda: bytes(wording[0].digest),
        **options,
    )


def _reason(case: Case, reason: str, by: Person, now: dt.datetime) -> Wording:
    last = Wording.objects.filter(case=case, part=Part.REASON).count()
    return wordings.write(case, Part.REASON, reason, language=case.language, by=by, now=now, number=last + 1)


def _numbers_here(case: Case) -> set[int]:
    return set(Point.objects.filter(case=case, moved_to=None).values_list("number", flat=True))


def _points_here(case: Case) -> int:
    return len(_numbers_here(case))


def _hop_alert(hop: int, day: dt.date) -> tuple[str, ...]:
    """The second hop alerts the supervisor (norm `question.forward.hop_limit`)."""
    from jariya.kernel.law.queries import norms_now

    return ("supervisor",) if hop >= norms_now().at(day)["question.forward.hop_limit"].count else ()
