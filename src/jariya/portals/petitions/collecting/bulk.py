"""Signatures by the hundred thousand, for made-up nations and for measuring: COPY, then the same sequencer.

What is loaded lies in the same tables and the same log as what people sign one by one, and `verify_petition.py` counts
it alike. Evidence is not made up: these signatures have none, and their digests say so by being drawn at random.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import random
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.record import sequencing, tiles
from jariya.kernel.record.models import Log
from jariya.portals.petitions.collecting import keys, leaf
from jariya.portals.petitions.collecting.counting import SHOWN_NAMES
from jariya.portals.petitions.collecting.models import Batch, Collection

BATCH = 65_536
_COLUMNS = "petition_id, signer_ref, seq, salt, evidence, region, name, given_at, state"


class Signer(NamedTuple):
    """A made-up signature. `identity` stands for the IIN and must not come twice under one petition."""

    identity: str
    region: str
    name: str
    given_at: dt.datetime


def load(case: Case, signers: Iterable[Signer], *, seed: int = 0, now: dt.datetime | None = None) -> int:
    """Load signatures and count them, batch by batch; each batch is whole or not there. Returns how many.

    Args:
        signers: in the order in which they are to stand in the log. Regions are KATO codes or empty; names hold no
            tab, line end or backslash.
        now: moment of the checkpoints.
    """
    found = Collection.objects.select_related("log").get(pk=case.pk)
    secret, chance, done = keys.secret_of(case), random.Random(seed), 0
    waiting = iter(signers)
    while part := list(islice(waiting, BATCH)):
        with sequencing.locked(found.log):
            _load(found, part, secret, chance, now or timezone.now())
        sequencing.sequence(found.log.name, now=now or timezone.now())
        done += len(part)
    return done


def _load(found: Collection, part: list[Signer], secret: bytes, chance: random.Random, now: dt.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(seq ORDER BY seq) FROM"
            " (SELECT nextval('collecting_queued_id_seq') AS seq FROM generate_series(1, %s)) AS drawn",
            [len(part)],
        )
        seqs = cursor.fetchone()[0]
    lines, entries = [], []
    hours: dict[dt.datetime, tuple[str, str]] = {}
    sha, keyed, pk = hashlib.sha256, hmac.digest, found.pk
    for seq, (identity, region, name, given) in zip(seqs, part, strict=True):
        said = hours.get(given)
        if said is None:
            if len(hours) > 100_000:
                hours.clear()
            said = hours[given] = leaf.hour_of(given), given.isoformat()
        ref = keyed(secret, identity.encode(), "sha256")
        drawn = chance.randbytes(leaf.SALT + 32)
        salt, evidence = drawn[: leaf.SALT], drawn[leaf.SALT :]
        entries.append(leaf.sign(region, said[0], sha(salt + ref + evidence).digest()))
        lines.append(
            f"{pk}\t\\\\x{ref.hex()}\t{seq}\t\\\\x{salt.hex()}\t\\\\x{evidence.hex()}\t{region}\t{name}\t{said[1]}\t1\n"
        )
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY collecting_signature ({_COLUMNS}) FROM STDIN") as copy:
            for at in range(0, len(lines), 1_000):
                copy.write("".join(lines[at : at + 1_000]))
    size = Log.objects.values_list("size", flat=True).get(pk=found.log_id)
    whole = seqs[-1] - seqs[0] + 1 == len(seqs)
    Batch.objects.create(
        petition=found,
        first=size,
        number=len(part),
        span=(seqs[0], seqs[-1] + 1),
        seqs=None if whole else seqs,
        entries=tiles.bundle(entries),
        at=now,
    )
    Log.objects.filter(pk=found.log_id).update(size=size + len(part))
    names = [[one.name, size + place] for place, one in enumerate(part)][: -SHOWN_NAMES - 1 : -1]
    shown = Collection.objects.values_list("last_signers", flat=True).get(pk=pk)
    Collection.objects.filter(pk=pk).update(last_signers=[*names, *shown][:SHOWN_NAMES])
