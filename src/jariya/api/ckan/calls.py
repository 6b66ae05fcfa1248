"""A call of an action: its parameters, and the table of the actions there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jariya.api.ckan.datastore import Invalid, structure, truth, whole
from jariya.api.ckan.problems import invalid, missing

LONGEST = 2_000
"""Letters of a plain parameter."""


@dataclass(frozen=True)
class Call:
    """What was sent.

    Attributes:
        given: parameters; of a form all are text.
        files: of a form in parts.
        token: of `Authorization`; empty for a reader.
        key: idempotency key of a deed; empty where the client sent none.
        now: the moment of the call.
    """

    given: Mapping[str, Any]
    now: dt.datetime
    files: Mapping[str, Any] = field(default_factory=dict)
    token: str = ""
    key: str = ""

    def text(self, name: str, usual: str = "") -> str:
        """A parameter of text; numbers are taken as written. Raises `Problem`."""
        value = self.given.get(name)
        if value is None or value == "":
            return usual
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise invalid(name, "Must be text")
        found = str(value)
        if len(found) > LONGEST or "\0" in found:
            raise invalid(name, "Too long" if len(found) > LONGEST else "Forbidden letter")
        return found

    def needed(self, *names: str) -> str:
        """The first of these parameters that is given. Raises `Problem`: a missing value."""
        for name in names:
            if found := self.text(name):
                return found
        raise missing(names[0])

    def whole(self, name: str, usual: int, most: int) -> int:
        """A number from 0, `most` at most. Raises `Problem`."""
        try:
            return whole(name, self.given.get(name), usual, most)
        except Invalid as error:
            raise invalid(error.name, error.what) from None

    def truth(self, name: str, usual: bool) -> bool:
        """A boolean. Raises `Problem`."""
        try:
            return truth(name, self.given.get(name), usual)
        except Invalid as error:
            raise invalid(error.name, error.what) from None

    def names(self, name: str) -> list[str]:
        """A list of words: JSON, repeated, or one. Raises `Problem`."""
        value = self.given.get(name)
        if isinstance(value, str) and value.lstrip().startswith("["):
            try:
                value = structure(name, value)
            except Invalid as error:
                raise invalid(error.name, error.what) from None
        if value in (None, ""):
            return []
        found = value if isinstance(value, list) else [value]
        if len(found) > 200 or not all(isinstance(one, str) and len(one) <= LONGEST for one in found):
            raise invalid(name, "Not a list of texts")
        return [one for one in found if "\0" not in one]


@dataclass(frozen=True)
class Action:
    """One action. `writes`: only by POST, only with a token."""

    name: str
    do: Callable[[Call], Any]
    writes: bool = False

    @property
    def help(self) -> str:
        """What it does."""
        return (self.do.__doc__ or "").strip()


ACTIONS: dict[str, Action] = {}


def action(do: Callable[[Call], Any]) -> Callable[[Call], Any]:
    """Offer a function as the action of its name."""
    ACTIONS[do.__name__] = Action(do.__name__, do)
    return do


def deed(do: Callable[[Call], Any]) -> Callable[[Call], Any]:
    """Offer a function that changes something as the action of its name."""
    ACTIONS[do.__name__] = Action(do.__name__, do, writes=True)
    return do
