"""Asks witnesses to cosign the last checkpoints (C2SP tlog-witness). Runs in a job: no page waits for a witness."""

from __future__ import annotations

import datetime as dt
import logging
import urllib.error
import urllib.request
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from jariya.kernel.record import note, queries, sequencing, witness
from jariya.kernel.record.actions import add_witness, alarm
from jariya.kernel.record.models import Checkpoint, Cosignature, Log, Witness
from jariya.kernel.record.note import NoteError, Signature, Verifier

log = logging.getLogger("jariya.record")
SECONDS = 10
MOST_ANSWER = 1_000_000
TOGETHER = 100
"""Logs in one request: a few kB of checkpoint and proof each."""


def ask_witnesses(now: dt.datetime) -> int:
    """Ask every active witness about every log's last checkpoint it has not cosigned. Returns how many cosigned."""
    _from_settings()
    found = 0
    for row in Witness.objects.filter(active=True).order_by("id"):
        wanted = _uncosigned(row)
        for at in range(0, len(wanted), TOGETHER):
            try:
                fresh = _ask(wanted[at : at + TOGETHER], row, now)
            except OSError as error:
                # It is away: the other logs would wait for it as long, one after another.
                _failed(wanted[at], row, error, now)
                break
            for target in fresh:
                sequencing.publish(target)
            found += len(fresh)
    return found


@dataclass(frozen=True)
class _Head:
    """A log's last checkpoint that a witness has not cosigned; `old`: leaves of the last one that it has."""

    target: Log
    last: Checkpoint
    old: int


_UNCOSIGNED = """
SELECT last.id, coalesce((
    SELECT max(before.size) FROM record_cosignature line JOIN record_checkpoint before ON before.id = line.checkpoint_id
    WHERE line.witness_id = %s AND before.log_id = log.id), 0)
FROM record_log log
CROSS JOIN LATERAL (SELECT id FROM record_checkpoint WHERE log_id = log.id ORDER BY size DESC LIMIT 1) last
WHERE NOT EXISTS (SELECT FROM record_cosignature WHERE witness_id = %s AND checkpoint_id = last.id)
ORDER BY log.id
"""


def _uncosigned(row: Witness) -> list[_Head]:
    """What a witness is to be asked: two queries, however many logs there are."""
    with connection.cursor() as cursor:
        cursor.execute(_UNCOSIGNED, [row.pk, row.pk])
        olds = dict(cursor.fetchall())
    rows = Checkpoint.objects.select_related("log").filter(pk__in=olds).order_by("log_id")
    return [_Head(last.log, last, olds[last.pk]) for last in rows]


def _from_settings() -> None:
    """Witnesses of JARIYA_WITNESSES: `<vkey> <address>` pairs, one a line or divided by semicolons.

    In a demonstration an address alone is enough: its key is believed at the first meeting.
    """
    for said in settings.WITNESSES.replace("\n", ";").split(";"):
        words = said.split()
        if not words:
            continue
        vkey, url = (words[0], words[1]) if len(words) == 2 else ("", words[0].rstrip("/"))
        if Witness.objects.filter(url=url.rstrip("/")).exists():
            continue
        try:
            if not vkey and settings.DEMO:
                _status, answer = _send(f"{url}/vkey", None)
                vkey = answer.decode().strip()
            add_witness(vkey, url)
        except (OSError, ValueError) as error:
            log.warning("witness %s cannot be taken in: %s", url, type(error).__name__)


def _ask(heads: list[_Head], row: Witness, now: dt.datetime) -> list[Log]:
    """Ask for several logs at once where the witness can do that; the logs it has cosigned.

    Raises:
        OSError: the witness cannot be reached.
    """
    ready: list[tuple[_Head, bytes]] = []
    for head in heads:
        try:
            ready.append((head, _body(head, head.old)))
        except OSError as error:
            _failed(head, row, error, now)  # a file of this log is missing here: no fault of the others
    answers = _answers([body for _head, body in ready], row)
    return [head.target for (head, _sent), said in zip(ready, answers, strict=True) if _take(head, *said, row, now)]


def _answers(bodies: list[bytes], row: Witness) -> list[tuple[int, bytes]]:
    """One request for many heads; a witness that knows only the standard's is asked for each."""
    if len(bodies) > 1:
        status, answer = _send(f"{row.url}/add-checkpoints", witness.together(bodies))
        try:
            if status == 200:
                return [(one.status, one.body) for one in witness.apart(answer, len(bodies))]
        except NoteError as error:
            log.warning("witness %s is asked log by log: %s", row.name, error)
    return [_send(f"{row.url}/add-checkpoint", body) for body in bodies]


def _take(head: _Head, status: int, answer: bytes, row: Witness, now: dt.datetime) -> bool:
    """Take in what a witness said of one log; whether it has cosigned."""
    target, last = head.target, head.last
    try:
        if status == 409 and answer.strip().isdigit():
            old = int(answer)
            if old > last.size:
                alarm(target, "witness_ahead", f"{row.name} has cosigned {old} leaves, here are {last.size}", now=now)
                return False
            status, answer = _send(f"{row.url}/add-checkpoint", _body(head, old))
        if status != 200:
            if status in (409, 422):
                refused = f"{row.name} refuses the checkpoint of {last.size} leaves (HTTP {status})"
                alarm(target, "witness_refuses", refused, now=now)
            raise OSError(f"HTTP {status}")
        line = _cosignature(answer, bytes(last.note), Verifier.parse(row.vkey))
    except (OSError, NoteError, ValueError) as error:
        _failed(head, row, error, now)
        return False
    Cosignature.objects.get_or_create(witness=row, checkpoint=last, defaults={"line": line, "at": now})
    Witness.objects.filter(pk=row.pk).exclude(failed_at=None, failure="").update(failed_at=None, failure="")
    return True


def _failed(head: _Head, row: Witness, error: Exception, now: dt.datetime) -> None:
    log.warning("witness %s did not cosign %s: %s", row.name, head.target.name, error)
    Witness.objects.filter(pk=row.pk).update(failed_at=now, failure=str(error)[:200])


def _body(head: _Head, old: int) -> bytes:
    last = head.last
    proof = queries.reader(head.target, last.size).consistency(old) if 0 < old < last.size else []
    return witness.request(old, proof, bytes(last.note))


def _cosignature(answer: bytes, checkpoint: bytes, verifier: Verifier) -> str:
    """The witness's own line out of its answer, once it holds.

    Raises:
        NoteError: `signature_bad`, `key_unknown`, `signature_malformed`.
    """
    text = note.Note.parse(checkpoint).text
    for line in answer.decode("utf-8", "replace").splitlines():
        signature = Signature.parse(line)
        if (signature.name, signature.id) == (verifier.name, verifier.id):
            if not verifier.holds(text, signature.signature):
                raise NoteError("signature_bad")
            return signature.line()
    raise NoteError("key_unknown")


def _send(url: str, body: bytes | None) -> tuple[int, bytes]:
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "text/plain; charset=utf-8"})  # noqa: S310
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return int(answer.status), bytes(answer.read(MOST_ANSWER))
    except urllib.error.HTTPError as error:
        return int(error.code), bytes(error.read(MOST_ANSWER))


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """A witness does not send its client elsewhere."""
        return
