"""Asks witnesses to cosign the last checkpoints (C2SP tlog-witness). Runs in a job: no page waits for a witness."""

from __future__ import annotations

import datetime as dt
import logging
import urllib.error
import urllib.request

from django.conf import settings

from jariya.kernel.record import note, queries, sequencing, witness
from jariya.kernel.record.actions import add_witness, alarm
from jariya.kernel.record.models import Checkpoint, Cosignature, Log, Witness
from jariya.kernel.record.note import NoteError, Signature, Verifier

log = logging.getLogger("jariya.record")
SECONDS = 10
MOST_ANSWER = 100_000


def ask_witnesses(now: dt.datetime) -> int:
    """Ask every active witness about every log's last checkpoint it has not cosigned. Returns how many cosigned."""
    _from_settings()
    found = 0
    witnesses = list(Witness.objects.filter(active=True).order_by("id"))
    for target in Log.objects.order_by("id") if witnesses else ():
        last = queries.last_checkpoint(target)
        if last is None:
            continue
        fresh = 0
        for row in witnesses:
            if not Cosignature.objects.filter(witness=row, checkpoint=last).exists():
                fresh += _ask(target, last, row, now)
        if fresh:
            sequencing.publish(target)
        found += fresh
    return found


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


def _ask(target: Log, last: Checkpoint, row: Witness, now: dt.datetime) -> int:
    known = Cosignature.objects.filter(witness=row, checkpoint__log=target).order_by("-checkpoint__size")
    old = known.values_list("checkpoint__size", flat=True).first() or 0
    try:
        status, answer = _submit(target, last, row, old)
        if status == 409 and answer.strip().isdigit():
            old = int(answer)
            if old > last.size:
                alarm(target, "witness_ahead", f"{row.name} has cosigned {old} leaves, here are {last.size}", now=now)
                return 0
            status, answer = _submit(target, last, row, old)
        if status != 200:
            if status in (409, 422):
                said = f"{row.name} refuses the checkpoint of {last.size} leaves (HTTP {status})"
                alarm(target, "witness_refuses", said, now=now)
            raise OSError(f"HTTP {status}")
        line = _cosignature(answer, bytes(last.note), Verifier.parse(row.vkey))
    except (OSError, NoteError, ValueError) as error:
        log.warning("witness %s did not cosign %s: %s", row.name, target.name, error)
        Witness.objects.filter(pk=row.pk).update(failed_at=now, failure=str(error)[:200])
        return 0
    Cosignature.objects.get_or_create(witness=row, checkpoint=last, defaults={"line": line, "at": now})
    Witness.objects.filter(pk=row.pk).update(failed_at=None, failure="")
    return 1


def _submit(target: Log, last: Checkpoint, row: Witness, old: int) -> tuple[int, bytes]:
    proof = queries.reader(target, last.size).consistency(old) if 0 < old < last.size else []
    return _send(f"{row.url}/add-checkpoint", witness.request(old, proof, bytes(last.note)))


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
