"""What becomes of a letter that came in: one table, nothing leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a letter stands."""

    RECEIVED = "received"
    TAKEN = "taken"
    KEPT = "kept"
    IGNORED = "ignored"


MOVES: dict[str, tuple[str, ...]] = {
    State.RECEIVED: (State.TAKEN, State.KEPT, State.IGNORED),
    State.TAKEN: (),
    State.KEPT: (),
    State.IGNORED: (),
}
"""State -> what it may become. A letter is read once: no second reading undoes or doubles an act."""


@dataclass(frozen=True)
class Said:
    """Why a letter was kept and did nothing: what happened, and what to do."""

    title: Any
    remedy: Any


KEPT: dict[str, Said] = {
    "no_handler": Said(
        _("Your letter was received and kept, but a letter cannot change this case."),
        _("To do something in the case, open its page."),
    ),
    "other_sender": Said(
        _("A letter came to your case from an address that is not yours, so it was kept and did nothing."),
        _("Write from the address that is confirmed in your account, or open the page of the case."),
    ),
    "forged": Said(
        _("A letter came in your name, but its origin is doubtful, so it was kept and did nothing."),
        _("If you wrote it, open the page of the case and say it there."),
    ),
    "no_words": Said(
        _("Your letter held no words of its own, only what it answered."),
        _("Write your answer above the quoted letter, or open the page of the case."),
    ),
    "too_long": Said(
        _("Your letter is too long to be added to the case, so it was kept and did nothing."),
        _("Shorten it, or open the page of the case and attach a file there."),
    ),
    "not_yours": Said(
        _("This case is no longer yours to write to, so the letter was kept and did nothing."),
        _("Open the page of the case to see where it stands."),
    ),
}
"""By code. A refusal of the case's own action says its own words instead."""
