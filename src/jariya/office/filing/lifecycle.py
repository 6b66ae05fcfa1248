"""The one table of a filing: its states, who moves it, what each state means. It is no case yet: nothing runs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jariya.kernel.status import Move, Table


class Channel(models.TextChoices):
    """How a letter reached the state. What people send themselves comes by `web`."""

    ASSISTED = "assisted", _("with a clerk's help")
    PAPER = "paper", _("on paper")
    ORAL = "oral", _("by word of mouth")
    RECEPTION = "reception", _("on a reception day")


class Document(models.TextChoices):
    """What the clerk saw. The kind alone: no number is written down, because no rule asks for one."""

    ID_CARD = "id_card", _("identity card")
    PASSPORT = "passport", _("passport")
    RESIDENCE = "residence", _("residence permit")
    PENSION = "pension", _("pension certificate")
    DRIVING = "driving", _("driving licence")
    NONE = "none", _("no document was shown")


class Status(models.TextChoices):
    """State of a filing, as the clerk reads it."""

    WRITTEN = "written", _("written down")
    READ_BACK = "read_back", _("read back, the person agrees")
    REGISTERED = "registered", _("registered")
    ABANDONED = "abandoned", _("given up, the text is gone")


OPEN = (Status.WRITTEN, Status.READ_BACK)

TABLE: Table[Status] = Table(
    Move(
        "write",
        OPEN,
        Status.WRITTEN,
        ("clerk",),
        _("The clerk types what the person says; a change is read back anew."),
    ),
    Move(
        "read_back", (Status.WRITTEN,), Status.READ_BACK, ("clerk",), _("The text was read to the person, who agrees.")
    ),
    Move(
        "confirm_by_code",
        (Status.READ_BACK,),
        Status.REGISTERED,
        ("person",),
        _("The person tells the code from their own telephone; the letter is registered."),
    ),
    Move(
        "confirm_by_hand",
        (Status.READ_BACK,),
        Status.REGISTERED,
        ("person",),
        _("The person signs the printed text; the clerk keeps a scan, and the letter is registered."),
    ),
    Move("enter", (Status.WRITTEN,), Status.REGISTERED, ("clerk",), _("A letter on paper is entered with its scan.")),
    Move("abandon", OPEN, Status.ABANDONED, ("clerk",), _("Nothing is sent; the text and the number are erased.")),
    Move("forget", OPEN, Status.ABANDONED, ("clock",), _("Nobody went on with it until the next day.")),
)
"""Who: clerk (the one who began it), person (by a code or by hand), clock."""
