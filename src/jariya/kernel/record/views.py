"""Pages of the record: the logs, the entries of one, an entry with its proof, and the check of a receipt."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jariya.kernel.record import file_views, proof, queries, tree
from jariya.kernel.record.models import Cosignature, Log
from jariya.kernel.record.note import NoteError, Signature
from jariya.kernel.web.caching import kept

PAGE = 30
MOST_DIGITS = 18


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return kept(render(request, template, context, using="jinja2"))


@require_safe
def logs(request: HttpRequest) -> HttpResponse:
    """All logs, and what they prove and do not prove."""
    return _page(request, "record/logs.html", {"logs": queries.shown_logs(), "days": queries.daily(limit=10)})


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Where anyone checks a receipt, in the browser. The site takes no part in the check."""
    return _page(request, "record/receipt.html", {"keys": queries.all_vkeys()})


@require_safe
def entries(request: HttpRequest, name: str) -> HttpResponse:
    """Entries of a log, the newest first; `?before=` is the index a page ends before."""
    log = _log(name)
    last = queries.last_checkpoint(log)
    size = last.size if last else 0
    said = request.GET.get("before", "")
    before = int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else None
    found = queries.entries(log, size, before=before, limit=PAGE) if size else []
    lowest = found[-1][0] if found else 0
    highest = found[0][0] if found else 0
    opened = {index: content for index, _salt, content in queries.public_openings(log, lowest, highest + 1)}
    here = reverse("record:log", args=[log.name])
    return _page(
        request,
        "record/log.html",
        {
            "log": log,
            "last": last,
            "rows": [(index, _read(opened.get(index, entry))) for index, entry in found],
            "older": f"{here}?before={lowest}" if lowest else None,
            "newer": (f"{here}?before={highest + 1 + PAGE}" if highest + 1 + PAGE < size else here)
            if found and highest + 1 < size
            else None,
            "kinds": queries.by_kind(log),
            "witnesses": _witnesses(last),
            "keys": queries.vkeys(log),
            "files": file_views.addresses(log),
        },
    )


@require_safe
def entry(request: HttpRequest, name: str, index: int) -> HttpResponse:
    """One entry, and its proof written out."""
    log = _log(name)
    last = queries.last_checkpoint(log)
    if last is None or index >= last.size:
        raise Http404
    tiled = queries.reader(log, last.size)
    content = tiled.entry(index)
    opening = queries.public_opening(log, index)
    return _page(
        request,
        "record/entry.html",
        {
            "log": log,
            "index": index,
            "last": last,
            "text": _text(content),
            "opened": _text(opening[1]) if opening else None,
            "leaf": tree.leaf_hash(content).hex(),
            "path": [base64.b64encode(node).decode() for node in tiled.inclusion(index)],
            "root": base64.b64encode(bytes(last.root)).decode(),
            "witnesses": _witnesses(last),
            "proof": reverse("record-proof", args=[log.name, index]),
            "suffix": proof.SUFFIX,
        },
    )


def _log(name: str) -> Log:
    found = Log.objects.filter(name=name).first()
    if found is None:
        raise Http404
    return found


def _witnesses(last: Any) -> list[tuple[str, dt.datetime]]:
    """Witnesses of a checkpoint and when they saw it."""
    rows = Cosignature.objects.filter(checkpoint=last).select_related("witness").order_by("id") if last else ()
    found = []
    for row in rows:
        try:
            seconds = Signature.parse(row.line).time
        except NoteError:
            continue
        found.append((row.witness.name, dt.datetime.fromtimestamp(seconds, dt.UTC)))
    return found


def _read(entry: bytes) -> dict[str, str]:
    """What a row of the list shows of an entry: kind, time and what it is about."""
    try:
        leaf = json.loads(entry)
    except (ValueError, RecursionError):
        leaf = None
    if not isinstance(leaf, dict):
        return {"kind": "", "when": "", "about": _text(entry)[:80]}
    words = {name: value for name, value in leaf.items() if isinstance(value, str)}
    about = words.get("case") or words.get("vkey") or words.get("commitment", "")[:16]
    return {"kind": words.get("kind", ""), "when": words.get("at") or words.get("hour", ""), "about": about}


def _text(entry: bytes) -> str:
    """An entry as it stands; bytes that are no text are shown as such."""
    return entry.decode("utf-8", "backslashreplace")
