"""The one table of a file's check: its states, who moves it, and what each state means to the person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jariya.kernel.status import Move, Table


class Status(models.TextChoices):
    """State of a file's content, as a person reads it."""

    UPLOADED = "uploaded", _("waits for its check")
    CHECKING = "checking", _("being checked")
    READY = "ready", _("checked")
    REFUSED = "refused", _("not accepted")


TABLE: Table[Status] = Table(
    Move(
        "take",
        (Status.UPLOADED, Status.CHECKING),
        Status.CHECKING,
        ("job",),
        _("The check runs. A check whose worker was killed is taken again."),
    ),
    Move("pass", (Status.CHECKING,), Status.READY, ("job",), _("Nothing speaks against it: the parties may open it.")),
    # A picture that was read and cannot be drawn anew is refused after its check.
    Move(
        "refuse",
        (Status.CHECKING, Status.READY),
        Status.REFUSED,
        ("job",),
        _("Nobody can open it, and the page says why."),
    ),
    Move(
        "postpone",
        (Status.CHECKING,),
        Status.CHECKING,
        ("job",),
        _("The virus scanner does not answer: the check is tried again by itself, and nobody gets the file."),
    ),
    Move(
        "again",
        (Status.READY,),
        Status.CHECKING,
        ("clock",),
        _("A scanner was set up after the file had come in: the file is scanned before it is given out again."),
    ),
)
"""Who: job (the worker) or clock (a periodic run)."""

RUNNING = frozenset({Status.UPLOADED, Status.CHECKING})
