"""Refusals of acts that are no move of a case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.refusals import Refused


def outage_ahead() -> Refused:
    """An outage is declared after it happened."""
    return Refused(
        "petition.outage_ahead", _("The day lies ahead."), _("An outage is declared when it is over: give a past day.")
    )


def outage_known() -> Refused:
    """The day was declared before."""
    return Refused(
        "petition.outage_known",
        _("An outage on this day was declared before."),
        _("Its days were added to the terms once; nothing is added a second time."),
        409,
    )


def draft_changed() -> Refused:
    """The draft was saved from another page in the meantime."""
    return Refused(
        "petition.draft_changed",
        _("The draft was saved from another page in the meantime."),
        _("Both texts are kept: copy what you need from this page, then open the draft again."),
        409,
    )


def too_many_drafts() -> Refused:
    """There are as many drafts as an author may keep."""
    return Refused(
        "petition.too_many_drafts",
        _("You have as many drafts as can be kept."),
        _("Submit one of them, or delete one that you do not need."),
    )
