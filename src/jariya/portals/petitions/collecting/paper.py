"""Signatures on paper: entered by a clerk in batches with scans, one leaf each, counted and shown apart.

Scans hold names and handwriting: they are kept sealed under a key of the petition's own. Those who count them open one
with a reason (`look`); every look is a row and an entry of the public log, which says that it happened and never whose.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.record import actions as record
from jariya.kernel.record.leaves import canonical
from jariya.kernel.signing.identity import envelope
from jariya.portals.petitions.collecting import leaf, recorded
from jariya.portals.petitions.collecting.models import Collection, PaperBatch, ScanView


class PaperError(ValueError):
    """Why a batch was not taken: closed, nothing, scans_missing, scan_twice."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def enter(
    *, case: Case, regions: Mapping[str, int], scans: Sequence[bytes], by: Person, now: dt.datetime, note: str = ""
) -> PaperBatch:
    """Enter a batch of signatures on paper.

    Args:
        regions: KATO code (or empty) -> how many sheets' signatures.
        scans: contents of the scanned files; a scan is counted once under a petition.

    Raises:
        PaperError: closed (collecting is over), nothing (no number above zero), scans_missing, scan_twice.
    """
    found = Collection.objects.select_related("log").select_for_update(of=("self",)).filter(pk=case.pk).first()
    if found is None or found.closed_at is not None:
        raise PaperError("closed")
    counted = {leaf.checked_region(region): number for region, number in regions.items() if number > 0}
    if not counted:
        raise PaperError("nothing")
    if not scans:
        raise PaperError("scans_missing")
    digests = [hashlib.sha256(scan).digest() for scan in scans]
    known = {bytes(scan) for batch in PaperBatch.objects.filter(petition=found) for scan in batch.scans}
    if known & set(digests) or len(set(digests)) < len(digests):
        raise PaperError("scan_twice")
    batch = PaperBatch.objects.create(
        petition=found,
        number=sum(counted.values()),
        regions=counted,
        scans=digests,
        entered_by=by,
        entered_at=now,
        note=note.strip()[:500],
    )
    for digest, scan in zip(digests, scans, strict=True):
        name = scan_name(case, digest)
        if not storages["files"].exists(name):
            storages["files"].save(name, ContentFile(envelope.seal(scan, digest, _purpose(case))))
    entry = canonical(leaf.many(leaf.PAPER, leaf.hour_of(now), counted))
    record.append(found.log.name, [record.NewLeaf(entry, f"paper:{batch.pk}")], now=now)
    recorded.say("petition.paper", str(batch.pk), now=now, petition=case.public_id, count=batch.number)
    return batch


def scan_name(case: Case, digest: bytes) -> str:
    """Where a sealed scan lies among the files."""
    return f"petition-paper/{case.public_id}/{digest.hex()}"


def _purpose(case: Case) -> str:
    return f"petition-paper:{case.public_id}"


def scan(case: Case, digest: bytes) -> bytes:
    """A scan, opened: for whoever may see it, which the caller decides and writes down."""
    with storages["files"].open(scan_name(case, digest)) as file:
        return envelope.open(file.read(), digest, _purpose(case))


@transaction.atomic
def look(*, case: Case, batch: PaperBatch, place: int, reason: str, by: Person, now: dt.datetime) -> bytes:
    """A scan for somebody who may see it; the look is written down before the scan is opened.

    Args:
        place: which of the batch's scans, from 1.

    Raises:
        FileNotFoundError: the scan is not there any more; nothing is written down then.
    """
    digest = bytes(batch.scans[place - 1])
    seen = ScanView.objects.create(batch=batch, place=place, by=by, reason=reason.strip()[:500], at=now)
    recorded.say("petition.scan", str(seen.pk), now=now, petition=case.public_id)
    return scan(case, digest)


def erase(case: Case) -> None:
    """Delete the scans of a petition; batches, numbers and looks stay."""
    for batch in PaperBatch.objects.filter(petition_id=case.pk):
        for digest in batch.scans:
            storages["files"].delete(scan_name(case, bytes(digest)))
