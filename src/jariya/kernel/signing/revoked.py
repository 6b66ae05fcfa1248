"""The lists of revoked certificates that this installation keeps, fetched by a job: an outage finds them here."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import transaction

from jariya.kernel.signing import crl, fetch, trusted
from jariya.kernel.signing.models import RevocationList
from jariya.kernel.signing.refused import Refused
from jariya.kernel.signing.terms import TERMS

log = logging.getLogger("jariya.signing")


@dataclass(frozen=True)
class Lists:
    """The newest lists, DER, and their names for the evidence."""

    full: tuple[bytes, ...] = ()
    delta: tuple[bytes, ...] = ()
    names: tuple[str, ...] = ()


def newest() -> list[RevocationList]:
    """The newest list of each address that is still configured, without its bytes. One query."""
    rows = (
        RevocationList.objects.filter(url__in=settings.EDS_CRL_URLS)
        .order_by("url", "-number")
        .distinct("url")
        .defer("der")
    )
    return list(rows)


def kept() -> Lists:
    """What is kept, for a check. The bytes of a list are read once for each process."""
    rows = newest()
    return Lists(
        tuple(_bytes(row.pk, bytes(row.sha256)) for row in rows if not row.delta),
        tuple(_bytes(row.pk, bytes(row.sha256)) for row in rows if row.delta),
        tuple(f"{row.number}:{bytes(row.sha256).hex()}" for row in rows),
    )


@lru_cache(maxsize=8)
def _bytes(pk: int, sha256: bytes) -> bytes:
    """The bytes never change under a digest: a list's row is written once."""
    return bytes(RevocationList.objects.values_list("der", flat=True).get(pk=pk) or b"")


def due(row: RevocationList | None, now: dt.datetime) -> bool:
    """Whether to ask an address again: nothing kept, a tenth of its life left, or a quarter of a day since."""
    if row is None or row.next_update is None or row.fetched_at + TERMS.crl_again <= now:
        return True
    return now >= row.next_update - (row.next_update - row.this_update) / 10


def fetch_due(now: dt.datetime) -> dict[str, int]:
    """Fetch each list that is due. One that fails hides no other, and the old one stays."""
    kept_rows = {row.url: row for row in newest()}
    count = {"fetched": 0, "failed": 0}
    for url in settings.EDS_CRL_URLS:
        if not due(kept_rows.get(url), now):
            continue
        try:
            keep(url, fetch.get(url), now=now)
            count["fetched"] += 1
        except (fetch.Outage, Refused, trusted.Unavailable) as error:
            log.warning("a list of revoked certificates was not taken: %s", getattr(error, "code", "unknown"))
            count["failed"] += 1
    return count


def keep(url: str, der: bytes, *, now: dt.datetime) -> RevocationList:
    """Take a list: of a trusted authority, rightly signed, current, and never older than the one before.

    Raises:
        Refused: `crl.*`.
        trusted.Unavailable: there is no trust store.
    """
    checked = _believed(der, now)
    if checked.number is None:
        raise crl.no("number")
    with transaction.atomic():
        last = RevocationList.objects.select_for_update().filter(url=url).order_by("-number").first()
        if last is not None and checked.number < last.number:
            raise crl.no("number")
        if last is not None and checked.number == last.number:
            if bytes(last.sha256) != checked.sha256:
                raise crl.no("number")  # two lists under one number: the authority is forked, or somebody plays
            last.fetched_at = now
            last.save(update_fields=["fetched_at"])
            return last
        row = RevocationList.objects.create(
            url=url,
            delta=checked.base is not None,
            issuer=_digest(checked.issuer),
            number=checked.number,
            this_update=checked.this_update,
            next_update=checked.next_update,
            sha256=checked.sha256,
            der=der,
            fetched_at=now,
        )
        RevocationList.objects.filter(url=url, number__lt=checked.number, der__isnull=False).update(der=None)
    return row


def _believed(der: bytes, now: dt.datetime) -> crl.RevocationList:
    """The list, checked by an authority of its issuer's name. An authority may have two keys under one name."""
    name = crl.read(der).issuer
    refusal = crl.no("issuer")
    for one in trusted.store().authorities:
        if one.subject_dn == name:
            try:
                return crl.check(der, one, at=now)
            except Refused as refused:
                refusal = refused
    raise refusal


def _digest(name: bytes) -> bytes:
    return hashlib.sha256(name).digest()
