"""The filter of a question as SQL with parameters. Pure.

Text is compared byte by byte in `exact`, `not` and `in`, so that identifiers stay what they are; `contains` and
`prefix` do not see case; words are looked for at their beginnings, in the folded alphabet of a keyboard that has no
Kazakh letters. Ranges of text are those of the Kazakh alphabet (ICU).
"""

from __future__ import annotations

from dataclasses import dataclass

from jariya.kernel.language import FOLDED_LETTERS, fold, normal
from jariya.portals.opendata.importing.types import BOOLEAN, TEXT
from jariya.portals.opendata.querying.asking import OPERATORS, Condition, Either, Every, Not, Where, Words
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.querying.shape import Shape
from jariya.portals.opendata.querying.values import Value, read

PARTS = 100
"""Conditions of one question."""
VALUES = 1_000
DEPTH = 20
WORDS, WORD_LETTERS = 20, 400

_SIGNS = {"exact": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_UNFOLDED: dict[str, str] = {}
for _letter, _plain in zip(*FOLDED_LETTERS, strict=True):
    _UNFOLDED[_plain] = _UNFOLDED.get(_plain, "") + _letter
_BREAKS = ".,;:!?()[]{}<>\"'«»„“”‘’`/\\|-–—_+*=&#№%\t\r\n\u00a0"  # noqa: RUF001 - the marks themselves


@dataclass(frozen=True)
class Source:
    """Where a table is read from: SQL of our own making. `words`: its column of folded words, if it has one."""

    sql: str
    words: str = ""


def literal(text: str) -> str:
    """A text of our own as SQL."""
    return "'" + text.replace("'", "''") + "'"


def order_key(sql: str) -> str:
    """SQL of the key by which text stands in the order of the Kazakh alphabet (CLDR)."""
    return f"icu_sort_key({sql}, 'kk')"


def folded(sql: str) -> str:
    """SQL of a text in lower case and folded letters. A chain of `replace` takes a fifth of the time of `translate`."""
    found = f"lower({sql})"
    for letter, plain in zip(*FOLDED_LETTERS, strict=True):
        found = f"replace({found}, '{letter}', '{plain}')"
    return found


def _cells(shape: Shape) -> str:
    """SQL of all a row says, in one line."""
    cells = [f"CAST(c{number} AS VARCHAR)" for number, kind in enumerate(shape.types) if kind != BOOLEAN]
    return f"concat_ws(' ', {', '.join(cells)})" if cells else "''"


def searched(shape: Shape) -> str:
    """SQL of all words of a row, as the cache keeps them beside it."""
    return folded(_cells(shape))


def quoted(text: str) -> str:
    """A text as a pattern that means nothing but itself."""
    return "".join(letter if letter.isalnum() or letter == "_" or letter > "\x7f" else f"\\{letter}" for letter in text)


def _beginning(word: str) -> str:
    """The pattern of a folded word at the beginning of a word: `қ` and `к` are one, so are capitals."""
    letters = "".join(f"[{letter}{_UNFOLDED[letter]}]" if letter in _UNFOLDED else quoted(letter) for letter in word)
    return rf"(?i)(?:^|[^\p{{L}}\p{{N}}]){letters}"


def words_of(text: str) -> list[str]:
    """What is looked for of a text that was typed, folded.

    Raises:
        Misasked: question.too_large.
    """
    if len(text) > WORD_LETTERS:
        raise Misasked("question.too_large", most=WORD_LETTERS)
    low = fold(normal(text).lower()).translate(dict.fromkeys(map(ord, _BREAKS), " "))
    found = list(dict.fromkeys(low.split()))
    if len(found) > WORDS:
        raise Misasked("question.too_large", most=WORDS)
    return found


class Filter:
    """Writes a filter once, collecting its parameters."""

    def __init__(self, shape: Shape, source: Source) -> None:
        self.shape, self.source = shape, source
        self.parameters: list[Value] = []
        self.parts = 0

    def sql(self, where: Where | None, depth: int = 0) -> str:
        if where is None:
            return "true"
        self._part(depth)
        match where:
            case Every(parts):
                return "(" + " AND ".join([self.sql(part, depth + 1) for part in parts] or ["true"]) + ")"
            case Either(parts):
                return "(" + " OR ".join([self.sql(part, depth + 1) for part in parts] or ["false"]) + ")"
            case Not(part):
                return f"(NOT coalesce({self.sql(part, depth + 1)}, false))"
            case Words(text, column):
                return self._words(text, column)
            case Condition():
                return self._condition(where)
        raise TypeError(where)

    def _part(self, depth: int = 0) -> None:
        """One more comparison: making a plan of thousands cannot be interrupted."""
        self.parts += 1
        if self.parts > PARTS or depth > DEPTH:
            raise Misasked("question.too_large", most=PARTS)

    def _words(self, text: str, column: int | None) -> str:
        """The plain search of the cache's words is quick and leaves few rows to the pattern."""
        words = self.source.words if column is None else ""
        if column is not None:
            self.shape.column(column)
        place = words or (f"CAST(c{column} AS VARCHAR)" if column is not None else _cells(self.shape))
        found = []
        for word in words_of(text):
            self._part()
            if words:
                self.parameters.append(word)
                found.append(f"contains({place}, ?)")
            self.parameters.append(_beginning(word))
            found.append(f"regexp_matches({place}, ?)")
        return "(" + (" AND ".join(found) or "true") + ")"

    def _condition(self, asked: Condition) -> str:
        name, kind = self.shape.column(asked.column)
        cell, operator = f"c{asked.column}", asked.operator
        if operator not in OPERATORS:
            raise Misasked("operator.unknown", operator=operator)
        wanted = range(1) if operator in ("null", "not_null") else range(1, VALUES + 1 if operator == "in" else 2)
        if len(asked.values) not in wanted:
            raise Misasked("value.count", operator=operator, column=name)
        if operator in ("null", "not_null"):
            empty = f"({cell} IS NULL OR {cell} = '')" if kind == TEXT else f"({cell} IS NULL)"
            return empty if operator == "null" else f"(NOT {empty})"
        if operator in ("contains", "prefix"):
            value = str(read(asked.values[0], TEXT, column=name))
            if len(value) > WORD_LETTERS:
                raise Misasked("question.too_large", most=WORD_LETTERS)
            self.parameters.append("(?i)" + ("^" if operator == "prefix" else "") + quoted(value))
            return f"regexp_matches(CAST({cell} AS VARCHAR), ?)"
        values = [read(value, kind, column=name) for value in asked.values]
        self.parameters += values
        if operator == "in":
            return f"({cell} IN ({', '.join('?' * len(values))}))"
        if operator == "not":
            return f"({cell} IS DISTINCT FROM ?)"
        if kind == TEXT and operator != "exact":
            return f"({order_key(cell)} {_SIGNS[operator]} {order_key('CAST(? AS VARCHAR)')})"
        return f"({cell} {_SIGNS[operator]} ?)"
