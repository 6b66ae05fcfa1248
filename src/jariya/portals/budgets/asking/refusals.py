"""Each "no" of a question to a line: a code that never changes, what happened, what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.refusals import Refused

_SAID: dict[str, tuple[Any, Any, int]] = {
    "line.nobody_answers": (
        _("It is not known here which body is behind this line."),
        _("Go down to the line of an administrator, or ask the head of the body that you think spends the money."),
        409,
    ),
    "line.not_connected": (
        _("The body behind this line does not answer here yet."),
        _("Write to the body directly, by the addresses of its own site."),
        409,
    ),
    "line.one_question": (
        _("This question stands by itself: others support it or ask their own."),
        _("Ask your own question at the line."),
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
