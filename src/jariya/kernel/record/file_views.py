"""What a log serves to programs: checkpoint, tiles, keys, totals, proofs, tables. No language, no session; open to all.

Any web server or CDN can serve `checkpoint` and `tile/` from the folder instead; these views are the same bytes.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from jariya.kernel.record import queries, storage, tiles, verify_log
from jariya.kernel.record.errors import RecordError
from jariya.kernel.record.models import Key, Log, Witness

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
JSON = "application/json; charset=utf-8"
LASTING = "public, max-age=31536000, immutable"
FRESH = "public, max-age=5"
"""A checkpoint is not kept longer than a few seconds."""
SOON = "public, max-age=60"
MOST_INDEX = 2**62

View = Callable[..., HttpResponse]


def _open(view: View) -> View:
    """GET and HEAD for anyone, from any site."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return answer


def _answer(request: HttpRequest, content: bytes, kind: str, keep: str) -> HttpResponse:
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(content, content_type=kind)
    response["ETag"] = etag
    response["Cache-Control"] = keep
    return response


def _log(name: str) -> Log:
    found = Log.objects.filter(name=name).first()
    if found is None:
        raise Http404
    return found


@_open
def checkpoint(request: HttpRequest, name: str) -> HttpResponse:
    """The signed head of a log, with the cosignatures it has."""
    try:
        return _answer(request, storage.get(name, "checkpoint"), TEXT, FRESH)
    except FileNotFoundError:
        raise Http404 from None


@_open
def tile(request: HttpRequest, name: str, path: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries; only canonical paths are addresses."""
    if tiles.parse(f"tile/{path}") is None:
        raise Http404
    try:
        return _answer(request, storage.get(name, f"tile/{path}"), BYTES, LASTING)
    except FileNotFoundError:
        # It may be there in a minute: a refusal is kept by nobody.
        raise Http404 from None


@_open
def key(request: HttpRequest, name: str) -> HttpResponse:
    """Key lines (vkey) of the keys that sign now, the newest first. Two lines while a key is being changed."""
    lines = queries.vkeys(_log(name))
    if not lines:
        raise Http404
    return _answer(request, "".join(f"{line}\n" for line in lines).encode(), TEXT, SOON)


@_open
def keys(request: HttpRequest, name: str) -> HttpResponse:
    """All keys a log ever had, with their times."""
    rows = Key.objects.filter(log=_log(name)).order_by("id")
    said = [{"vkey": row.vkey, "from": _time(row.added_at), "until": _time(row.retired_at)} for row in rows]
    return _json(request, {"keys": said})


@_open
def totals(request: HttpRequest, name: str) -> HttpResponse:
    """Totals by kind, region and hour, to be compared with a count of the entries."""
    return _json(request, queries.totals(_log(name)))


@_open
def proof(request: HttpRequest, name: str, index: int) -> HttpResponse:
    """The proof of an entry as a `.tlog-proof` file."""
    log = _log(name)
    try:
        content = queries.public_proof(log, index)
    except (RecordError, FileNotFoundError):
        raise Http404 from None
    response = _answer(request, content, TEXT, SOON)
    response["Content-Disposition"] = f'attachment; filename="{name}-{index}.tlog-proof"'
    return response


@_open
def openings(request: HttpRequest, name: str, index: int) -> HttpResponse:
    """What opens the commitments of a bundle's entries, as far as it is public now. Not for ever: see docs/log.md."""
    log = _log(name)
    last = queries.last_checkpoint(log)
    start = index * tiles.WIDTH
    if last is None or start >= last.size:
        raise Http404
    rows = queries.public_openings(log, start, min(start + tiles.WIDTH, last.size))
    said = [
        {"index": at, "salt": salt.hex(), "content": base64.b64encode(content).decode()} for at, salt, content in rows
    ]
    return _json(request, {"openings": said})


@_open
def logs(request: HttpRequest) -> HttpResponse:
    """All logs: name, kind, origin, address, size, keys."""
    said = [
        {
            "name": row.log.name,
            "kind": row.log.kind,
            "origin": row.log.origin,
            "address": f"{settings.PUBLIC_URL}/log/{row.log.name}",
            "size": row.checkpoint.size if row.checkpoint else None,
            "witnesses": row.witnesses,
        }
        for row in queries.shown_logs()
    ]
    return _json(request, {"logs": said})


def _days() -> list[dict[str, Any]]:
    return [
        {
            "day": row.day.isoformat(),
            "log": row.log.name,
            "origin": row.log.origin,
            "size": row.checkpoint.size,
            "root": bytes(row.checkpoint.root).hex(),
            "signed_at": _time(row.checkpoint.at),
        }
        for row in queries.daily()
    ]


@_open
def witnesses(request: HttpRequest) -> HttpResponse:
    """Key lines of the witnesses that are asked, as `verify_log.py --witness` takes them."""
    lines = Witness.objects.filter(active=True).order_by("id").values_list("vkey", flat=True)
    return _answer(request, "".join(f"{line}\n" for line in lines).encode(), TEXT, SOON)


@_open
def checkpoints_json(request: HttpRequest) -> HttpResponse:
    """The checkpoints that days ended with, the newest first."""
    return _json(request, {"checkpoints": _days()})


@_open
def checkpoints_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table."""
    out = io.StringIO()
    table = csv.DictWriter(out, ["day", "log", "origin", "size", "root", "signed_at"], lineterminator="\r\n")
    table.writeheader()
    table.writerows(_days())
    response = _answer(request, out.getvalue().encode(), "text/csv; charset=utf-8", SOON)
    response["Content-Disposition"] = 'attachment; filename="checkpoints.csv"'
    return response


@_open
def script(request: HttpRequest) -> HttpResponse:
    """verify_log.py, to be read and run."""
    content = Path(verify_log.__file__).read_bytes()
    response = _answer(request, content, "text/x-python; charset=utf-8", SOON)
    response["Content-Disposition"] = 'attachment; filename="verify_log.py"'
    return response


def _json(request: HttpRequest, said: Any) -> HttpResponse:
    return _answer(request, json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(), JSON, SOON)


def _time(moment: Any) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def addresses(log: Log) -> dict[str, str]:
    """Addresses of a log's files, for pages."""
    names = ("checkpoint", "key", "keys", "totals")
    return {name: reverse(f"record-{name}", args=[log.name]) for name in names}
