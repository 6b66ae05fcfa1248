"""Each "no" of a request for data that is no move of its case: code, what happened, what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.refusals import Refused

_SAID: dict[str, tuple[Any, Any, int]] = {
    "wanted.not_connected": (
        _("This body does not answer here yet."),
        _("Choose another body, or write to it by the addresses of its own site."),
        409,
    ),
    "wanted.one_request": (
        _("This request stands by itself: others support it or ask for their own data."),
        _("Support it, or ask for other data."),
        409,
    ),
}


def refused(code: str) -> Refused:
    """The refusal of a code."""
    title, remedy, status = _SAID[code]
    return Refused(code, title, remedy, status)


def codes() -> tuple[str, ...]:
    """All codes, for the test that walks them."""
    return tuple(_SAID)
