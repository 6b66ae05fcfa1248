"""Tokens of bodies' programs open the writing part of the open-data API: the API itself knows no tokens."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from jariya.api.ckan import tasks  # noqa: F401 - the worker knows its job by it
from jariya.api.ckan.programs import Program, known_by
from jariya.office.systems import calls
from jariya.office.systems.models import Scope


def connect() -> None:
    """Join the two."""
    known_by(program)


def program(token: str, now: dt.datetime) -> Program:
    """The program of a token that may publish.

    Raises:
        Refused: system.token_unknown, system.token_over, system.no_role, system.too_many, system.scope_missing.
    """
    who = calls.caller(token, now=now)
    who.needs(Scope.PUBLISH)

    def once(verb: str, *, about: str, key: str, sent: bytes, do: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        # Clients of CKAN know no keys: each of their calls is a deed of its own.
        return calls.once(who, verb, about=about, key=key or f"ckan-{uuid.uuid4().hex}", sent=sent, do=do).said

    return Program(who.person, who.system.body, once)
