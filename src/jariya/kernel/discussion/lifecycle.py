"""The one table of a comment: its states, who moves it, what each state means to readers. No obligations run here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """State of a comment, as a reader sees it."""

    PUBLISHED = "published", _("published")
    HIDDEN = "hidden", _("hidden by a moderator")
    APPEALED = "appealed", _("hidden, the author has appealed")
    REMOVED = "removed", _("hidden, the appeal was dismissed")
    WITHDRAWN = "withdrawn", _("withdrawn by the author")


@dataclass(frozen=True)
class Move:
    """One row. `who`: author, reader (anyone signed in), staff (of the case's body), moderator, supervisor.

    `event`: code of the step in the append-only list; `public`: whether the step enters the public record.
    """

    verb: str
    source: tuple[Status, ...]
    target: Status
    who: tuple[str, ...]
    event: str
    meaning: str | Promise
    public: bool = True


MODERATORS = ("moderator", "supervisor")
STAFF = ("officer", "deputy", "head")
NEW: tuple[Status, ...] = ()
"""Source of the verbs that make a comment."""
_SEEN = (Status.PUBLISHED,)
_OUT = (Status.HIDDEN, Status.APPEALED, Status.REMOVED)

MOVES: tuple[Move, ...] = (
    Move("post", NEW, Status.PUBLISHED, ("reader",), "posted", _("The comment is published at once.")),
    Move("answer", NEW, Status.PUBLISHED, STAFF, "answered", _("The body of the case answers; the answer is marked.")),
    Move(
        "edit",
        _SEEN,
        Status.PUBLISHED,
        ("author",),
        "edited",
        _("The author changes the text until somebody answers; former versions stay readable."),
    ),
    Move("keep", _SEEN, Status.PUBLISHED, MODERATORS, "kept", _("A moderator looked at it: it stays."), public=False),
    Move(
        "redact",
        _SEEN,
        Status.PUBLISHED,
        MODERATORS,
        "redacted",
        _("A moderator blackened personal data in the public copy; the rest stays."),
    ),
    Move(
        "hide",
        _SEEN,
        Status.HIDDEN,
        MODERATORS,
        "hidden",
        _("A moderator hides the text on a published ground; a stub with the ground stays."),
    ),
    Move(
        "appeal",
        (Status.HIDDEN,),
        Status.APPEALED,
        ("author",),
        "appealed",
        _("The author asks for another person's decision."),
    ),
    Move("restore", (Status.APPEALED,), Status.PUBLISHED, MODERATORS, "restored", _("Another person puts it back.")),
    Move("uphold", (Status.APPEALED,), Status.REMOVED, MODERATORS, "upheld", _("Another person confirms the hiding.")),
    Move(
        "withdraw",
        (*_SEEN, *_OUT),
        Status.WITHDRAWN,
        ("author",),
        "withdrawn",
        _("The author takes the text back; a stub stays where others may have answered."),
    ),
)

TABLE: Mapping[str, Move] = MappingProxyType({move.verb: move for move in MOVES})
SHOWN = frozenset({Status.PUBLISHED})
"""States in which anyone reads the text."""


class WrongMove(RuntimeError):
    """A verb that the table does not allow from this state."""

    def __init__(self, verb: str, status: str) -> None:
        super().__init__(f"{verb} from {status}")
        self.verb, self.status = verb, status


def after(verb: str, status: str | None) -> Status:
    """The state after a verb; `status` None: there is no comment yet.

    Raises:
        WrongMove: the table has no such row.
    """
    move = TABLE[verb]
    if (status is None) != (move.source == NEW) or (status is not None and status not in move.source):
        raise WrongMove(verb, status or "")
    return move.target
