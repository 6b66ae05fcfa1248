"""The one table of a signature's check: its states, who moves it, and what each state means to the person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jariya.kernel.status import Move, Table


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


TABLE: Table[Status] = Table(
    Move(
        "receive", (Status.OPEN,), Status.RECEIVED, ("person",), _("The signature arrived and fits what was to sign.")
    ),
    Move("cancel", (Status.OPEN,), Status.CANCELLED, ("person",), _("The person does not want to sign.")),
    Move("expire", (Status.OPEN,), Status.EXPIRED, ("clock",), _("No signature arrived in time.")),
    Move(
        "take",
        (Status.RECEIVED, Status.INDETERMINATE, Status.VERIFYING),
        Status.VERIFYING,
        ("job",),
        _("The check runs. A check whose worker was killed is taken again."),
    ),
    Move(
        "pass", (Status.VERIFYING,), Status.PASSED, ("job",), _("Everything was proven. Only now the signature counts.")
    ),
    Move(
        "fail", (Status.VERIFYING,), Status.FAILED, ("job",), _("The signature does not count, and the page says why.")
    ),
    Move(
        "postpone",
        (Status.VERIFYING,),
        Status.INDETERMINATE,
        ("job",),
        _("A service of the certification centre does not answer: it is tried again by itself."),
    ),
    Move(
        "give_up",
        (Status.VERIFYING, Status.INDETERMINATE),
        Status.FAILED,
        ("clock",),
        _("The services did not answer for too long."),
    ),
)
"""Who: person (the page or the telephone), job (the worker), clock (the end of a time)."""

FINAL = frozenset({Status.PASSED, Status.FAILED, Status.EXPIRED, Status.CANCELLED})
RUNNING = frozenset({Status.RECEIVED, Status.VERIFYING, Status.INDETERMINATE})
