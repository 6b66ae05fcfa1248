"""The one table of a comment: its states, who moves it, what each state means to readers. No obligations run here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jariya.kernel.status import NEW, Move, Table


class Status(models.TextChoices):
    """State of a comment, as a reader sees it."""

    PUBLISHED = "published", _("published")
    HIDDEN = "hidden", _("hidden by a moderator")
    APPEALED = "appealed", _("hidden, the author has appealed")
    REMOVED = "removed", _("hidden, the appeal was dismissed")
    WITHDRAWN = "withdrawn", _("withdrawn by the author")


MODERATORS = ("moderator", "supervisor")
STAFF = ("officer", "deputy", "head")
_SEEN = (Status.PUBLISHED,)
_OUT = (Status.HIDDEN, Status.APPEALED, Status.REMOVED)

TABLE: Table[Status] = Table(
    Move("post", (NEW,), Status.PUBLISHED, ("reader",), _("The comment is published at once."), "posted"),
    Move(
        "answer", (NEW,), Status.PUBLISHED, STAFF, _("The body of the case answers; the answer is marked."), "answered"
    ),
    Move(
        "edit",
        _SEEN,
        Status.PUBLISHED,
        ("author",),
        _("The author changes the text until somebody answers; former versions stay readable."),
        "edited",
    ),
    Move("keep", _SEEN, Status.PUBLISHED, MODERATORS, _("A moderator looked at it: it stays."), "kept", public=False),
    Move(
        "redact",
        _SEEN,
        Status.PUBLISHED,
        MODERATORS,
        _("A moderator blackened personal data in the public copy; the rest stays."),
        "redacted",
    ),
    Move(
        "hide",
        _SEEN,
        Status.HIDDEN,
        MODERATORS,
        _("A moderator hides the text on a published ground; a stub with the ground stays."),
        "hidden",
    ),
    Move(
        "appeal",
        (Status.HIDDEN,),
        Status.APPEALED,
        ("author",),
        _("The author asks for another person's decision."),
        "appealed",
    ),
    Move("restore", (Status.APPEALED,), Status.PUBLISHED, MODERATORS, _("Another person puts it back."), "restored"),
    Move("uphold", (Status.APPEALED,), Status.REMOVED, MODERATORS, _("Another person confirms the hiding."), "upheld"),
    Move(
        "withdraw",
        (*_SEEN, *_OUT),
        Status.WITHDRAWN,
        ("author",),
        _("The author takes the text back; a stub stays where others may have answered."),
        "withdrawn",
    ),
)
"""Who: author, reader (anyone signed in), staff (of the case's body), moderator, supervisor."""
SHOWN = frozenset({Status.PUBLISHED})
"""States in which anyone reads the text."""
