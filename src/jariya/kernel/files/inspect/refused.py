"""The one way in which the inspection of a file says no."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Refused(ValueError):
    """A file that may not come in, or cannot be worked on.

    `code`: stable word for machines and catalogues (`kind.macros`); `codes.REFUSALS` has the sentence and the remedy.
    `values`: numbers and names of kinds for the sentence (`most`, `seems`), never anything from the file.
    The text of the exception is the code alone: a refusal must never carry a person's words into a log.
    """

    def __init__(self, code: str, **values: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __repr__(self) -> str:
        return f"Refused({self.code!r})"


def refusing(code: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator: whatever a reader of foreign bytes trips over leaves as Refused(code), with its cause attached.

    Readers of zip, XML, images and PDF raise dozens of kinds of errors on hostile bytes, AttributeError and
    RecursionError among them; no list of them stays complete.
    """

    def around(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def safely(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return function(*args, **kwargs)
            except Refused:
                raise
            except (AssertionError, NotImplementedError, NameError):
                raise  # ours, not the file's
            except MemoryError as error:
                raise Refused("work.too_long") from error
            except Exception as error:
                raise Refused(code) from error

        return safely

    return around
