"""The one way in which the inspection of a file says no."""

from __future__ import annotations


class Refused(ValueError):
    """A file that may not come in, or cannot be worked on.

    `code`: stable word for machines and catalogues (`kind.macros`); `codes.refusal(code)` has the sentence and the
    remedy. `values`: numbers and names of kinds for the sentence (`most`, `seems`), never anything from the file.
    The text of the exception is the code alone: a refusal must never carry a person's words into a log.
    """

    def __init__(self, code: str, **values: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __repr__(self) -> str:
        return f"Refused({self.code!r})"
