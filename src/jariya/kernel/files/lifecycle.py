"""The one table of a file's check: its states, who moves it, and what each state means to the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """State of a file's content, as a person reads it."""

    UPLOADED = "uploaded", _("waits for its check")
    CHECKING = "checking", _("being checked")
    READY = "ready", _("checked")
    REFUSED = "refused", _("not accepted")


@dataclass(frozen=True)
class Move:
    """One row. `who`: job (the worker) or clock (a periodic run)."""

    verb: str
    source: tuple[Status, ...]
    target: Status
    who: str
    meaning: str | Promise


MOVES: tuple[Move, ...] = (
    Move(
        "take",
        (Status.UPLOADED, Status.CHECKING),
        Status.CHECKING,
        "job",
        _("The check runs. A check whose worker was killed is taken again."),
    ),
    Move("pass", (Status.CHECKING,), Status.READY, "job", _("Nothing speaks against it: the parties may open it.")),
    # A picture that was read and cannot be drawn anew is refused after its check.
    Move(
        "refuse",
        (Status.CHECKING, Status.READY),
        Status.REFUSED,
        "job",
        _("Nobody can open it, and the page says why."),
    ),
    Move(
        "postpone",
        (Status.CHECKING,),
        Status.CHECKING,
        "job",
        _("The virus scanner does not answer: the check is tried again by itself, and nobody gets the file."),
    ),
    Move(
        "again",
        (Status.READY,),
        Status.CHECKING,
        "clock",
        _("A scanner was set up after the file had come in: the file is scanned before it is given out again."),
    ),
)

RUNNING = frozenset({Status.UPLOADED, Status.CHECKING})
TABLE: Mapping[str, Move] = MappingProxyType({move.verb: move for move in MOVES})


class WrongMove(RuntimeError):
    """A verb that the table does not allow from this state."""

    def __init__(self, verb: str, status: str) -> None:
        super().__init__(f"{verb} from {status}")
        self.verb, self.status = verb, status


def after(verb: str, status: str) -> Status:
    """The state after a verb.

    Raises:
        WrongMove: the table has no such row.
    """
    move = TABLE[verb]
    if status not in move.source:
        raise WrongMove(verb, status)
    return move.target
