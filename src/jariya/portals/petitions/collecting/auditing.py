"""From places in a log to sealed evidence, for a court or an auditor; and forgetting, when the retention is over.

The sample is drawn by `verify_petition.py --sample` from the signed root, so neither side chooses. Two registrars then
open each signature by its reference (`kernel/signing/openings`), with a reason that is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.signing.models import SigningSession
from jariya.portals.petitions.collecting import keys, paper, recorded
from jariya.portals.petitions.collecting.models import Batch, Collection, Signature

SLICE = 50_000


def at_place(petition: int, place: int) -> Signature | None:
    """The signature whose leaf stands at an index; None for other leaves, and after the signer signed again."""
    batch = Batch.objects.filter(petition_id=petition, first__lte=place).order_by("-first").defer("entries").first()
    if batch is None or place >= batch.first + batch.number:
        return None
    seq = batch.seqs[place - batch.first] if batch.seqs is not None else batch.span.lower + place - batch.first
    found: Signature | None = Signature.objects.filter(seq=seq, petition_id=petition).first()
    return found


def references(case: Case, places: Iterable[int]) -> dict[int, str | None]:
    """For each place the reference under which registrars ask to open the evidence; None where there is none."""
    rows = {place: at_place(case.pk, place) for place in places}
    wanted = [row.session_id for row in rows.values() if row is not None and row.session_id]
    known = dict(SigningSession.objects.filter(pk__in=wanted).values_list("pk", "public_id"))
    return {place: known.get(row.session_id or 0) if row is not None else None for place, row in rows.items()}


def forget(case: Case, *, by: str, reason: str, now: dt.datetime) -> int:
    """Erase a sealed petition's salts, names and scans of paper, destroy its key; how many signatures were forgotten.

    The log's size and root stay, and the count with them; no leaf can be tied to a person any more. In slices: killed
    midway, the next call goes on.

    Raises:
        ValueError: signatures are still taken. KeyTrouble: `reason_missing`.
    """
    if not Collection.objects.filter(pk=case.pk, sealed_at__isnull=False).exists():
        raise ValueError("signatures of an open petition are not forgotten")
    done = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE collecting_signature SET salt = NULL, name = '' WHERE petition_id = %s AND signer_ref IN"
                " (SELECT signer_ref FROM collecting_signature WHERE petition_id = %s AND salt IS NOT NULL LIMIT %s)",
                [case.pk, case.pk, SLICE],
            )
            if not cursor.rowcount:
                break
            done += cursor.rowcount
    Collection.objects.filter(pk=case.pk).update(last_signers=[])
    paper.erase(case)
    keys.destroy(case, by=by, reason=reason, now=now)
    recorded.say("petition.forgotten", case.public_id, now=now, petition=case.public_id, count=done)
    return done
