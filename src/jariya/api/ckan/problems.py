"""A "no" in the words of CKAN, `{"success": false, "error": {"__type", "message"}}`, with its HTTP status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.opendata.querying.refusals import Misasked

NOT_FOUND, VALIDATION = "Not Found Error", "Validation Error"


class Problem(Exception):
    """What an action refuses.

    Attributes:
        status: of HTTP.
        kind: CKAN's name of the error.
        fields: of a Validation Error: parameter -> what is wrong with it.
        code: ours, where the house has one; it never changes.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        message: str = "",
        *,
        fields: Mapping[str, list[str]] | None = None,
        code: str = "",
    ) -> None:
        super().__init__(message or kind)
        self.status, self.kind, self.message = status, kind, message
        self.fields, self.code = dict(fields or {}), code

    def as_json(self) -> dict[str, Any]:
        """The value of `error`."""
        said: dict[str, Any] = {"__type": self.kind, **self.fields}
        if self.message:
            said["message"] = self.message
        if self.code:
            said["code"] = self.code
        return said


def unknown_action(name: str) -> Problem:
    """There is no such action."""
    return Problem(400, "Bad Request", _("There is no action “%(name)s”.") % {"name": name[:60]}, code="action_unknown")


def unreadable() -> Problem:
    """What was sent is no JSON object and no form."""
    return Problem(400, "Bad Request", _("What was sent is neither a JSON object nor a form."), code="body_unreadable")


def not_found() -> Problem:
    """What one may not see also answers so."""
    return Problem(404, NOT_FOUND, _("Not found"), code="not_found")


def missing(name: str) -> Problem:
    """A parameter that the action needs."""
    return invalid(name, _("Missing value"))


def invalid(name: str, what: str) -> Problem:
    """A parameter that cannot be taken."""
    return Problem(409, VALIDATION, fields={name: [what]}, code="parameter_invalid")


def misread(what: str) -> Problem:
    """A search that cannot be read."""
    return Problem(
        400, "Search Query Error", _("The search cannot be read: %(what)s") % {"what": what}, code="query_unreadable"
    )


def of_refusal(error: Refused) -> Problem:
    """A refusal of the house: its words, its code, CKAN's name for it."""
    kinds = {401: "Authorization Error", 403: "Authorization Error", 404: NOT_FOUND}
    kind = kinds.get(error.status, VALIDATION)
    said = f"{error.title} {error.remedy}"
    fields = getattr(error, "fields", None) or ({} if kind != VALIDATION else {"message": [said]})
    status = 403 if error.status == 401 else error.status if error.status in (403, 404, 413, 429) else 409
    return Problem(status, kind, "" if "message" in fields else said, fields=fields, code=error.code)


def of_question(error: Misasked, lang: str) -> Problem:
    """A question to a table that is not answered."""
    said = " ".join(error.said(lang))
    if error.status >= 500:
        return Problem(error.status, "Search Error", said, code=error.code)
    if error.status == 404:
        return Problem(404, NOT_FOUND, said, code=error.code)
    return Problem(409, VALIDATION, fields={"query": [said]}, code=error.code)
