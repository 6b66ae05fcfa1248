"""Who writes: a body's program, known by its token. The API does not know where tokens are kept: the wiring says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

from jariya.api.ckan.calls import Call
from jariya.api.ckan.problems import Problem
from jariya.kernel.bodies.models import Body
from jariya.kernel.people.models import Person


class Once(Protocol):
    """Does a deed once for its key, writes it down for good, and gives back what was answered: codes, ids and days."""

    def __call__(
        self, verb: str, *, about: str, key: str, sent: bytes, do: Callable[[], Mapping[str, Any]]
    ) -> Mapping[str, Any]:
        """Raises `Refused`, which is written down too."""


@dataclass(frozen=True)
class Program:
    """A program that may publish, the body it publishes for, and the gate of what it does."""

    person: Person
    body: Body
    once: Once


_known: list[Callable[[str, dt.datetime], Program]] = []


def known_by(function: Callable[[str, dt.datetime], Program]) -> None:
    """Say who knows tokens: (token, moment) -> the program; raises `Refused`. Called by the wiring."""
    _known[:] = [function]


def of(call: Call) -> Program:
    """The program that sent a call.

    Raises:
        Problem: Authorization Error: no token.
        Refused: the token is unknown, over, or opens something else.
    """
    if not call.token or not _known:
        raise Problem(403, "Authorization Error", "Access denied: a token is needed", code="system.token_missing")
    return _known[0](call.token, call.now)


def done(call: Call, program: Program, verb: str, about: str, do: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """Do a deed of a call once.

    Args:
        about: public id of the set; empty while there is none.
    """
    files = {name: [file.name, file.size] for name, file in call.files.items()}
    sent = orjson.dumps([dict(call.given), files], default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return program.once(verb, about=about, key=call.key, sent=sent, do=do)
