"""What the tables of addresses are made of: who reads, what an address is asked with, and the things of a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jariya.project.registers.made import Made

ANYONE = "anyone"
"""Persona of a public page: the same bytes for every reader, kept by any cache."""


GUEST = "guest"
"""Persona of a private page that opens without an account."""


@dataclass(frozen=True)
class At:
    """One address of a kind: what its path is made of, and how it is asked."""

    args: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    post: Mapping[str, str] | None = None
    """Fields of a form to be posted; None: the page is only opened."""
    first: tuple[str, Mapping[str, str]] | None = None
    """A form (URL name, fields) the same reader has posted before."""
    status: int = 200
    persona: str | None = None
    """Where this state is seen by another person than the kind's."""


Example = Callable[[Made], At]


@dataclass(frozen=True)
class PageKind:
    """A page for people. `persona`: ANYONE, GUEST or the end of a demonstration person's handle."""

    name: str
    persona: str
    normal: Example
    empty: Example | None = None
    long: Example | None = None
    error: Example | None = None
    framable: bool = False
    """Whether other sites may show it in a frame."""

    @property
    def public(self) -> bool:
        """Whether any cache may keep it."""
        return self.persona == ANYONE

    def states(self) -> dict[str, Example]:
        """The states this kind has, by name."""
        known = {"normal": self.normal, "empty": self.empty, "long": self.long, "error": self.error}
        return {name: example for name, example in known.items() if example}


@dataclass(frozen=True)
class Exit:
    """A way out. `name` is a URL name, or a word for what no address serves (mail, SMS, files of the command line)."""

    name: str
    portal: str
    format: str
    public: bool
    example: Example | None = None


@dataclass(frozen=True)
class Door:
    """An address without a page of its own. `takes`: POST (a form or a script) or GET (it leads elsewhere)."""

    name: str
    persona: str
    takes: str
    example: Example


def at(query: str = "", **options: Any) -> Example:
    """The address without arguments."""
    return lambda made: At(query=query, **options)


def of(*columns: str, query: str = "", **options: Any) -> Example:
    """The address made of columns of `Made`: `of("body")`, or `of("slug=body")` where the argument has another name."""

    def example(made: Made) -> At:
        pairs = (column.split("=") if "=" in column else (column, column) for column in columns)
        return At({name: getattr(made, column) for name, column in pairs}, query, **options)

    return example


def with_(args: Mapping[str, Any], query: str = "", **options: Any) -> Example:
    """The address with fixed arguments."""
    return lambda made: At(args, query, **options)


def none(argument: str, value: Any = "none", **options: Any) -> Example:
    return with_({argument: value}, status=404, **options)


QUESTION, LONG, RUNNING = (of(f"public_id={column}") for column in ("question", "long_question", "running"))


NO_ID = none("public_id", "Q2026-AAAAAAAA-0")


BODY, QUIET, NO_BODY = of("slug=body"), of("slug=quiet_body"), none("slug", "no-such-body")


MANY = "q=" + "%D2%9B" * 60


FEED = {"lang": "kk"}
