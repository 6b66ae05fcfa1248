"""Taking signatures back: quiet for the signer, one leaf for many, never an index.

Whoever holds a receipt (a boss, a neighbour) must not be able to see that its signer withdrew. So a minus leaf stands
for a batch: not before ten or a day (house norms `petition.minus.least`, `petition.minus.wait`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db import connection, transaction
from django.db.models import Count, Min

from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.record import actions as record
from jariya.kernel.record.leaves import canonical
from jariya.portals.petitions.collecting import leaf
from jariya.portals.petitions.collecting.models import Batch, Cause, Collection, Minus, Removal, Signature, State


@transaction.atomic
def withdraw(*, case: Case, signer_ref: bytes, now: dt.datetime) -> bool:
    """A signer takes the signature back, while collecting runs. False when there is none, or collecting is over.

    The count falls with the next batch; the name leaves the last hundred at once.
    """
    if not Collection.objects.filter(pk=case.pk, closed_at=None).exists():
        return False
    return remove(case=case, signer_refs=[signer_ref], cause=Cause.WITHDRAWN, now=now) == 1


def remove(
    *, case: Case, signer_refs: list[bytes], cause: Cause, now: dt.datetime, invalidation: int | None = None
) -> int:
    """Let signatures count no more from the next batch on. Returns how many there were. In the caller's transaction.

    A signature that still waits for its check never had a leaf and gets no minus.
    """
    waiting = Signature.objects.filter(petition_id=case.pk, signer_ref__in=signer_refs, state=State.WAITING)
    dropped = waiting.update(state=State.REMOVED)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (UPDATE collecting_signature SET state = %s"
            " WHERE petition_id = %s AND signer_ref = ANY(%s) AND state = %s"
            " RETURNING petition_id, signer_ref, seq, region)"
            " INSERT INTO collecting_removal"
            " (petition_id, signer_ref, seq, region, cause, invalidation_id, asked_at)"
            " SELECT petition_id, signer_ref, seq, region, %s, %s, %s FROM gone RETURNING seq",
            [State.REMOVED.value, case.pk, signer_refs, State.TAKEN.value, cause.value, invalidation, now],
        )
        seqs = [row[0] for row in cursor.fetchall()]
    _drop_names(case, seqs)
    return dropped + len(seqs)


def _drop_names(case: Case, seqs: list[int]) -> None:
    """Whoever counts no more is not shown among the last hundred."""
    shown = Collection.objects.filter(pk=case.pk).values_list("last_signers", flat=True).first()
    if not shown:
        return
    oldest = min(place for _name, place in shown)
    places = set()
    for batch in Batch.objects.filter(petition_id=case.pk, first__gt=oldest - 70_000).defer("entries"):
        inside = batch.seqs or range(batch.span.lower, batch.span.upper)
        wanted = set(seqs).intersection(inside)
        places |= {batch.first + at for at, seq in enumerate(inside) if seq in wanted} if wanted else set()
    if places:
        row = Collection.objects.select_for_update().get(pk=case.pk)
        row.last_signers = [one for one in row.last_signers if one[1] not in places]
        row.save(update_fields=["last_signers"])


def flush_due(*, now: dt.datetime) -> int:
    """Queue a minus leaf for each petition where enough wait, or one has waited long enough. Returns how many leaves.

    Only signatures that a checkpoint counts are taken: a minus never comes before its signature.
    """
    norms = norms_now().at(legal_day(now))
    least = norms["petition.minus.least"].count
    wait = dt.timedelta(days=norms["petition.minus.wait"].count)
    waiting = Removal.objects.filter(minus=None).values("petition_id").annotate(n=Count("id"), oldest=Min("asked_at"))
    made = 0
    for row in waiting:
        if row["n"] >= least or row["oldest"] + wait <= now:
            made += _flush(row["petition_id"], now)
    return made


@transaction.atomic
def _flush(petition: int, now: dt.datetime) -> int:
    found = Collection.objects.select_related("log").select_for_update(of=("self",)).get(pk=petition)
    rows = list(Removal.objects.select_for_update().filter(petition=found, minus=None).order_by("id")[:50_000])
    queued = set(_still_queued([row.seq for row in rows]))
    rows = [row for row in rows if row.seq not in queued]
    if not rows:
        return 0
    minus = Minus.objects.create(petition=found, number=len(rows), at=now)
    Removal.objects.filter(pk__in=[row.pk for row in rows]).update(minus=minus)
    entry = canonical(leaf.many(leaf.MINUS, leaf.hour_of(now), Counter(row.region for row in rows)))
    record.append(found.log.name, [record.NewLeaf(entry, f"minus:{minus.pk}")], now=now)
    return 1


def _still_queued(seqs: list[int]) -> list[int]:
    from jariya.portals.petitions.collecting.models import Queued

    return list(Queued.objects.filter(pk__in=seqs).values_list("pk", flat=True))
