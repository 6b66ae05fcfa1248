"""The one table of an application: told by its maker, looked at by the body whose data it uses, shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jariya.kernel.status import NEW, Move, Table


class Status(models.TextChoices):
    """State of an application, as its maker sees it."""

    WAITING = "waiting", _("waiting for a look")
    SHOWN = "shown", _("shown to everyone")
    REFUSED = "refused", _("not shown")
    WITHDRAWN = "withdrawn", _("withdrawn by its maker")


LOOKERS = ("officer", "deputy", "head", "moderator", "supervisor")
TABLE: Table[Status] = Table(
    Move("offer", (NEW,), Status.WAITING, ("reader",), _("Its maker tells of it; nobody else sees it yet.")),
    Move(
        "show", (Status.WAITING, Status.REFUSED), Status.SHOWN, LOOKERS, _("It stands beside the data it is built on.")
    ),
    Move("refuse", (Status.WAITING, Status.SHOWN), Status.REFUSED, LOOKERS, _("It is not shown; the maker reads why.")),
    Move("withdraw", (Status.WAITING, Status.SHOWN), Status.WITHDRAWN, ("maker",), _("The maker took it back.")),
)
