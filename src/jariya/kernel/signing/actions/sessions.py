"""What the person does with a session: opens, signs, cancels, begins again; and what time does with it."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import transaction

from jariya.kernel.people.models import Person
from jariya.kernel.signing import acts, evidence, lifecycle, step, trusted
from jariya.kernel.signing.actions.checks import waits
from jariya.kernel.signing.actions.moving import defer, locked, move
from jariya.kernel.signing.lifecycle import FINAL, Status
from jariya.kernel.signing.models import Evidence, SigningSession
from jariya.kernel.signing.terms import TERMS, life_of


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


def expire_now(session: SigningSession, *, now: dt.datetime) -> bool:
    """Close a session whose time is over; whether it is (now or already) expired."""
    if session.status == Status.OPEN and session.expires_at <= now:
        with transaction.atomic():
            row = locked(session)
            if row.status == Status.OPEN:
                move(row, "expire", settled_at=now)
        session.refresh_from_db()
    return session.status == Status.EXPIRED


def cancel(session: SigningSession, *, now: dt.datetime) -> None:
    """The person does not want to sign. A session that has its signature is not cancelled by this."""
    with transaction.atomic():
        row = locked(session)
        if row.status == Status.OPEN:
            move(row, "cancel", settled_at=now)
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
        row = locked(session)
        if row.status != Status.OPEN:
            if _repeated(row, cms):
                return True
            raise NotTaken("session.over")
        evidence.keep_cms(row, cms, now=now)
        move(row, "receive", way=way, received_at=now, next_check_at=now, code="", indication="", sub="")
        defer(row.pk)
    session.refresh_from_db()
    return False


def _repeated(session: SigningSession, cms: bytes) -> bool:
    kept = Evidence.objects.filter(session=session).first()
    return kept is not None and evidence.is_same(kept, cms)


def expire_due(now: dt.datetime) -> int:
    """Close sessions that nobody signed in time; how many."""
    return SigningSession.objects.filter(status=Status.OPEN, expires_at__lte=now).update(
        status=lifecycle.TABLE.after(Status.OPEN, "expire"), settled_at=now
    )


def forget_old(now: dt.datetime) -> int:
    """Drop text and manifest of sessions that ended long ago; how many. The digest and the sealed evidence stay."""
    return SigningSession.objects.filter(
        status__in=sorted(FINAL), settled_at__lt=now - TERMS.keep_text, manifest__isnull=False
    ).update(manifest=None, shown=None)
