"""How much one person may send and one case may hold: the platform's own norms, never counted per network address."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import Sum

from jariya.kernel.files.inspect.limits import Limits
from jariya.kernel.files.models import Attachment, Upload, Which
from jariya.kernel.files.refusals import MB, refused
from jariya.kernel.law.norms import InForce
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person

_LOCK = 0x66696C65
"""First key of the advisory lock: "file"."""
DAY = dt.timedelta(hours=24)


def law(now: dt.datetime) -> InForce:
    """The norms in force."""
    return norms_now().at(legal_day(now))


def of_inspection(norms: InForce) -> Limits:
    """The inspection's technical limits with the size of one file as the norm says."""
    return Limits(bytes=norms["files.size"].count * MB)


def serialise(person: Person) -> None:
    """Hold other uploads of the same person until this transaction ends: two at once share one allowance."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, person.pk % 2**31])


def may_begin(person: Person, size: int, norms: InForce, now: dt.datetime) -> None:
    """May this person send one more file of this size (bytes)?

    Raises:
        Refused: files.empty, files.too_big, files.person_too_many, files.person_too_big, files.day_too_big.
    """
    if size <= 0:
        raise refused("files.empty")
    if size > norms["files.size"].count * MB:
        raise refused("files.too_big", most=norms["files.size"].count)
    held = Upload.objects.of(person)
    if held.count() >= (most := norms["files.person.count"].count):
        raise refused("files.person_too_many", most=most)
    if _sum(held) + size > (most := norms["files.person.size"].count) * MB:
        raise refused("files.person_too_big", most=most)
    sent = Upload.objects.filter(person=person, at__gt=now - DAY)
    if _sum(sent) + size > (most := norms["files.person.day"].count) * MB:
        raise refused("files.day_too_big", most=most)


def may_attach(case: Case, count: int, size: int, norms: InForce) -> None:
    """May the case take so many more files of so many bytes together?

    Raises:
        Refused: files.too_many, files.case_too_big.
    """
    rows = Attachment.objects.filter(case=case, erased_at=None)
    if rows.count() + count > (most := norms["files.case.count"].count):
        raise refused("files.too_many", most=most)
    held = rows.filter(copies__copy=Which.SEALED).aggregate(total=Sum("copies__file__size"))["total"] or 0
    if held + size > (most := norms["files.case.size"].count) * MB:
        raise refused("files.case_too_big", most=most)


def _sum(rows: object) -> int:
    return int(rows.aggregate(total=Sum("size"))["total"] or 0)  # type: ignore[attr-defined]
