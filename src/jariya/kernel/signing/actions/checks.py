"""What the worker does with a session that has its signature: takes it, and settles it by the verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jariya.kernel.signing import acts, evidence, lifecycle
from jariya.kernel.signing.actions.moving import defer, move
from jariya.kernel.signing.evidence import Proofs
from jariya.kernel.signing.lifecycle import Status
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.terms import TERMS

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

SUSPENDED = "revocation.on_hold"
"""ETSI counts it among those to try later, but only the holder can end it: the person is told at once."""


def waits(verdict: Verdict) -> bool:
    """Whether only an answer is missing that may come later by itself."""
    return verdict.indication == "indeterminate" and verdict.sub == "TRY_LATER" and verdict.code != SUSPENDED


def take(pk: int, *, now: dt.datetime) -> SigningSession | None:
    """For the worker: mark a session as being verified; None when there is nothing (more) to verify."""
    with transaction.atomic():
        row = SigningSession.objects.select_for_update().filter(pk=pk).first()
        if row is None or row.status not in lifecycle.TABLE["take"].source:
            return None
        # Should this worker be killed, the catching-up job takes the session again after this moment.
        move(row, "take", checks=row.checks + 1, next_check_at=now + dt.timedelta(minutes=2))
        return row


def settle(pk: int, verdict: Verdict, proofs: Proofs, *, now: dt.datetime) -> Status:
    """Write what the check found, in one transaction with whatever follows from it; the state afterwards.

    Another worker may have settled it meanwhile: then nothing is written.
    """
    with transaction.atomic():
        row = SigningSession.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
        if row.status != Status.VERIFYING:
            return Status(row.status)
        said = {"indication": verdict.indication, "sub": verdict.sub or "", "code": verdict.code}
        if verdict.indication == "passed":
            _pass(row, verdict, proofs, said, now)
        elif waits(verdict):
            _wait(row, proofs, said, now)
        else:
            _fail(row, proofs, said, now)
        return Status(row.status)


def postpone(pk: int, code: str, *, now: dt.datetime) -> Status:
    """Put a check off that could not even begin (the trust store is missing); the state afterwards."""
    with transaction.atomic():
        row = SigningSession.objects.select_for_update().get(pk=pk)
        if row.status == Status.VERIFYING:
            _wait(row, None, {"indication": "indeterminate", "sub": "TRY_LATER", "code": code}, now)
        return Status(row.status)


def _pass(row: SigningSession, verdict: Verdict, proofs: Proofs, said: dict[str, str], now: dt.datetime) -> None:
    try:
        with transaction.atomic():
            move(row, "pass", settled_at=now, next_check_at=None, **said)
            evidence.keep_proofs(row, proofs, indication=verdict.indication)
            _same_person(row, verdict, now)
            outcome = acts.act(row.act).done(row, verdict, now)
            if outcome:
                row.outcome = dict(outcome)
                row.save(update_fields=["outcome"])
    except acts.Rejected as error:
        row.refresh_from_db()
        _fail(row, proofs, {"indication": "passed", "sub": "", "code": error.code}, now)


_OTHERS = {"identity_taken": "signer.claimed", "identity_other": "signer.other", "no_person": "signer.no_person"}


def _same_person(row: SigningSession, verdict: Verdict, now: dt.datetime) -> None:
    """The key must be the account's owner's. The first key that signs for an account stays the only one: one person.

    Raises:
        acts.Rejected: `signer.claimed`, `signer.other`, `signer.no_person`, `signer.not_accepted`.
    """
    if row.person is None:
        return
    from jariya.kernel.signing.identity import linking

    if verdict.signer is None:
        raise acts.Rejected("signer.no_person")
    try:
        linking.link(row.person, linking.iin_of(verdict.signer), now=now)
    except linking.LinkError as error:
        raise acts.Rejected(_OTHERS.get(error.code, "signer.not_accepted")) from None


def _fail(row: SigningSession, proofs: Proofs, said: dict[str, str], now: dt.datetime) -> None:
    move(row, "fail", settled_at=now, next_check_at=None, **said)
    evidence.keep_proofs(row, proofs, indication=said["indication"])
    _tell(row, now)


def _wait(row: SigningSession, proofs: Proofs | None, said: dict[str, str], now: dt.datetime) -> None:
    if proofs is not None:
        # Kept for the next check: a time-stamp that came already proves an earlier moment than a new one would.
        evidence.keep_proofs(row, proofs, indication=said["indication"])
    if row.received_at is not None and row.received_at + TERMS.give_up <= now:
        move(row, "give_up", settled_at=now, next_check_at=None, **(said | {"code": "check.gave_up"}))
        _tell(row, now)
        return
    wait = TERMS.retry[min(row.checks, len(TERMS.retry)) - 1]
    move(row, "postpone", next_check_at=now + wait, **said)
    defer(row.pk, wait)


_listeners: list[Any] = []


def on_failure(listener: Any) -> None:
    """Join a function `(session, now)` that tells the person of a signature that did not pass; wiring's alone."""
    if listener not in _listeners:
        _listeners.append(listener)


def _tell(row: SigningSession, now: dt.datetime) -> None:
    for listener in _listeners:
        listener(row, now)


def recheck_due(now: dt.datetime) -> int:
    """Queue checks whose time has come and that no job brought on; how many. Run every minute.

    The wait's own job comes first; a minute later it was lost (the database was restored, jobs were dropped).
    """
    late = SigningSession.objects.filter(
        status__in=sorted(lifecycle.RUNNING), next_check_at__lt=now - dt.timedelta(minutes=1)
    ).order_by("next_check_at")
    ids: Sequence[int] = list(late.values_list("pk", flat=True)[:500])
    for pk in ids:
        with transaction.atomic():
            moved = SigningSession.objects.filter(pk=pk, next_check_at__lt=now - dt.timedelta(minutes=1)).update(
                next_check_at=now
            )
            if moved:
                defer(pk)
    return len(ids)
