"""The one table of a signature's check: its states, who moves it, and what each state means to the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """State of a signing session, as a person reads it."""

    OPEN = "open", _("waits for the signature")
    RECEIVED = "received", _("received")
    VERIFYING = "verifying", _("being verified")
    INDETERMINATE = "indeterminate", _("being verified, will be tried again")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("did not pass")
    EXPIRED = "expired", _("the time is over")
    CANCELLED = "cancelled", _("cancelled")


@dataclass(frozen=True)
class Move:
    """One row. `who`: person (the page or the telephone), job (the worker), clock (the end of a time)."""

    verb: str
    source: tuple[Status, ...]
    target: Status
    who: str
    meaning: str | Promise


MOVES: tuple[Move, ...] = (
    Move("receive", (Status.OPEN,), Status.RECEIVED, "person", _("The signature arrived and fits what was to sign.")),
    Move("cancel", (Status.OPEN,), Status.CANCELLED, "person", _("The person does not want to sign.")),
    Move("expire", (Status.OPEN,), Status.EXPIRED, "clock", _("No signature arrived in time.")),
    Move(
        "take",
        (Status.RECEIVED, Status.INDETERMINATE, Status.VERIFYING),
        Status.VERIFYING,
        "job",
        _("The check runs. A check whose worker was killed is taken again."),
    ),
    Move("pass", (Status.VERIFYING,), Status.PASSED, "job", _("Everything was proven. Only now the signature counts.")),
    Move("fail", (Status.VERIFYING,), Status.FAILED, "job", _("The signature does not count, and the page says why.")),
    Move(
        "postpone",
        (Status.VERIFYING,),
        Status.INDETERMINATE,
        "job",
        _("A service of the certification centre does not answer: it is tried again by itself."),
    ),
    Move(
        "give_up",
        (Status.VERIFYING, Status.INDETERMINATE),
        Status.FAILED,
        "clock",
        _("The services did not answer for too long."),
    ),
)

FINAL = frozenset({Status.PASSED, Status.FAILED, Status.EXPIRED, Status.CANCELLED})
RUNNING = frozenset({Status.RECEIVED, Status.VERIFYING, Status.INDETERMINATE})
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
