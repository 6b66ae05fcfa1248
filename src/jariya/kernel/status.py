"""The words a small table of states is written in, for what is no case: a check, a file, a comment, a filing. Pure.

No obligation runs on such a thing and nobody owes it to a person: a case has `kernel.lifecycle.table` instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

S = TypeVar("S", bound=str)
NEW = ""
"""Source of the verbs that make the thing."""


@dataclass(frozen=True)
class Move(Generic[S]):
    """One row: who brings it from which states to which, and what that means to people."""

    verb: str
    source: tuple[str, ...]
    target: S
    who: tuple[str, ...]
    meaning: Any = ""
    event: str = ""
    """Code of the step, where steps are kept."""
    public: bool = True
    """Whether the step enters the public record."""


class WrongMove(RuntimeError):
    """A verb that the table does not allow from this state."""

    def __init__(self, verb: str, state: str) -> None:
        super().__init__(f"{verb} from {state!r}")
        self.verb, self.state = verb, state


class Table(Mapping[str, Move[S]], Generic[S]):
    """The rows by their verb, in their order."""

    def __init__(self, *moves: Move[S]) -> None:
        self._rows = {move.verb: move for move in moves}
        if len(self._rows) != len(moves):
            raise ValueError("a verb is listed twice")

    def __getitem__(self, verb: str) -> Move[S]:
        return self._rows[verb]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def after(self, state: str, verb: str) -> S:
        """The state after a verb.

        Raises:
            WrongMove: the table has no such row.
        """
        move = self._rows[verb]
        if state not in move.source:
            raise WrongMove(verb, state)
        return move.target
