"""What stands in `q` and `fq` of package_search: the part of Solr's query language that clients of CKAN write. Pure.

`field:value`, quotes, `field:(a OR b)`, ranges `[a TO b]` and `{a TO b}`, `value*`, AND OR NOT && || ! + -, brackets.
Words side by side must all hold. What cannot be read is refused with its place; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 2_000
"""Letters of a query."""
DEEPEST = 20
"""Brackets within brackets."""
MOST = 200
"""Parts of a query."""


class Unread(ValueError):
    """The query cannot be read. `at`: place of the letter, from 0."""

    def __init__(self, at: int, what: str) -> None:
        super().__init__(f"{what} at letter {at + 1}")
        self.at, self.what = at, what


@dataclass(frozen=True)
class Term:
    """A value in a field (empty: anywhere). `open`: what begins with it."""

    field: str
    value: str
    phrase: bool = False
    open: bool = False


@dataclass(frozen=True)
class Range:
    """A field between two values; None: without end."""

    field: str
    low: str | None
    high: str | None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True)
class Anything:
    """All there is, or whatever has the field."""

    field: str = ""


@dataclass(frozen=True)
class All:
    """Each part holds."""

    parts: tuple[Query, ...]


@dataclass(frozen=True)
class Some:
    """A part holds."""

    parts: tuple[Query, ...]


@dataclass(frozen=True)
class No:
    """The part does not hold."""

    part: Query


Query = Term | Range | Anything | All | Some | No

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<phrase>"(?:[^"\\]|\\.)*")(?:~\d*)?(?:\^[\d.]+)?
      | (?P<range>[\[{]\s*(?:"[^"]*"|[^\s\[\]{}"]+)\s+TO\s+(?:"[^"]*"|[^\s\[\]{}"]+)\s*[\]}])
      | (?P<open>\()
      | (?P<close>\))(?:\^[\d.]+)?
      | (?P<and>AND(?=[\s(])|&&)
      | (?P<or>OR(?=[\s(])|\|\|)
      | (?P<not>NOT(?=[\s(])|!)
      | (?P<sign>[+-](?=[^\s]))
      | (?P<field>(?:[^\W\d]|_)[\w.\-*]*):
      | (?P<word>(?:[^\s()"\[\]{}:\\^~]|\\.|(?<=[^\s(]):)+)(?:~[\d.]*)?(?:\^[\d.]+)?
    )""",
    re.X | re.U,
)
_RANGE = re.compile(r'([\[{])\s*("[^"]*"|\S+)\s+TO\s+("[^"]*"|[^\s\]}]+)\s*([\]}])')


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while place < len(text):
        if not text[place:].strip():
            return
        found = _TOKEN.match(text, place)
        if not found or found.end() == place:
            raise Unread(place, "unexpected sign")
        kind = str(found.lastgroup)
        yield _Token(kind, found[kind], found.start(kind))
        place = found.end()


def parse(text: str) -> Query:
    """Read a query; an empty one is `Anything`.

    Raises:
        Unread: with the place of what cannot be read.
    """
    if len(text) > LONGEST:
        raise Unread(LONGEST, "the query is too long")
    found = list(_tokens(text))
    if len(found) > MOST:
        raise Unread(found[MOST].at, "too many parts")
    if not found:
        return Anything()
    reader = _Reader(found, len(text))
    query = reader.either("", 0)
    if reader.here is not None:
        raise Unread(reader.here.at, "a bracket too many")
    return query


class _Reader:
    """Goes over the tokens once, from the left."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self.tokens, self.place, self.length = tokens, 0, length

    @property
    def here(self) -> _Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def take(self, kind: str) -> _Token | None:
        token = self.here
        if token is None or token.kind != kind:
            return None
        self.place += 1
        return token

    def either(self, field: str, depth: int) -> Query:
        parts = [self.each(field, depth)]
        while self.take("or"):
            parts.append(self.each(field, depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def each(self, field: str, depth: int) -> Query:
        parts = [self.one(field, depth)]
        while (token := self.here) is not None and token.kind not in ("or", "close"):
            self.take("and")
            parts.append(self.one(field, depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self, field: str, depth: int) -> Query:
        if depth > DEEPEST:
            raise Unread(self.here.at if self.here else self.length, "too deep")
        token = self.here
        if token is None:
            raise Unread(self.length, "something is missing")
        self.place += 1
        if token.kind == "not":
            return No(self.one(field, depth + 1))
        if token.kind == "sign":
            part = self.one(field, depth + 1)
            return No(part) if token.text == "-" else part
        if token.kind == "field":
            if field:
                raise Unread(token.at, "a field within a field")
            return self.one("" if token.text == "*" else token.text, depth + 1)
        if token.kind == "open":
            inner = self.either(field, depth + 1)
            if not self.take("close"):
                raise Unread(self.here.at if self.here else self.length, "a bracket is open")
            return inner
        if token.kind == "range":
            return _range(field, token)
        if token.kind == "phrase":
            return Term(field, _plain(token.text[1:-1]), phrase=True)
        if token.kind == "word":
            return _word(field, token)
        raise Unread(token.at, "unexpected sign")


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _word(field: str, token: _Token) -> Query:
    if token.text in ("*", "*:*"):
        return Anything(field)
    if token.text in ("AND", "OR", "NOT"):
        raise Unread(token.at, "something is missing")
    if token.text.endswith("*") and not token.text.endswith("\\*"):
        return Term(field, _plain(token.text.rstrip("*")), open=True)
    return Term(field, _plain(token.text))


def _range(field: str, token: _Token) -> Query:
    found = _RANGE.fullmatch(token.text)
    if not field or found is None:
        raise Unread(token.at, "a range without its field")
    opens, low, high, closes = found.groups()
    ends = [None if end == "*" else end.strip('"') for end in (low, high)]
    return Range(field, ends[0], ends[1], with_low=opens == "[", with_high=closes == "]")
