"""The decision: drafted by the working group, put up for comments, signed by the head alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from jariya.kernel.bodies.models import Post
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession
from jariya.portals.petitions.consideration import waiting
from jariya.portals.petitions.consideration.actions.acting import act, digest_of, ends, gone
from jariya.portals.petitions.consideration.models import Decision, Point, Promise
from jariya.portals.petitions.consideration.outcome import REFUSED, Demand, Pledge, Ruling, text_of
from jariya.portals.petitions.consideration.states import DECISION, PROMISE, after
from jariya.portals.petitions.models import Petition


def ruling_of(decision: Decision) -> Ruling:
    """What a version says, as it is signed and compared. Two queries."""
    return Ruling(
        decision.reasons_kk,
        decision.reasons_ru,
        tuple(
            Demand(row.number, row.demand_kk, row.demand_ru, row.outcome, row.reasons_kk, row.reasons_ru)
            for row in decision.points.all()
        ),
        tuple(Pledge(row.number, row.text_kk, row.text_ru, row.due_on, row.post_id) for row in decision.promises.all()),
    )


def words_of(decision: Decision, lang: str) -> str:
    """The exact words of a version in a language, as they are signed."""
    ruling = ruling_of(decision)
    posts = Post.objects.in_bulk([pledge.post_id for pledge in ruling.pledges if pledge.post_id])
    return text_of(ruling, lang, {pk: post.name(lang).text for pk, post in posts.items()})


def draft_decision(*, case: Case, ruling: Ruling, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Write the draft, or write it anew: nobody outside the body reads it until it is published.

    Raises:
        Refused: petition.decision_not_whole, petition.promise_not_whole.
    """

    def rows(locked: Case, _event: Event) -> None:
        held = Decision.objects.filter(case=locked, status="drafted").first()
        if held is None:
            last = Decision.objects.filter(case=locked).aggregate(last=Max("version"))["last"] or 0
            held = Decision(case=locked, version=last + 1, status=after(DECISION, "draft"))
        held.reasons_kk, held.reasons_ru = ruling.reasons_kk.strip(), ruling.reasons_ru.strip()
        held.outcome, held.by, held.at = ruling.outcome, by, now
        held.save()
        Promise.objects.filter(decision=held, status="planned").delete()
        Point.objects.filter(decision=held).delete()
        _write(held, ruling)

    facts = {"whole": ruling.whole, "pledges_whole": all(pledge.whole for pledge in ruling.pledges)}
    return act(case, "draft_decision", by=by, now=now, facts=facts, rows=rows, **options)


def _write(decision: Decision, ruling: Ruling) -> None:
    Point.objects.bulk_create(
        Point(
            decision=decision,
            number=row.number,
            demand_kk=row.demand_kk.strip(),
            demand_ru=row.demand_ru.strip(),
            outcome=row.outcome,
            reasons_kk=row.reasons_kk.strip(),
            reasons_ru=row.reasons_ru.strip(),
        )
        for row in ruling.demands
    )
    for pledge in ruling.pledges:
        assert pledge.due_on is not None and pledge.post_id is not None  # the guard has asked
        Promise.objects.create(
            case_id=decision.case_id,
            decision=decision,
            body_id=decision.case.body_id,
            number=pledge.number,
            text_kk=pledge.text_kk.strip(),
            text_ru=pledge.text_ru.strip(),
            first_due_on=pledge.due_on,
            due_on=pledge.due_on,
            post_id=pledge.post_id,
            status=after(PROMISE, "plan"),
        )


def publish_draft(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Put the draft up for comments; a former public draft is replaced and stays readable.

    Raises:
        Refused: petition.no_draft, petition.promises_missing.
    """
    today = legal_day(now)
    held = Decision.objects.filter(case=case, status="drafted").first()
    until = ends("petition.draft_decision.comments", today)

    def rows(locked: Case, _event: Event) -> None:
        row = Decision.objects.select_for_update().filter(case=locked, status="drafted").first()
        if row is None:
            raise gone()
        for former in Decision.objects.filter(case=locked, status="published"):
            Decision.objects.filter(pk=former.pk).update(status=after(DECISION, "supersede", former.status))
        Decision.objects.filter(pk=row.pk).update(
            status=after(DECISION, "publish", row.status), published_on=today, comments_until=until
        )

    facts = {"drafted": held is not None, "promised": held is None or _promised(held)}
    codes = {"version": held.version if held else 0, "due": until}
    return act(case, "publish_draft", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)


def _promised(decision: Decision) -> bool:
    """A decision that grants something says by when it will be done; one that grants nothing promises nothing."""
    return bool(decision.promises.exists()) != (decision.outcome == REFUSED)


def decide(
    *,
    case: Case,
    version: int,
    by: Person,
    signing: SigningSession | None,
    post: Post | None,
    now: dt.datetime,
    **options: Any,
) -> Outcome:
    """The head decides: the published draft is signed as it stands, and its promises bind from now on.

    Args:
        version: number of the version that was signed.
        signing: the session whose signature has passed. Without it nothing is decided.
        post: the post of the signer.

    Raises:
        Refused: petition.unsigned, petition.no_public_draft, petition.comments_run, petition.unanswered.
    """
    held = Decision.objects.filter(case=case, status="published", version=version).first()
    today = legal_day(now)

    def rows(locked: Case, _event: Event) -> None:
        row = (
            Decision.objects.select_for_update(of=("self",))
            .filter(case=locked, status="published", version=version)
            .first()
        )
        if row is None:
            raise gone()
        Decision.objects.filter(pk=row.pk).update(
            status=after(DECISION, "sign", row.status), signed_at=now, signer_post=post, signing=signing
        )
        # A draft that nobody published does not outlive the decision.
        unread = Decision.objects.filter(case=locked, status="drafted")
        Promise.objects.filter(decision__in=unread).delete()
        Point.objects.filter(decision__in=unread).delete()
        unread.delete()
        Promise.objects.filter(decision=row).update(status=after(PROMISE, "promise", "planned"))
        Petition.objects.filter(case=locked).update(outcome=row.outcome, decided_on=today)

    promises = held.promises.count() if held else 0
    facts: dict[str, Any] = {
        "signed": signing is not None,
        "published": held is not None,
        "outcome": held.outcome if held else None,
        "comments_until": held.comments_until if held else None,
        "unanswered": waiting.unanswered(case, version),
    }
    codes = {"version": version, "promises": promises, "signer_post": post.pk if post else None}
    digest = digest_of([words_of(held, "kk"), words_of(held, "ru")]) if held else None
    with transaction.atomic():
        outcome = act(case, "decide", by=by, now=now, facts=facts, codes=codes, rows=rows, digest=digest, **options)
        if promises and not outcome.repeated:
            # Nothing stands between a promise and its doing: the platform says so itself.
            return act(outcome.case, "implement", by=None, now=now, facts={"promises": promises},
                       codes={"promises": promises})  # fmt: skip
        return outcome
