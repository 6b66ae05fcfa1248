"""Handing appeals over, exactly once: the row waits until the other side has said that it holds the appeal."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

from jariya.kernel.files import vault
from jariya.kernel.files.lifecycle import RUNNING
from jariya.kernel.files.models import Attachment, Which
from jariya.kernel.files.queries import copy_of
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.signing.identity import envelope
from jariya.kernel.signing.identity.keys import EVIDENCE
from jariya.portals.dialogue.appeals import actions, client
from jariya.portals.dialogue.appeals.files import LETTER
from jariya.portals.dialogue.appeals.models import Appeal, HandOver

log = logging.getLogger("jariya.appeals")

WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30))
"""Between tries; the last one is repeated for ever: a system that is down for a week gets the appeal after the week."""
LEASE = dt.timedelta(minutes=2)
"""A try that was killed is made again after this time: longer than a call may take."""
SLOWEST = 500_000
"""Bytes a second by which a try with files is given its time."""


def aad(case: Case) -> bytes:
    """What the sealed document of a case is bound to."""
    return f"appeals.document:{case.public_id}".encode()


def hand_over_due(now: dt.datetime, *, most: int = 100, case_id: int | None = None) -> tuple[int, int]:
    """Hand over what is due; how many arrived, how many wait on. Run every minute and right after an appeal.

    One that finds nobody at home ends the round: the others would wait as long for the same silence.
    """
    arrived = waiting = 0
    for _one in range(most):
        row = _claim(now, case_id)
        if row is None:
            break
        try:
            send_files(row, now=now)
            handed = client.hand_over(str(row.key), envelope.open(bytes(row.sealed or b""), aad(row.case), EVIDENCE))
        except client.Later as error:
            waiting += 1
            if error.code == "files_missing":
                HandOver.objects.filter(pk=row.pk).update(sent=[])
            _put_off(row, error.code, now)
            if error.code in ("appeals_unreachable", "appeals_unconfigured"):
                break
        except client.Never as error:
            arrived += 1
            actions.refused(row, code=error.code, reason=error.reason, now=now)
        else:
            arrived += 1
            actions.handed(row, handed, now=now)
    return arrived, waiting


def send_files(row: HandOver, *, now: dt.datetime) -> None:
    """Send the files of an appeal that have not arrived yet, as their writer signed them.

    A file that is still being checked holds the appeal back; one that the check refused is named and not sent.

    Raises:
        client.Later, client.Never.
    """
    rows = Attachment.objects.filter(case_id=row.pk, role=LETTER, erased_at=None).order_by("position")
    lease = now + LEASE
    for attachment in rows.exclude(position__in=row.sent):
        copy = copy_of(attachment, Which.SEALED)
        if copy is None or copy.file.state in RUNNING:
            raise client.Later("files_unchecked")
        file, key, number = copy.file, str(row.key), attachment.position
        if not file.ready:
            client.withhold_file(key, number, sha256=file.hex, code=file.refusal or "files.refused")
        else:
            lease += dt.timedelta(seconds=file.size // SLOWEST)
            HandOver.objects.filter(pk=row.pk).update(next_try_at=lease)
            with vault.open_(file) as opened:
                pieces = iter(lambda opened=opened: opened.read(vault.PIECE), b"")  # type: ignore[misc]
                client.send_file(
                    key, number, pieces, size=file.size, sha256=file.hex, kind=file.media_type, name=copy.title
                )
        row.sent = [*row.sent, number]
        row.save(update_fields=["sent"])


def _claim(now: dt.datetime, case_id: int | None) -> HandOver | None:
    """The next row that is due, put off for the time of a try, so that no second worker takes it meanwhile."""
    with transaction.atomic():
        rows = HandOver.objects.filter(next_try_at__lte=now, sealed__isnull=False)
        if case_id is not None:
            rows = rows.filter(pk=case_id)
        row = (
            rows.select_related("case")
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("next_try_at")
            .first()
        )
        if row is not None:
            row.tries += 1
            row.next_try_at = now + LEASE
            row.save(update_fields=["tries", "next_try_at"])
        return row


def _put_off(row: HandOver, code: str, now: dt.datetime) -> None:
    wait = WAITS[min(row.tries, len(WAITS)) - 1]
    HandOver.objects.filter(pk=row.pk, sealed__isnull=False).update(last_code=code[:40], next_try_at=now + wait)


def number_of(case: Case) -> str:
    """The number of the state's system; empty until it holds the appeal."""
    return Appeal.objects.filter(case=case).values_list("number", flat=True).first() or ""
