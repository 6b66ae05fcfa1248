"""Names that go into headers, and cells that go into spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jariya.kernel.files.inspect import kinds, looking, names, tables


def _csv(rows: list[list[object]]) -> list[list[str]]:
    data = b"".join(tables.csv_safe(rows))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_public_name_has_nothing_that_was_typed() -> None:
    assert names.public_name("Q26ABCDEFGHK", 3, "pdf") == "Q26ABCDEFGHK-3.pdf"
    for case, number, extension in (("a/b", 1, "pdf"), ("Q", 0, "pdf"), ("Q", 1, "p df"), ("Ахметов", 1, "pdf")):
        with pytest.raises(ValueError):
            names.public_name(case, number, extension)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("C:\\Users\\a\\Жауап.pdf", "Жауап.pdf"), ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("\u202egpj.exe", "gpj.exe"), ("", "file"), ("...", "file"), ("CON.txt", "_CON.txt"), ('a"b.pdf', "a_b.pdf"),
        ("ә" * 300 + ".docx", "ә" * 115 + ".docx"),
    ],
)  # fmt: skip
def test_a_typed_name_becomes_one_harmless_line(typed: str, shown: str) -> None:
    assert names.safe(typed) == shown


def test_a_kazakh_name_is_in_the_header_twice() -> None:
    said = names.disposition("Жауап №3.pdf")
    assert said.startswith('attachment; filename="') and said.isascii()
    assert said.endswith("filename*=UTF-8''%D0%96%D0%B0%D1%83%D0%B0%D0%BF%20%E2%84%963.pdf")
    assert names.disposition("Q26-1.pdf", inline=True) == 'inline; filename="Q26-1.pdf"'


@given(st.text())
def test_whatever_the_name_the_header_is_one_ascii_line(name: str) -> None:
    said = names.disposition(name)
    assert said.isascii() and said.isprintable() and said.count('"') == 2 and "\\" not in said
    shown = names.safe(name)
    assert 0 < len(shown) <= 120 and "/" not in shown and shown.isprintable()


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "=cmd|' /C calc'!A0", "-A1", "|x", "\u200b=1"],
)
def test_a_cell_that_begins_like_a_formula_is_only_text(cell: str) -> None:
    ((shown,),) = _csv([[cell]])
    assert shown.startswith("'") and not tables.safe_cell(shown).startswith("''")


@pytest.mark.parametrize("cell", ["-5", "+7", "-1 234,50", "1e-5", "-3.5%", "900101300010", "007", "a=b", "Үлгі"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert _csv([[cell]]) == [[cell]]


CELLS = st.one_of(st.none(), st.integers(), st.text(alphabet=st.characters(codec="utf-8"), max_size=9))


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=9))
def test_what_goes_into_a_table_comes_out_of_it(rows: list[list[object]]) -> None:
    assert len(_csv(rows)) == len(rows) or any(row == [""] or row == [None] for row in rows)
    for cell in (cell for row in _csv(rows) for cell in row):
        assert not cell.lstrip("\ufeff\u200b ").startswith(("=", "@", "\t", "\r"))


def test_a_table_that_comes_in_goes_out_without_formulas() -> None:
    data = "Аты;Сома\r\n=HYPERLINK(1);5\r\nA;-7\r\n".encode("cp1251")
    kind = looking.look(io.BytesIO(data), "a.csv")
    assert [(found.code, found.count) for found in looking.findings(io.BytesIO(data), kind)] == [("csv.formula", 1)]
    out = io.BytesIO()
    assert looking.cleaned(io.BytesIO(data), kind, out) == kinds.KINDS["csv"]
    assert out.getvalue().decode("utf-8-sig") == "Аты;Сома\r\n'=HYPERLINK(1);5\r\nA;-7\r\n"
