"""Hearing what happens to appeals in the state's system: told at least once, in any order; applied once, in order."""

from __future__ import annotations

import datetime as dt
import json
import logging
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.signing.identity import envelope
from jariya.kernel.signing.identity.keys import EVIDENCE
from jariya.portals.dialogue.appeals import actions, client, contract
from jariya.portals.dialogue.appeals.contract import Broken, Told
from jariya.portals.dialogue.appeals.models import HandOver, Heard, Place

log = logging.getLogger("jariya.appeals")

PATIENCE = dt.timedelta(minutes=10)
"""A gap in the numbers of an appeal is waited for so long; then its whole history is asked for."""


def listen(now: dt.datetime, *, pages: int = 50) -> int:
    """Read on from where the last reading ended; how many events were new. Run every minute.

    The place moves in the transaction that keeps what was read: killed anywhere, nothing is lost or counted twice.
    """
    Place.objects.get_or_create(id=1)
    new = 0
    for _page in range(pages):
        cursor = Place.objects.get(id=1).cursor
        try:
            said, following = client.events(cursor)
        except client.Later as error:
            log.warning("events of appeals: %s", error.code)
            Place.objects.filter(id=1, failed_since=None).update(failed_since=now)
            return new
        with transaction.atomic():
            place = Place.objects.select_for_update().get(id=1)
            if place.cursor != cursor:
                break  # another worker read on meanwhile
            new += keep(said, now=now)
            Place.objects.filter(id=1).update(cursor=following, read_at=now, failed_since=None)
        if not said or following == cursor:
            break
    close_gaps(now)
    return new


def keep(said: Iterable[Any], *, now: dt.datetime) -> int:
    """Keep events that were not heard before and apply what can be applied; how many were new.

    One that is not in the words of the contract, or of an appeal that is not ours, is left out by itself.
    """
    cases: dict[int, Case] = {}
    new = 0
    for one in said:
        try:
            told = contract.told(one)
        except Broken as error:
            log.warning("an event of appeals was left out: %s", error.code)
            continue
        row = _row(told.key)
        if row is None:
            log.warning("an event of appeals was left out: event_of_stranger")
            continue
        _heard, made = Heard.objects.get_or_create(
            case=row.case,
            seq=told.seq,
            defaults={
                "event": told.id,
                "status": told.status,
                "at": told.at,
                "on": told.on,
                "sealed": envelope.seal(_written(told), _aad(row.case, told.seq), EVIDENCE),
                "heard_at": now,
            },
        )
        new += made
        cases[row.case_id] = row.case
    for case in cases.values():
        apply(case, now=now)
    return new


def apply(case: Case, *, now: dt.datetime) -> int:
    """Take the next steps of an appeal as far as its numbers go without a gap; how many were taken."""
    taken = 0
    with transaction.atomic():
        HandOver.objects.select_for_update().get(case=case)
        last = Heard.objects.filter(case=case, applied_at__isnull=False).order_by("-seq").values_list("seq", flat=True)
        following = (last.first() or 0) + 1
        while (row := Heard.objects.filter(case=case, seq=following, applied_at=None).first()) is not None:
            told = _read(row)
            code = ""
            try:
                actions.happened(case, told, now=now)
            except Refused as error:
                # What the table does not allow changes nothing and stays on record with its code.
                log.warning("an event of appeals changed nothing: %s", error.code)
                code = error.code[:60]
            Heard.objects.filter(pk=row.pk).update(applied_at=now, sealed=None, code=code)
            taken += 1
            following += 1
    return taken


def close_gaps(now: dt.datetime) -> int:
    """Ask for the whole history of appeals whose next event never came; how many were asked for."""
    rows = Heard.objects.filter(applied_at=None, heard_at__lt=now - PATIENCE).values_list("case_id", flat=True)
    asked = 0
    for case_id in sorted(set(rows))[:50]:
        row = HandOver.objects.select_related("case").get(case_id=case_id)
        try:
            keep(client.history(str(row.key)), now=now)
        except client.Later:
            break
        asked += 1
    return asked


def reconcile(now: dt.datetime, *, most: int = 500) -> int:
    """Ask for the whole history of running appeals, each once a day; how many were asked for. Run every hour."""
    rows = HandOver.objects.filter(handed_at__isnull=False).exclude(case__state__in=("closed", "returned", "withdrawn"))
    due = rows.filter(Q(asked_at=None) | Q(asked_at__lt=now - dt.timedelta(days=1))).exclude(
        handed_at__gt=now - dt.timedelta(days=1)
    )
    asked = 0
    for row in due.order_by(F("asked_at").asc(nulls_first=True), "pk")[:most]:
        try:
            keep(client.history(str(row.key)), now=now)
        except client.Later:
            break
        HandOver.objects.filter(pk=row.pk).update(asked_at=now)
        asked += 1
    return asked


def _row(key: str) -> HandOver | None:
    try:
        known = uuid.UUID(key)
    except ValueError:
        return None
    return HandOver.objects.select_related("case").filter(key=known).first()


def _aad(case: Case, seq: int) -> bytes:
    return f"appeals.heard:{case.public_id}:{seq}".encode()


def _written(told: Told) -> bytes:
    return json.dumps({"number": told.number, "data": told.data}, ensure_ascii=False, default=str).encode()


def _read(row: Heard) -> Told:
    said = json.loads(envelope.open(bytes(row.sealed or b""), _aad(row.case, row.seq), EVIDENCE))
    data = dict(said["data"])
    if "due_on" in data:
        data["due_on"] = dt.date.fromisoformat(data["due_on"])
    return Told(row.event, "", said["number"], row.seq, row.status, row.at, row.on, data)
