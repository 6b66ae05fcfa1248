"""Addresses of open data for its readers: catalogue, sets, tables, rows, applications."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jariya.project.registers.kinds import ANYONE, MANY, At, Door, Example, Exit, PageKind, at, with_
from jariya.project.registers.made import Made


def _of(query: str = "", **more: Any) -> Example:
    """A place in the set with a table."""
    return lambda made: At({"slug": made.data_set, **more}, query)


def _changed(query: str = "", **more: Any) -> Example:
    """A place in the set of two versions."""
    return lambda made: At({"slug": made.data_changed, **more}, query)


def _none(**more: Any) -> Example:
    return with_({"slug": "no-such-set", **more}, status=404)


def _application(column: str) -> Callable[[Made], At]:
    return lambda made: At({"number": getattr(made, column)})


_NO_APPLICATION = with_({"number": 999999999}, status=404)

pages: tuple[PageKind, ...] = (
    PageKind("data:catalogue", ANYONE, at(), empty=at("q=zzzzqqqq"), long=at(MANY), error=at("theme=none&after=x")),
    PageKind("data:set", ANYONE, _of(), long=_changed(), error=_none()),
    PageKind(
        "data:resource",
        ANYONE,
        _of(position=1),
        empty=_of("q=zzzzqqqq", position=1),
        long=_of("group=c2&measure=sum&of=c3", position=1),
        error=lambda made: At({"slug": made.data_set, "position": 1}, "c3__gte=x", status=422),
    ),
    PageKind("data:version", ANYONE, _changed(position=1, number=1), error=_none(position=1, number=1)),
    PageKind("data:difference", ANYONE, _changed(position=1, number=2), error=_none(position=1, number=2)),
    PageKind("data:row", ANYONE, _of(position=1, number=1, row=2), error=_none(position=1, number=1, row=2)),
    PageKind("data:column", ANYONE, _of(position=1, column=2), error=_none(position=1, column=2)),
    PageKind("showcase:front", ANYONE, at(), empty=at("after=1")),
    PageKind("showcase:one", ANYONE, _application("data_application"), error=_NO_APPLICATION),
    PageKind("showcase:offer", "citizen-1", _of(), error=_none()),
    PageKind("showcase:mine", "citizen-1", at()),
    PageKind("showcase:desk", "officer-1", at()),
    PageKind("showcase:look", "officer-1", _application("data_application_waiting"), error=_NO_APPLICATION),
)

exits: tuple[Exit, ...] = (
    Exit("data:linked", "opendata", "json", True, _of()),
    Exit("data:download", "opendata", "csv", True, _of("c2__exact=x", position=1, kind="csv")),
    Exit("data:file", "opendata", "csv", True, _of(position=1, number=1)),
)

doors: tuple[Door, ...] = ()
