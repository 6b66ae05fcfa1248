"""Requests that wait for a person, and the person who is told to answer by themselves (in tests)."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from jariya.kernel.signing.soft.wallet import Wanted

PATIENCE = 15 * 60.0
"""Seconds a request waits for a person; then it counts as cancelled."""
ERRORS = ("INVOCATION_ERROR", "INVALID_SIGNING_PARAMS", "SIGNING_FAILURE", "GENERAL_ERROR")
LONGEST_DELAY = 600.0


@dataclass(frozen=True)
class Request:
    """What a page wants: signatures over `documents`, or (`kind` "key") to learn about a key."""

    documents: tuple[bytes, ...] = ()
    wanted: Wanted = Wanted()
    kind: str = "sign"
    origin: str = ""
    digested: bool = False
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))


@dataclass(frozen=True)
class Decision:
    """What the person decided: a key, or to cancel, or (for tests) that the program fails with an error."""

    person: str = ""
    algorithm: str = ""
    cancel: bool = False
    error: str = ""
    anyway: bool = False
    delay: float = 0.0


CANCELLED = Decision(cancel=True)


class BadPlan(ValueError):
    """What was told is no decision; `code` says which part."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def plan(said: Any) -> Decision | None:
    """The decision in a control message; None for `{}` or a person of null, which means: ask by hand.

    Raises:
        BadPlan: `not_an_object`, `unknown_field`, `bad_person`, `bad_algorithm`, `bad_error`, `bad_delay`, `bad_flag`.
    """
    if not isinstance(said, dict):
        raise BadPlan("not_an_object")
    if set(said) - {"person", "algorithm", "cancel", "error", "delay", "anyway"}:
        raise BadPlan("unknown_field")
    person, algorithm, error = (said.get(name) or "" for name in ("person", "algorithm", "error"))
    delay = said.get("delay") or 0
    for name, text in (("person", person), ("algorithm", algorithm)):
        if not isinstance(text, str) or len(text) > 60:
            raise BadPlan(f"bad_{name}")
    if error and error not in ERRORS:
        raise BadPlan("bad_error")
    if not isinstance(delay, int | float) or isinstance(delay, bool) or not 0 <= delay <= LONGEST_DELAY:
        raise BadPlan("bad_delay")
    flags = [said.get(name) or False for name in ("cancel", "anyway")]
    if not all(isinstance(flag, bool) for flag in flags):
        raise BadPlan("bad_flag")
    if not person and not error and not flags[0]:
        return None
    return Decision(person, algorithm, flags[0], error, flags[1], float(delay))


class Desk:
    """Where requests lie until they are decided. Used from several threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[str, Request] = {}
        self._decided: dict[str, Decision] = {}
        self._plan: Decision | None = None

    @property
    def plan(self) -> Decision | None:
        """What is decided without a person; None when a person is asked."""
        return self._plan

    def tell(self, decision: Decision | None) -> None:
        """Decide all coming requests so, and those that wait now; None asks a person again."""
        with self._changed:
            self._plan = decision
            if decision is not None:
                for waiting in self._waiting:
                    self._decided.setdefault(waiting, decision)
            self._changed.notify_all()

    def waiting(self) -> list[Request]:
        """Requests without a decision, oldest first."""
        with self._changed:
            return [request for request in self._waiting.values() if request.id not in self._decided]

    def find(self, number: str) -> Request | None:
        """The waiting request of this id."""
        return next((request for request in self.waiting() if request.id == number), None)

    def wait_for_one(self, seconds: float) -> bool:
        """Whether a request waits, now or within `seconds`."""
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._waiting.keys() - self._decided.keys()), seconds)

    def decide(self, number: str, decision: Decision) -> bool:
        """The person decides; False when the request is gone or decided already."""
        with self._changed:
            if number not in self._waiting or number in self._decided:
                return False
            self._decided[number] = replace(decision, delay=0.0)
            self._changed.notify_all()
            return True

    def ask(self, request: Request, gone: Callable[[], bool] = lambda: False, patience: float = PATIENCE) -> Decision:
        """Wait for a decision. A page that is `gone`, or `patience` seconds without an answer, count as cancelled."""
        until = time.monotonic() + patience
        with self._changed:
            self._waiting[request.id] = request
            if self._plan is not None:
                self._decided[request.id] = self._plan
            self._changed.notify_all()
            try:
                while request.id not in self._decided and not gone() and time.monotonic() < until:
                    self._changed.wait(0.25)
                decision = self._decided.get(request.id, CANCELLED)
            finally:
                self._waiting.pop(request.id, None)
                self._decided.pop(request.id, None)
        ends = time.monotonic() + decision.delay
        while time.monotonic() < ends and not gone():
            time.sleep(min(0.05, max(0.0, ends - time.monotonic())))
        return decision
