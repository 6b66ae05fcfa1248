"""Refusals that no row of the table can give, because no case stands behind them yet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.refusals import Refused


def no_office() -> Refused:
    """A media request by somebody who is registered at no editorial office."""
    return Refused(
        "media.no_office",
        _("You are not registered at an accredited editorial office."),
        _("Ask your office to register you, or send the request in your own name."),
    )


def subject_unknown() -> Refused:
    """A subject that no norm names."""
    return Refused(
        "request.subject_unknown",
        _("This subject is not in the list."),
        _("Choose a subject from the list."),
    )


def embargo_bounds() -> Refused:
    """An embargo that ends in the past, too late, or that has no day."""
    return Refused(
        "request.embargo_bounds",
        _("Publication cannot wait until this day."),
        _("Choose a later day, not farther than the longest embargo of the rules allows."),
    )


def batch_size() -> Refused:
    """No body, or too many."""
    return Refused(
        "request.batch_size",
        _("One text can be sent to one body or to as many as the rules allow, no more."),
        _("Leave out some bodies, or send a second time."),
    )
