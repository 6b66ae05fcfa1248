"""Which elements of a part hold something: a first walk, so that the second can leave them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jariya.kernel.files.inspect import markup
from jariya.kernel.files.inspect.limits import Limits


def marked(
    pieces: Iterable[bytes],
    limits: Limits,
    holders: frozenset[str],
    marks: Callable[[str, markup.Attributes, list[str]], bool],
) -> set[int]:
    """Ordinals of the nearest elements with a name of `holders` above an element that `marks` says yes to."""
    found: set[int] = set()
    stack: list[int] = []

    def started(name: str, attributes: markup.Attributes, above: list[str], ordinal: int) -> None:
        if stack and marks(name, attributes, above):
            found.add(stack[-1])
        if name in holders:
            stack.append(ordinal)

    def ended(name: str, _above: list[str]) -> None:
        if name in holders:
            stack.pop()

    markup.scan(pieces, limits, started, ended=ended)
    return found
