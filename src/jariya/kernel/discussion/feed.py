"""What the Atom feed of a case's discussion holds: shown comments and replies, newest first, their public copies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.discussion import kinds, queries
from jariya.kernel.discussion.models import Voice
from jariya.kernel.lifecycle.models import Case

LONGEST = 600


@dataclass(frozen=True)
class Line:
    """One entry: a lasting mark, who spoke, what, when and where it is read."""

    mark: str
    title: str
    summary: str
    author: str
    at: dt.datetime
    path: str


def lines(case: Case, lang: str) -> list[Line]:
    """The newest fifty. Empty for a case that is not discussed."""
    if kinds.of(case) is None:
        return []
    with translation.override(lang):
        return [_line(view, lang) for view in queries.newest(case)]


def _line(view: queries.CommentView, lang: str) -> Line:
    comment = view.comment
    if comment.voice == Voice.BODY and comment.body is not None:
        author, title = comment.body.name(lang).text, _("Answer of the body")
    elif comment.voice == Voice.ORGANISATION and comment.organisation is not None:
        author, title = comment.organisation.name, _("Comment of an organisation")
    else:
        author, title = _("a citizen"), _("Comment")
    text = view.text or ""
    summary = text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
    path = reverse("discussion:comment", args=[comment.public_id])
    return Line(comment.public_id, f"{title} {comment.public_id}", summary, author, comment.at, path)
