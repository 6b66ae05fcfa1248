"""How a channel says that a message did not leave."""

from __future__ import annotations


class Later(Exception):
    """Not now. `away`: the other side is not reached at all, so the batch waits. `code` is stable."""

    def __init__(self, code: str, *, away: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.away = away


class Never(Exception):
    """Not at all: this recipient or this message is refused for good. `code` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
