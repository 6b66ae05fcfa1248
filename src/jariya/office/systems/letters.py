"""A letter as its body's system reads it: what an official reads at the desk, in plain values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation

from jariya.kernel.correspondence.reading import Reading, TermView
from jariya.kernel.files.queries import FileView
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.lifecycle.table import Move
from jariya.office.systems.models import Change


def due(case: Case, terms: Iterable[Obligation]) -> dict[str, Any]:
    """A line of what is due."""
    return {
        "id": case.public_id,
        "kind": case.kind,
        "state": case.state,
        "version": case.version,
        "language": case.language,
        "registered_on": case.letter.registered_on,
        "number": case.letter.label,
        "assignee": case.assignee.handle if case.assignee else None,
        "terms": [{"kind": row.kind, "norm": row.norm_key, "due_on": row.due_on} for row in terms],
        "demo": case.invented,
    }


def change(row: Change) -> dict[str, Any]:
    """A line of what changed."""
    return {
        "id": row.case.public_id,
        "kind": row.case.kind,
        "event": row.kind,
        "state": row.state,
        "version": row.version,
        "here": row.here,
        "at": row.at,
    }


def letter(view: Reading, moves: Iterable[Move]) -> dict[str, Any]:
    """A letter with all that its body reads of it, and the steps that are open to the system now."""
    case = view.case
    drafted = dict(view.drafted)
    more: dict[str, Any] = {}
    if (request := getattr(view, "request", None)) is not None:
        more = {"subject": request.subject, "request_kind": request.kind, "outcome": request.outcome or None}
    return {
        "id": case.public_id,
        "kind": case.kind,
        "state": case.state,
        "version": case.version,
        "language": case.language,
        "number": view.letter.label,
        "channel": view.letter.channel,
        "identity": view.letter.identity,
        "signed_by_asker": view.letter.signing_id is not None,
        "first_registered_on": view.letter.first_registered_on,
        "registered_on": view.letter.registered_on,
        "hops": view.letter.hops,
        "publication_agreed": case.visibility == "public",
        "assignee": case.assignee.handle if case.assignee else None,
        "title": view.title,
        "points": [
            {
                "number": point.number,
                "text": point.text,
                "drafted": drafted.get(point.number),
                "answer": point.answer,
                "moved_to": point.moved_to,
            }
            for point in view.points
        ],
        "reasons": view.reasons,
        "files": [_file(row) for row in view.files],
        "terms": [_term(row) for row in view.terms],
        "events": [{"kind": said.kind, "at": said.when, "on": said.on, "text": said.text} for said in view.timeline],
        "steps": list(dict.fromkeys(move.verb for move in moves)),
        "page": _page(case),
        "demo": case.invented,
        **more,
    }


def _page(case: Case) -> str:
    with translation.override(case.language):
        return reverse("office:case", args=[case.public_id])


def _file(row: FileView) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "role": row.role,
        "title": row.title,
        "kind": row.kind,
        "size": row.size,
        "state": str(row.state.value),
        "scan": str(row.scan.value),
        "ready": bool(row.href),
    }


def _term(row: TermView) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "title": row.title,
        "norm": row.norm_key,
        "confirmed": row.confirmed,
        "state": row.state,
        "started_on": row.started_on,
        "due_on": row.due_on,
        "met_on": row.met_on,
        "extended": row.extended,
        "why": row.steps,
    }
