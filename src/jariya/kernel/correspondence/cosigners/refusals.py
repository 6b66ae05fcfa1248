"""Every "no" of a collective letter: a stable code, what happened, what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.refusals import Refused

WORDS: dict[str, tuple[Any, Any, int]] = {
    "cosign.over": (
        _("This letter gathers no co-signers any more."),
        _("It was sent or dropped, or its last day has passed."),
        409,
    ),
    "cosign.full": (
        _("The letter has as many co-signers as it may have."),
        _("It can be sent now; write a letter of your own if you have more to say."),
        422,
    ),
    "cosign.own": (
        _("This letter is your own: your name stands under it already."),
        _("Pass the link on to others."),
        422,
    ),
    "cosign.not_yours": (
        _("Only who wrote the letter may do this."),
        _("Ask whoever sent you the link."),
        403,
    ),
    "cosign.signed_already": (
        _("Somebody has signed this text: it cannot be changed any more."),
        _("Drop this letter and write a new one: each signs the words that they read."),
        409,
    ),
    "cosign.alone": (
        _("Nobody has signed on yet."),
        _("Pass the link on first, or ask by yourself."),
        422,
    ),
    "cosign.kind_unknown": (
        _("Letters of this kind are not sent by many."),
        _("Choose one of the kinds offered."),
        422,
    ),
}


def refused(code: str) -> Refused:
    """The refusal of a code."""
    title, remedy, status = WORDS[code]
    return Refused(code, title, remedy, status)
