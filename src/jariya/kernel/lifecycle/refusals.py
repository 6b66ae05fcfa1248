"""A named "no": what happened and what to do, with a code that never changes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A move that may not happen. `status` is the HTTP status an exit answers with."""

    def __init__(self, code: str, title: Any, remedy: Any, status: int = 422) -> None:
        super().__init__(code)
        self.code = code
        self.title = title
        self.remedy = remedy
        self.status = status


def not_in_this_state(state_title: Any) -> Refused:
    """The verb has no row for the case's state: usually somebody else was faster."""
    return Refused(
        "lifecycle.not_in_this_state",
        _("This can no longer be done: the case is now “%(state)s”.") % {"state": state_title},
        _("Open the case again: somebody may have acted a moment before you. What you typed is still in the form."),
        409,
    )


def not_yours() -> Refused:
    """The actor holds none of the roles that the row names."""
    return Refused(
        "lifecycle.not_yours",
        _("Your role does not allow this step."),
        _("The page “How it works” lists who may do it. A registrar of the body can give you the role."),
        403,
    )


def version_conflict() -> Refused:
    """The page was made from an older version of the case."""
    return Refused(
        "lifecycle.changed_meanwhile",
        _("The case has changed since you opened it."),
        _("Open it again, compare, and repeat the step. What you typed is still in the form."),
        409,
    )


def unknown_verb(verb: str) -> Refused:
    """No row of the table has this verb."""
    return Refused(
        "lifecycle.unknown_verb", _("There is no such step."), _("Use the buttons on the page of the case."), 404
    )
