"""Submitting a petition that its author has signed, for the first time or after it came back."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.step import salted_digest
from jariya.portals.petitions import law
from jariya.portals.petitions.actions.acting import act
from jariya.portals.petitions.models import Draft, Petition, Revision
from jariya.portals.petitions.states import KIND
from jariya.portals.petitions.texts import Texts
from jariya.portals.petitions.thresholds import scope_of


def fits(texts: Texts, day: dt.date) -> bool:
    """Whether titles and texts that are there keep the bounds of length."""
    bounds = law.bounds(day)
    return all(
        bounds[part][0] <= len(getattr(texts, part)(lang)) <= bounds[part][1]
        for lang in texts.languages
        for part in ("title", "text")
    )


def facts_for(texts: Texts, addressee: Body, day: dt.date, *, signed: bool) -> dict[str, Any]:
    """What the guards of a submission look at."""
    return {
        "scope": scope_of(addressee.kind, addressee.level),
        "connected": addressee.connected,
        "desk": law.desk_of(addressee, day),
        "texts_whole": texts.whole,
        "length_in_bounds": fits(texts, day),
        "threshold": law.threshold_of(addressee, day),
        "signed": signed,
    }


def submit(
    *,
    by: Person,
    texts: Texts,
    addressee: Body,
    signing: SigningSession | None,
    now: dt.datetime,
    key: str | None = None,
    draft: Draft | None = None,
    invented: bool = False,
) -> Outcome:
    """Open the case of a petition at the moderating body.

    Args:
        texts: both languages; one of them may be empty.
        signing: the session in which the author signed, its check passed.
        key: idempotency key of the draft; a second submission gives the first case.
        draft: removed with the submission.
        invented: of the demonstration's past, where nobody's real signature stands behind it; only to an invented body.

    Raises:
        Refused: `petition.*`: unsigned, not whole, too long, no competent addressee, no moderators, no population.
    """
    day = legal_day(now)
    facts = facts_for(texts, addressee, day, signed=signing is not None or (invented and addressee.invented))
    desk, salt = facts["desk"], secrets.token_bytes(16)
    digest = texts.digest()

    def rows(case: Case, _event: Event) -> None:
        Petition.objects.create(
            case=case,
            addressee=addressee,
            moderated_by=desk.body,
            scope=facts["scope"],
            region=addressee.region if facts["scope"] != "government" else None,
            text_digest=digest,
            submitted_on=day,
            **_columns(texts),
        )
        _revision(case, 1, texts, salt, signing, now)
        if draft is not None:
            draft.delete()

    return engine.open_case(
        KIND,
        "submit",
        by=by,
        body_id=desk.body_id if desk else addressee.pk,
        language=texts.first,
        now=now,
        person_id=by.pk,
        region_id=addressee.region_id,
        facts=facts,
        codes={"due": law.term("petition.moderation", day), "addressee": addressee.pk, "revision": 1},
        rows=rows,
        digest=salted_digest(salt, digest.hex()),
        key=key,
    )


def resubmit(
    *,
    case: Case,
    by: Person,
    texts: Texts,
    signing: SigningSession | None,
    now: dt.datetime,
    draft: Draft | None = None,
    invented: bool = False,
    **options: Any,
) -> Outcome:
    """Submit a petition that came back, changed and signed anew, as its next revision. The addressee stays."""
    day = legal_day(now)
    petition = Petition.objects.select_related("addressee").get(case=case)
    addressee, salt, digest = petition.addressee, secrets.token_bytes(16), texts.digest()
    facts = facts_for(texts, addressee, day, signed=signing is not None or (invented and addressee.invented))
    facts["differs"] = digest != bytes(petition.text_digest)
    number = petition.revision + 1

    def rows(locked: Case, _event: Event) -> None:
        Petition.objects.filter(case=locked).update(
            revision=number, text_digest=digest, submitted_on=day, **_columns(texts)
        )
        _revision(locked, number, texts, salt, signing, now)
        if draft is not None:
            draft.delete()

    return act(
        case,
        "resubmit",
        by=by,
        now=now,
        facts=facts,
        petition=petition,
        codes={"due": law.term("petition.moderation", day), "revision": number},
        changes={"assignee": None, "language": texts.first},
        rows=rows,
        digest=salted_digest(salt, digest.hex()),
        **options,
    )


def _columns(texts: Texts) -> dict[str, str]:
    return {"first_language": texts.first, **texts.content()}


def _revision(
    case: Case, number: int, texts: Texts, salt: bytes, signing: SigningSession | None, now: dt.datetime
) -> None:
    Revision.objects.create(
        case=case, number=number, digest=texts.digest(), salt=salt, signing=signing, at=now, **_columns(texts)
    )
