"""What is done with an appeal: its writer submits it or takes it back; the rest is told by the state's system."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence import wordings
from jariya.kernel.correspondence.models import Part, Wording
from jariya.kernel.files.actions import attach
from jariya.kernel.files.models import Upload
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.kernel.signing import evidence
from jariya.kernel.signing.identity import envelope
from jariya.kernel.signing.identity.keys import EVIDENCE
from jariya.kernel.signing.models import SigningSession
from jariya.portals.dialogue.appeals import contract
from jariya.portals.dialogue.appeals.contract import Handed, Told
from jariya.portals.dialogue.appeals.files import LETTER
from jariya.portals.dialogue.appeals.lifecycle import KIND
from jariya.portals.dialogue.appeals.models import Appeal, HandOver

RETURN_NUMBER = 2
"""Number of the `reason` wording that holds why an appeal was not accepted."""


def submit(
    *,
    by: Person,
    body: Body,
    kind: str,
    title: str,
    points: list[str],
    language: str,
    signing: SigningSession,
    now: dt.datetime,
    key: str | None = None,
    uploads: Sequence[Upload] = (),
) -> Outcome:
    """Open the case of a signed appeal and set it on its way.

    Args:
        kind: one of `contract.KINDS`.
        signing: the session in which it was signed; its check has passed.
        key: idempotency key of the form: signing twice submits once.
        uploads: what goes with it, sent before by `by`; the digests of the originals were signed.

    Raises:
        Refused: `appeal.kind_unknown`, `appeal.unsigned`, or a file cannot be attached.
    """
    known = kind if kind in contract.KINDS else ""
    texts: list[Wording] = []

    def before(case: Case) -> None:
        texts.append(wordings.write(case, Part.TITLE, title, language=language, by=by, now=now))
        for number, text in enumerate(points, start=1):
            texts.append(wordings.write(case, Part.POINT, text, language=language, by=by, now=now, number=number))

    def rows(case: Case, event: Event) -> None:
        from jariya.portals.dialogue.appeals import tasks
        from jariya.portals.dialogue.appeals.handing import aad

        own = uuid.uuid4()
        document = contract.document(
            key=str(own),
            kind=known,
            bin=body.bin or "",
            body=body.name("ru").text,
            language=language,
            title=title,
            points=points,
            submitted_at=now,
            manifest=bytes(signing.manifest or b""),
            signature=evidence.cms_of(signing),
            attachments=[
                contract.Attached(place, row.file.hex, row.size)
                for place, row in enumerate(uploads, start=1)
                if row.file is not None
            ],
        )
        Appeal.objects.create(case=case, kind=known, signing=signing)
        sealed = envelope.seal(document, aad(case), EVIDENCE)
        HandOver.objects.create(case=case, key=own, sealed=sealed, next_try_at=now)
        tasks.hand_over.defer(case_id=case.pk)

    with transaction.atomic():
        outcome = engine.open_case(
            KIND,
            "submit",
            by=by,
            body_id=body.pk,
            region_id=body.region_id,
            person_id=by.pk,
            language=language,
            now=now,
            facts={"signed": signing is not None, "kind": known},
            codes={"body": body.pk, "kind": known, "points": len(points)},
            before=before,
            rows=rows,
            digest=lambda: wordings.common_digest(texts),
            key=key,
        )
        if not outcome.repeated:
            attach(case=outcome.case, uploads=uploads, role=LETTER, by=by, now=now)
    return outcome


def withdraw(*, case: Case, by: Person, now: dt.datetime) -> Outcome:
    """Take an appeal back while nobody else has it. Its copy for handing over is dropped in the same transaction.

    Raises:
        Refused: `appeal.handed_over`.
    """
    with transaction.atomic():
        row = HandOver.objects.select_for_update().get(case=case)
        # A try that runs now may arrive: what was tried and not answered counts as handed over.
        tried = row.handed_at is not None or row.sealed is None or row.tries > 0
        outcome = engine.act(case, "withdraw", by=by, now=now, facts={"handed": tried})
        HandOver.objects.filter(pk=row.pk).update(sealed=None, next_try_at=None, last_code="withdrawn")
        return outcome


def handed(row: HandOver, said: Handed, *, now: dt.datetime) -> None:
    """The other side holds the appeal: keep its number, drop our copy. Said twice, done once."""
    with transaction.atomic():
        row = HandOver.objects.select_for_update().select_related("case").get(pk=row.pk)
        if row.handed_at is not None or row.sealed is None:
            return
        HandOver.objects.filter(pk=row.pk).update(sealed=None, next_try_at=None, handed_at=now, last_code="")
        _number(row.case, said.number)
        state = Case.objects.values_list("state", flat=True).get(pk=row.case_id)
        if state == "handing_over":
            engine.act(row.case, "hand", by=None, now=now, codes={"number": said.number})
        if said.registered_on is not None and state in {"handing_over", "handed"}:
            _register(row.case, said.number, said.registered_on, now=now)


def refused(row: HandOver, *, code: str, reason: str, now: dt.datetime) -> None:
    """The other side will not take the appeal: say why, drop our copy."""
    with transaction.atomic():
        row = HandOver.objects.select_for_update().select_related("case").get(pk=row.pk)
        if row.sealed is None:
            return
        HandOver.objects.filter(pk=row.pk).update(sealed=None, next_try_at=None, last_code=code[:40])
        _returned(row.case, reason, code=code, now=now)


def happened(case: Case, told: Told, *, now: dt.datetime) -> None:
    """Take one step that the other system told, in its words. The caller keeps the order.

    Raises:
        Refused: the table does not allow it (told too late, or against the order of steps).
    """
    fresh = Case.objects.select_related("body").get(pk=case.pk)
    match told.status:
        case "registered":
            _number(fresh, told.number)
            # It is told before the answer to our own call arrived, or instead of it: they hold the appeal.
            arrived = {"sealed": None, "next_try_at": None, "handed_at": now, "last_code": ""}
            HandOver.objects.filter(case=fresh, handed_at=None).update(**arrived)
            if fresh.state in {"handing_over", "handed"}:
                _register(fresh, told.number, told.on, now=now)
        case "accepted" | "closed":
            verb = {"accepted": "accept", "closed": "close"}[told.status]
            engine.act(fresh, verb, by=None, now=now, codes={"told_on": told.on})
        case "forwarded":
            engine.act(fresh, "forward", by=None, now=now, codes={"told_on": told.on})
            Appeal.objects.filter(case=fresh).update(forwarded_to=told.data["name"])
        case "extended":
            due = told.data["due_on"]
            engine.act(fresh, "extend", by=None, now=now, facts={"due_on": due}, codes={"due": due})
        case "answered":
            _answered(fresh, told, now=now)
        case "returned":
            _returned(fresh, told.data["reason"], code="returned", now=now)


def _number(case: Case, number: str) -> None:
    Appeal.objects.filter(case=case, number="").update(number=number)


def _register(case: Case, number: str, day: dt.date, *, now: dt.datetime) -> None:
    engine.act(
        case,
        "register",
        by=None,
        now=now,
        facts={"registered_on": day},
        codes={"number": number, "registered_on": day},
    )


def _answered(case: Case, told: Told, *, now: dt.datetime) -> None:
    texts: list[Any] = []

    def before(locked: Case) -> None:
        text = told.data["text"]
        texts.append(wordings.write(locked, Part.ANSWER, text, language=locked.language, by=None, now=now))

    engine.act(
        case,
        "answer",
        by=None,
        now=now,
        codes={"told_on": told.on},
        before=before,
        digest=lambda: wordings.common_digest(texts),
    )


def _returned(case: Case, reason: str, *, code: str, now: dt.datetime) -> None:
    texts: list[Any] = []

    def before(locked: Case) -> None:
        if reason:
            texts.append(
                wordings.write(
                    locked, Part.REASON, reason, language=locked.language, by=None, now=now, number=RETURN_NUMBER
                )
            )

    engine.act(
        case,
        "return",
        by=None,
        now=now,
        codes={"reason_code": code[:40]},
        before=before,
        digest=lambda: wordings.common_digest(texts),
    )
