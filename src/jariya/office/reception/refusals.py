"""Every "no" of booking: a stable code, what happened, what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.refusals import Refused

WORDS: dict[str, tuple[Any, Any, int]] = {
    "reception.taken": (
        _("Somebody has just taken this time."),
        _("Choose another time: the list shows what is still free."),
        409,
    ),
    "reception.not_offered": (
        _("This time cannot be booked."),
        _("Choose a day and a time from the list."),
        422,
    ),
    "reception.one_a_day": (
        _("You have booked a time at this reception already."),
        _("Cancel it first if you want another one."),
        422,
    ),
    "reception.too_many": (
        _("You have booked as many receptions as one person may have at once."),
        _("Cancel one of them, or book again after it."),
        422,
    ),
    "reception.begun": (
        _("The reception has begun or is over."),
        _("It can no longer be changed."),
        409,
    ),
    "reception.not_yours": (
        _("You hold no role in the body of this reception."),
        _("A registrar of the body can give it to you."),
        403,
    ),
    "reception.reason_missing": (
        _("No reason was given."),
        _("Write in a sentence why the reception does not take place: those who booked read it."),
        422,
    ),
}


def refused(code: str) -> Refused:
    """The refusal of a code."""
    title, remedy, status = WORDS[code]
    return Refused(code, title, remedy, status)
