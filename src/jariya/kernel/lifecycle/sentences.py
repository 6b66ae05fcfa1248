"""A readable sentence per event, in the reader's language, from the codes the event holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.law.dates import say_day
from jariya.kernel.lifecycle.models import Event
from jariya.kernel.lifecycle.table import lifecycle

_BODY_CODES = ("body", "from_body", "to_body", "part_body")
_DAY_CODES = ("registered_on", "due", "old_due", "approved_on", "paid_on", "since")


@dataclass(frozen=True)
class Said:
    """An event as people read it. `text` is in the language asked for."""

    id: int
    kind: str
    text: str
    when: dt.datetime
    on: dt.date
    role: str
    codes: dict[str, Any]
    public: bool


def say(events: Iterable[Event], lang: str) -> list[Said]:
    """Sentences of events in order. Two queries however many events: names of bodies and of posts."""
    rows = list(events)
    body_ids = {row.codes[name] for row in rows for name in _BODY_CODES if row.codes.get(name)}
    post_ids = {row.codes["signer_post"] for row in rows if row.codes.get("signer_post")}
    bodies = {body.pk: body.name(lang).text for body in Body.objects.filter(pk__in=body_ids)} if body_ids else {}
    posts = {post.pk: post.name(lang).text for post in Post.objects.filter(pk__in=post_ids)} if post_ids else {}
    kinds = _kinds(rows)
    return [_say(row, kinds[row.case_id], lang, bodies, posts) for row in rows]


def _kinds(rows: list[Event]) -> dict[int, str]:
    from jariya.kernel.lifecycle.models import Case

    loaded = {row.case_id: row.case.kind for row in rows if "case" in row._state.fields_cache}
    missing = {row.case_id for row in rows} - set(loaded)
    return loaded | dict(Case.objects.filter(pk__in=missing).values_list("pk", "kind")) if missing else loaded


def _say(row: Event, kind: str, lang: str, bodies: dict[int, str], posts: dict[int, str]) -> Said:
    table = lifecycle(kind)
    words: dict[str, Any] = dict(row.codes)
    for name in _BODY_CODES:
        if row.codes.get(name):
            words[name] = bodies.get(row.codes[name], "—")
    for name in _DAY_CODES:
        if row.codes.get(name):
            words[name] = say_day(dt.date.fromisoformat(row.codes[name]), lang)
    if "signer_post" in row.codes:
        words["signer_post"] = posts.get(row.codes["signer_post"] or 0, "—")
    if "obligation" in row.codes:
        term = table.terms().get(row.codes["obligation"])
        words["obligation"] = str(term.title) if term else row.codes["obligation"]
    template = str(table.sentence(row.kind))
    try:
        text = template % words
    except (KeyError, ValueError):
        text = template
    return Said(row.pk, row.kind, text, row.at, row.on, row.role, dict(row.codes), row.public)
