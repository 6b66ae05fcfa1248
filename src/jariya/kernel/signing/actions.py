"""The verbs of a signing session. Only this code moves a session, each time by the table of `lifecycle.py`."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from jariya.kernel.people.models import Person
from jariya.kernel.signing import acts, evidence, lifecycle, step, trusted
from jariya.kernel.signing.evidence import Proofs
from jariya.kernel.signing.lifecycle import FINAL, Status
from jariya.kernel.signing.models import Evidence, SigningSession
from jariya.kernel.signing.terms import TERMS, life_of

if TYPE_CHECKING:
    from jariya.kernel.signing.verdict import Verdict

log = logging.getLogger("jariya.signing")


class NotTaken(ValueError):
    """Why a signature was not taken; stable code, words in `words.py`. The session is as it was."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_session(
    *,
    person: Person | None,
    act: str,
    matter: step.Matter,
    back: str,
    language: str,
    now: dt.datetime,
    origin: str = "",
    earlier: SigningSession | None = None,
) -> SigningSession:
    """Ask a person to sign something, once.

    Args:
        person: who is to sign; None where nobody is signed in. Then whoever holds the session's public id in the
            browser's own session may see it (`pages.begin` puts it there).
        act: a registered act.
        matter: what is signed.
        back: path of this site to which the person returns.
        language: kk, ru or en.
        origin: scheme and host the page is served from; the site's public address when empty.
        earlier: the session over the same matter that this one repeats.

    Raises:
        KeyError: nobody registered the act.
        ValueError: the manifest is longer than `terms.max_manifest`.
    """
    acts.act(act)
    nonce = secrets.token_urlsafe(32)
    origin = origin or settings.PUBLIC_URL
    expires_at = now + life_of(act)
    raw = step.signing_manifest(
        act, matter, nonce=nonce, issued_at=now, expires_at=expires_at, origin=f"{origin}{back.partition('?')[0]}"
    )
    if len(raw) > TERMS.max_manifest:
        raise ValueError("the manifest is too long: sign digests, not texts")
    with transaction.atomic():
        if person is not None:
            _make_room(person)
        return SigningSession.objects.create(
            person=person,
            earlier=earlier,
            act=act,
            manifest=raw,
            digest=hashlib.sha256(raw).digest(),
            shown={"text": matter.text, "facts": [list(fact) for fact in matter.facts]},
            nonce=nonce,
            origin=origin,
            back=back,
            language=language,
            issued_at=now,
            expires_at=expires_at,
        )


def _make_room(person: Person) -> None:
    """Cancel the oldest open sessions of a person who opens very many."""
    waiting = SigningSession.objects.filter(person=person, status=Status.OPEN).order_by("-issued_at")
    old = list(waiting.values_list("pk", flat=True)[TERMS.open_per_person - 1 :])
    if old:
        SigningSession.objects.filter(pk__in=old, status=Status.OPEN).update(status=Status.CANCELLED)


def _locked(session: SigningSession) -> SigningSession:
    return SigningSession.objects.select_for_update().get(pk=session.pk)


def _move(session: SigningSession, verb: str, **changed: Any) -> None:
    """Move by the table and write; the caller holds the row."""
    session.status = lifecycle.after(verb, session.status)
    for name, value in changed.items():
        setattr(session, name, value)
    session.save(update_fields=["status", *changed])


def expire_now(session: SigningSession, *, now: dt.datetime) -> bool:
    """Close a session whose time is over; whether it is (now or already) expired."""
    if session.status == Status.OPEN and session.expires_at <= now:
        with transaction.atomic():
            row = _locked(session)
            if row.status == Status.OPEN:
                _move(row, "expire", settled_at=now)
        session.refresh_from_db()
    return session.status == Status.EXPIRED


def cancel(session: SigningSession, *, now: dt.datetime) -> None:
    """The person does not want to sign. A session that has its signature is not cancelled by this."""
    with transaction.atomic():
        row = _locked(session)
        if row.status == Status.OPEN:
            _move(row, "cancel", settled_at=now)
    session.refresh_from_db()


def again(session: SigningSession, *, now: dt.datetime) -> SigningSession:
    """A new session over the same matter, after one that failed, expired or was cancelled: a nonce is good once.

    Raises:
        NotTaken: `session.running` (it is not over), `session.forgotten` (its text is gone; begin at the page).
    """
    if session.status not in FINAL or session.status == Status.PASSED:
        raise NotTaken("session.running")
    if session.manifest is None or session.shown is None:
        raise NotTaken("session.forgotten")
    content = step.read(bytes(session.manifest))
    matter = step.Matter.from_content(
        content, text=session.shown["text"], facts=[(name, value) for name, value in session.shown["facts"]]
    )
    return open_session(
        person=session.person,
        act=session.act,
        matter=matter,
        back=session.back,
        language=session.language,
        origin=session.origin,
        earlier=session,
        now=now,
    )


def receive(session: SigningSession, cms: bytes, *, way: str, now: dt.datetime) -> bool:
    """Take the signature of an open session and have it checked by the worker; True when it was here already.

    What needs no network is looked at at once, so that a person with the wrong key hears it while the key is in hand:
    then the session stays open.

    Args:
        cms: DER, as `incoming.der_of` gives.
        way: a `Way`.

    Raises:
        NotTaken: the code of the verdict, or session.expired, session.cancelled, session.over, trust.missing.
    """
    from jariya.kernel.signing import verify

    if expire_now(session, now=now):
        raise NotTaken("session.expired")
    if _repeated(session, cms):
        return True
    if session.status != Status.OPEN or session.manifest is None:
        raise NotTaken("session.cancelled" if session.status == Status.CANCELLED else "session.over")
    try:
        store = trusted.store()
    except trusted.Unavailable as error:
        raise NotTaken("trust.missing") from error
    first = verify.check(
        cms,
        bytes(session.manifest),
        trust=store,
        at=now,
        act=acts.act(session.act).rule,
        asked_at=session.issued_at,
    )
    if first.indication != "passed" and not waits(first):
        SigningSession.objects.filter(pk=session.pk, status=Status.OPEN).update(
            code=first.code, indication=first.indication, sub=first.sub or "", way=way
        )
        raise NotTaken(first.code)
    with transaction.atomic():
        row = _locked(session)
        if row.status != Status.OPEN:
            if _repeated(row, cms):
                return True
            raise NotTaken("session.over")
        evidence.keep_cms(row, cms, now=now)
        _move(row, "receive", way=way, received_at=now, next_check_at=now, code="", indication="", sub="")
        _defer(row.pk)
    session.refresh_from_db()
    return False


def _repeated(session: SigningSession, cms: bytes) -> bool:
    kept = Evidence.objects.filter(session=session).first()
    return kept is not None and evidence.is_same(kept, cms)


def _defer(pk: int, wait: dt.timedelta | None = None) -> None:
    """Queue the check in this transaction. One check of a session runs at a time."""
    from jariya.kernel.signing import tasks

    options: dict[str, Any] = {"lock": f"signing.check.{pk}"}
    if wait is not None:
        options["schedule_in"] = {"seconds": int(wait.total_seconds())}
    tasks.check.configure(**options).defer(session_id=pk)


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
        _move(row, "take", checks=row.checks + 1, next_check_at=now + dt.timedelta(minutes=2))
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
            _move(row, "pass", settled_at=now, next_check_at=None, **said)
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
    _move(row, "fail", settled_at=now, next_check_at=None, **said)
    evidence.keep_proofs(row, proofs, indication=said["indication"])
    _tell(row, now)


def _wait(row: SigningSession, proofs: Proofs | None, said: dict[str, str], now: dt.datetime) -> None:
    if proofs is not None:
        # Kept for the next check: a time-stamp that came already proves an earlier moment than a new one would.
        evidence.keep_proofs(row, proofs, indication=said["indication"])
    if row.received_at is not None and row.received_at + TERMS.give_up <= now:
        _move(row, "give_up", settled_at=now, next_check_at=None, **(said | {"code": "check.gave_up"}))
        _tell(row, now)
        return
    wait = TERMS.retry[min(row.checks, len(TERMS.retry)) - 1]
    _move(row, "postpone", next_check_at=now + wait, **said)
    _defer(row.pk, wait)


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
                _defer(pk)
    return len(ids)


def expire_due(now: dt.datetime) -> int:
    """Close sessions that nobody signed in time; how many."""
    return SigningSession.objects.filter(status=Status.OPEN, expires_at__lte=now).update(
        status=lifecycle.after("expire", Status.OPEN), settled_at=now
    )


def forget_old(now: dt.datetime) -> int:
    """Drop text and manifest of sessions that ended long ago; how many. The digest and the sealed evidence stay."""
    return SigningSession.objects.filter(
        status__in=sorted(FINAL), settled_at__lt=now - TERMS.keep_text, manifest__isnull=False
    ).update(manifest=None, shown=None)
