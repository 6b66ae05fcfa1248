"""What the API says of every letter, whatever the portal, in plain values."""

from __future__ import annotations

from typing import Any

from jariya.kernel.correspondence.reading import Reading


def told(view: Reading, lang: str) -> dict[str, Any]:
    """Number, state, points with answers, signature, rating and events of a letter as its reader may see it."""
    answer = view.answer
    return {
        "number": view.letter.label,
        "title": view.title,
        "state_title": str(view.state.title),
        "first_registered_on": view.letter.first_registered_on,
        "registered_on": view.letter.registered_on,
        "hops": view.letter.hops,
        "identity": view.letter.identity,
        "signed_by_asker": view.letter.signing_id is not None,
        "points": [
            {"number": point.number, "text": point.text, "answer": point.answer, "moved_to": point.moved_to}
            for point in view.points
        ],
        "signed": None
        if answer is None
        else {
            "at": answer.signed_at,
            "post": answer.signer_post.name(lang).text if answer.signer_post else None,
            "as": answer.as_role,
            "means": answer.level,
            "eds": answer.signing_id is not None,
        },
        "rating": None if view.rating is None else {"score": view.rating.score, "resolved": view.rating.resolved},
        "terms": [term(row) for row in view.terms],
        "events": [{"kind": said.kind, "at": said.when, "on": said.on, "text": said.text} for said in view.timeline],
    }


def term(row: Any) -> dict[str, Any]:
    """A running or ended term, with the days that were counted."""
    return {
        "kind": row.kind,
        "title": row.title,
        "state": row.state,
        "started_on": row.started_on,
        "due_on": row.due_on,
        "met_on": row.met_on,
        "extended": row.extended,
        "working_days_late": row.days_late,
        "why": row.steps,
        "trace": row.trace,
    }
