"""Names of files as others see them: nothing of what the sender typed."""

from __future__ import annotations


def public_name(case: str, number: int, extension: str) -> str:
    """`Q26ABCDEFGHK-3.pdf`: public id of the case, number of the file in it, extension of its kind."""
    raise NotImplementedError


def safe(name: str) -> str:
    """A typed name for the eyes of the parties: one line, no path, no control characters, 120 at most."""
    raise NotImplementedError


def disposition(name: str, *, inline: bool = False) -> str:
    """The value of Content-Disposition (RFC 6266), safe in a header whatever the name is."""
    raise NotImplementedError
