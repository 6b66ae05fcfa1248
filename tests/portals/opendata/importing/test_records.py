"""Quotes that do not fit: no row is swallowed, no letter is lost, each is named."""

from __future__ import annotations

import io
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jariya.portals.opendata.importing.dialect import Dialect
from jariya.portals.opendata.importing.problems import Problems
from jariya.portals.opendata.importing.records import records


def rows(text: str, width: int, **dialect: object) -> tuple[list[list[str]], list[int | None]]:
    problems = Problems()
    found = Dialect(";", width=width, **dialect)  # type: ignore[arg-type]
    got = list(records(io.StringIO(text, newline=""), found, problems))
    return got, [one.row for one in problems.shown if one.rule == "dialect.quote_open"]


@pytest.mark.parametrize(
    ("text", "wanted", "mended"),
    [
        ('1;"а;б"\n2;в\n', [["1", "а;б"], ["2", "в"]], []),
        ('1;"а\nб\nв\nг"\n2;д\n', [["1", "а\nб\nв\nг"], ["2", "д"]], []),
        ('1;"а\n2;б\n3;в\n', [["1", '"а'], ["2", "б"], ["3", "в"]], [1]),
        # Two quotes in two rows make a cell that looks well.
        (
            '1;"а\n2;б\n3;в\n4;г"\n5;д\n',
            [["1", '"а'], ["2", "б"], ["3", "в"], ["4", 'г"'], ["5", "д"]],
            [1],
        ),
        ('1;"ЖШС "Таң""\n2;б\n', [["1", 'ЖШС "Таң"'], ["2", "б"]], [1]),
        ('1;"ЖШС "Таң", Ақтау\nМаңғыстау"\n2;б\n', [["1", 'ЖШС "Таң", Ақтау\nМаңғыстау'], ["2", "б"]], [1]),
        ('"1";""а"\n2;б', [["1", '"а'], ["2", "б"]], [1]),
        ('1;а "б" в\n', [["1", 'а "б" в']], []),
    ],
)
def test_quotes_that_do_not_fit_are_letters(text: str, wanted: list[list[str]], mended: list[int]) -> None:
    assert rows(text, 2) == (wanted, mended)


def test_a_backslash_before_a_quote_is_no_letter_and_elsewhere_it_is() -> None:
    text = '1;"деді \\"иә\\""\n2;C:\\temp\n'
    assert rows(text, 2, escape="\\") == ([["1", 'деді "иә"'], ["2", "C:\\temp"]], [])


def test_a_hundred_open_quotes_cost_one_pass_and_lose_no_row() -> None:
    text = "".join(f'{number};"ашық {number}\n' for number in range(300))
    lines = iter(text.splitlines(keepends=True))
    taken = 0

    def once() -> object:
        nonlocal taken
        for line in lines:
            taken += 1
            yield line

    problems = Problems()
    got = list(records(once(), Dialect(";", width=2), problems))  # type: ignore[arg-type]
    assert got == [[str(number), f'"ашық {number}'] for number in range(300)]
    assert taken == 300 and problems.counts["dialect.quote_open", None] == 300


@given(st.lists(st.text(alphabet=string.ascii_letters + '";\n ', max_size=25), min_size=1, max_size=8))
def test_no_letter_is_lost_whatever_the_quotes_are(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    got, _mended = rows(text, 2)
    kept = "".join(cell for row in got for cell in row)
    for letter in string.ascii_letters:
        assert kept.count(letter) == text.count(letter)
