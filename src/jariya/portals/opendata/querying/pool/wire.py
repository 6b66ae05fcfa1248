"""What travels between the web and the workers: questions as JSON, frames with a length. Never SQL, never pickles."""

from __future__ import annotations

import json
import socket
from typing import Any

import orjson

from jariya.portals.opendata.querying.asking import (
    Ask,
    Condition,
    Either,
    Every,
    Measure,
    Not,
    Sort,
    Where,
    Words,
)

LONGEST = 256 * 1024 * 1024
"""Bytes of a frame: 20,480 rows of long cells."""


class Closed(Exception):
    """The other side has gone."""


def where_json(where: Where | None) -> Any:
    """A filter as lists."""
    match where:
        case None:
            return None
        case Every(parts):
            return ["every", [where_json(part) for part in parts]]
        case Either(parts):
            return ["either", [where_json(part) for part in parts]]
        case Not(part):
            return ["not", where_json(part)]
        case Words(text, column):
            return ["words", text, column]
        case Condition(column, operator, values):
            return ["is", column, operator, list(values)]
    raise TypeError(where)


def read_where(told: Any) -> Where | None:
    """The filter again."""
    if told is None:
        return None
    kind, *rest = told
    if kind in ("every", "either"):
        parts = tuple(part for one in rest[0] if (part := read_where(one)) is not None)
        return Every(parts) if kind == "every" else Either(parts)
    if kind == "not":
        inner = read_where(rest[0])
        if inner is not None:
            return Not(inner)
    if kind == "words":
        return Words(str(rest[0]), rest[1])
    if kind == "is":
        return Condition(rest[0], str(rest[1]), tuple(str(value) for value in rest[2]))
    raise ValueError(kind)


def ask_json(asked: Ask) -> dict[str, Any]:
    """A question as JSON."""
    return {
        "where": where_json(asked.where),
        "sort": [[one.column, one.descending, one.measure] for one in asked.sort],
        "fields": list(asked.fields),
        "group": list(asked.group),
        "measures": [[one.kind, one.column] for one in asked.measures],
        "after": asked.after,
        "offset": asked.offset,
        "limit": asked.limit,
        "distinct": asked.distinct,
        "total": asked.total,
    }


def read_ask(told: dict[str, Any]) -> Ask:
    """The question again."""
    return Ask(
        where=read_where(told["where"]),
        sort=tuple(Sort(*one) for one in told["sort"]),
        fields=tuple(told["fields"]),
        group=tuple(told["group"]),
        measures=tuple(Measure(*one) for one in told["measures"]),
        after=told["after"],
        offset=told["offset"],
        limit=told["limit"],
        distinct=told["distinct"],
        total=told["total"],
    )


def send(link: socket.socket, content: Any) -> None:
    """One frame."""
    try:
        text = b"q" + orjson.dumps(content)
    except TypeError:
        # A sum beyond 64 bits: the quick reader would make a fraction of it, so that the slow one is named.
        text = b"w" + json.dumps(content, default=lambda one: one.isoformat()).encode()
    link.sendall(len(text).to_bytes(8, "big") + text)


def receive(link: socket.socket) -> Any:
    """The next frame.

    Raises:
        Closed: there is none.
    """
    size = int.from_bytes(_exactly(link, 8), "big")
    if size > LONGEST:
        raise Closed
    text = _exactly(link, size)
    return orjson.loads(text[1:]) if text[:1] == b"q" else json.loads(text[1:])


def _exactly(link: socket.socket, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        piece = link.recv(min(size - len(found), 1024 * 1024))
        if not piece:
            raise Closed
        found += piece
    return bytes(found)
