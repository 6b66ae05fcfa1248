"""Every "no" of the register of editorial offices: a stable code, what happened, what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.refusals import Refused

WORDS: dict[str, tuple[Any, Any, int]] = {
    "editorial.not_head": (
        _("Only the head of the office adds and ends its journalists."),
        _("Ask the head of your office; the authorised body names the first one."),
        403,
    ),
    "editorial.not_supervisor": (
        _("Only the authorised body accredits editorial offices."),
        _("A supervisor of the whole installation does it."),
        403,
    ),
    "editorial.link_dead": (
        _("This invitation is used, cancelled or out of date."),
        _("Ask the head of the office for a new one."),
        410,
    ),
    "editorial.official": (
        _("This is an official's account: it cannot be registered at an editorial office."),
        _("Sign in with an account of your own."),
        422,
    ),
    "editorial.elsewhere": (
        _("You are registered at an editorial office already."),
        _("Leave it first, or let its head end your registration."),
        422,
    ),
    "editorial.name_missing": (
        _("No name was given."),
        _("Write how your colleagues call you: only members of the office read it."),
        422,
    ),
    "editorial.not_accredited": (
        _("The accreditation of this office is over."),
        _("Ask as a citizen, or renew the accreditation at the authorised body."),
        422,
    ),
    "editorial.code_taken": (
        _("There is an office with this address already."),
        _("Choose another short word for the address."),
        422,
    ),
    "editorial.last_head": (
        _("The office would be left without a head."),
        _("Let another member become the head first, or ask the authorised body."),
        422,
    ),
}


def refused(code: str) -> Refused:
    """The refusal of a code."""
    title, remedy, status = WORDS[code]
    return Refused(code, title, remedy, status)
