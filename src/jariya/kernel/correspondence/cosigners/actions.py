"""The verbs of a collective letter: open, change, sign on, step back, send, drop."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.cosigners import kinds
from jariya.kernel.correspondence.cosigners.models import Collective, Cosigner, Status
from jariya.kernel.correspondence.cosigners.refusals import refused
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession

COLLECTING, PEOPLE = "cosign.collecting", "cosign.people"


def open_letter(
    *,
    by: Person,
    kind: str,
    body: Body,
    title: str,
    points: list[str],
    language: str,
    public: bool,
    now: dt.datetime,
) -> Collective:
    """Open a letter for co-signers. Nothing is registered yet and no term runs.

    Raises:
        Refused: cosign.kind_unknown.
    """
    if kinds.of(kind) is None:
        raise refused("cosign.kind_unknown")
    law, today = law_now(), legal_day(now)
    norms = law.norms.at(today)
    return Collective.objects.create(
        kind=kind,
        body=body,
        initiator=by,
        language=language,
        title=title,
        points=points,
        public=public,
        opened_at=now,
        until=norms[COLLECTING].ends(today, law.calendar).day,
        most=norms[PEOPLE].count,
    )


def rewrite(
    *,
    letter: Collective,
    by: Person,
    title: str,
    points: list[str],
    language: str,
    public: bool,
    now: dt.datetime,
) -> Collective:
    """Change the text, until the first co-signer.

    Raises:
        Refused: cosign.not_yours, over, signed_already.
    """
    with transaction.atomic():
        locked = _own(letter, by, now)
        if standing(locked).exists():
            raise refused("cosign.signed_already")
        locked.title, locked.points, locked.language, locked.public = title, points, language, public
        locked.save(update_fields=["title", "points", "language", "public"])
    return locked


def sign_on(
    *, letter: Collective, person: Person, level: str, now: dt.datetime, signing: SigningSession | None = None
) -> Cosigner:
    """Put one's name under the letter; again by the same person is the same name, and a signature strengthens it.

    Args:
        level: means by which the person is known.
        signing: the session whose signature over this text has passed.

    Raises:
        Refused: cosign.over, own, full.
    """
    with transaction.atomic():
        locked = _open(letter, now)
        if locked.initiator_id == person.pk:
            raise refused("cosign.own")
        mine: Cosigner | None = Cosigner.objects.filter(collective=locked, person=person).first()
        if (mine is None or mine.withdrawn_at) and standing(locked).count() >= locked.most - 1:
            raise refused("cosign.full")
        if mine is None:
            return Cosigner.objects.create(collective=locked, person=person, level=level, signing=signing, at=now)
        if mine.withdrawn_at or signing is not None:
            mine.withdrawn_at, mine.level, mine.at = None, level, now
            mine.signing = signing or mine.signing
            mine.save(update_fields=["withdrawn_at", "level", "at", "signing"])
    return mine


def step_back(*, letter: Collective, person: Person, now: dt.datetime) -> None:
    """Take one's name away while the letter is not sent; done twice it is done once.

    Raises:
        Refused: cosign.over.
    """
    with transaction.atomic():
        locked = _open(letter, now)
        rows = Cosigner.objects.filter(collective=locked, person=person, withdrawn_at=None)
        rows.update(withdrawn_at=now)


def send(*, letter: Collective, by: Person, identity: str, now: dt.datetime) -> Outcome:
    """Send the letter: registered as its writer's own, with the number of co-signers; they are parties of the case.

    Sent twice it is one case.

    Raises:
        Refused: cosign.not_yours, over, alone, kind_unknown; or the body does not take letters here.
    """
    with transaction.atomic():
        fresh = Collective.objects.select_for_update().get(pk=letter.pk)
        if fresh.case_id and fresh.initiator_id == by.pk and fresh.case is not None:
            return Outcome(fresh.case, None, repeated=True)
        locked = _own(letter, by, now)
        kind = kinds.of(locked.kind)
        if kind is None:
            raise refused("cosign.kind_unknown")
        names = standing(locked).count()
        if not names:
            raise refused("cosign.alone")
        return kind.open(
            by=by,
            body=locked.body,
            title=locked.title,
            points=list(locked.points),
            language=locked.language,
            public=locked.public,
            identity=identity,
            key=f"collective:{locked.token}",
            noted={"cosigners": names + 1},
            joining=lambda case: _end(locked, Status.SENT, now, case=case),
            now=now,
        )


def drop(*, letter: Collective, by: Person, now: dt.datetime) -> None:
    """Send nothing; the text is erased.

    Raises:
        Refused: cosign.not_yours, over.
    """
    with transaction.atomic():
        locked = Collective.objects.select_for_update().get(pk=letter.pk)
        if locked.initiator_id != by.pk:
            raise refused("cosign.not_yours")
        if locked.status != Status.GATHERING:
            raise refused("cosign.over")
        _end(locked, Status.DROPPED, now)


def forget_over(*, now: dt.datetime, batch: int = 500) -> int:
    """Drop letters whose last day has passed; a periodic job. Returns how many."""
    gone = 0
    for row in Collective.objects.filter(status=Status.GATHERING, until__lt=legal_day(now))[:batch]:
        with transaction.atomic():
            locked = Collective.objects.select_for_update().get(pk=row.pk)
            if locked.status == Status.GATHERING:
                _end(locked, Status.DROPPED, now)
                gone += 1
    return gone


def standing(letter: Collective) -> Any:
    """Names that stand under the letter besides its writer's."""
    return Cosigner.objects.filter(collective=letter, withdrawn_at=None)


def _end(letter: Collective, status: Status, now: dt.datetime, **columns: Any) -> None:
    Collective.objects.filter(pk=letter.pk).update(status=status, ended_at=now, title="", points=[], **columns)


def _open(letter: Collective, now: dt.datetime) -> Collective:
    locked = Collective.objects.select_for_update(of=("self",)).select_related("body").get(pk=letter.pk)
    if locked.status != Status.GATHERING or legal_day(now) > locked.until:
        raise refused("cosign.over")
    return locked


def _own(letter: Collective, by: Person, now: dt.datetime) -> Collective:
    if letter.initiator_id != by.pk:
        raise refused("cosign.not_yours")
    return _open(letter, now)
