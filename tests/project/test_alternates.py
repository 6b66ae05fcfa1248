"""The same page in another language is the same page: what its address says of it is kept, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import QueryDict
from lxml import html

from jariya.project.jinja import SAID_ONCE, SHOWN, alternates, kept

SOURCES = Path(__file__).parents[2] / "src" / "jariya"
READ = re.compile(
    r"""GET(?:\.get|\.getlist)?[\[(]\s*["']([a-z_0-9]+)["']|["']([a-z_0-9]+)["'] (?:not )?in request\.GET"""
)


def test_every_parameter_that_a_page_reads_is_kept_or_left_behind_on_purpose() -> None:
    read = {
        one or other
        for file in SOURCES.rglob("*.py")
        if "launch" not in file.parts
        for one, other in READ.findall(file.read_text(encoding="utf-8"))
    }
    assert len(read) > 40
    assert read - SHOWN - SAID_ONCE == set()
    assert SHOWN.isdisjoint(SAID_ONCE)


def test_month_place_and_measure_of_a_budget_are_kept() -> None:
    query = kept(QueryDict("month=3&at=II/4&by=adjusted&release=republic-2025-full&utm_source=x"))
    assert query == "?month=3&at=II/4&by=adjusted&release=republic-2025-full"
    assert alternates("/kk/budgets/republic-2025/full/", query)[1] == ("ru", f"/ru/budgets/republic-2025/full/{query}")


def test_the_changes_of_the_balance_game_are_kept() -> None:
    assert kept(QueryDict("g4=5&g82=-3&g=1&gx=2")) == "?g4=5&g82=-3"


@pytest.mark.parametrize(
    "asked",
    ["done=1", "sent=1&saved=1", "code=abc&state=xyz", "state=xyz&error=denied", f"q={'a' * 501}", "q=%00", "q=a%0Ab",
     "&".join(f"g{number}=1" for number in range(50)), ""],
)  # fmt: skip
def test_what_happened_and_what_no_reader_typed_stays_behind(asked: str) -> None:
    assert kept(QueryDict(asked)) == ""


def test_what_was_typed_is_encoded_anew() -> None:
    assert kept(QueryDict("q=%22%3E%3Cscript%3E&q=мектеп %26 су")) == (
        "?q=%22%3E%3Cscript%3E&q=%D0%BC%D0%B5%D0%BA%D1%82%D0%B5%D0%BF+%26+%D1%81%D1%83"
    )


def test_an_address_of_no_language_leads_to_the_front_without_parameters() -> None:
    assert alternates("/nowhere/", "?at=II") == [("kk", "/kk/"), ("ru", "/ru/"), ("en", "/en/")]


@pytest.mark.django_db
def test_links_and_head_of_a_page_keep_what_is_searched(client) -> None:  # type: ignore[no-untyped-def]
    tree = html.fromstring(client.get('/kk/search/?q=су+"құбыры"&in=kk&done=1').content)
    said = "?q=%D1%81%D1%83+%22%D2%9B%D2%B1%D0%B1%D1%8B%D1%80%D1%8B%22&in=kk"
    assert [a.get("href") for a in tree.xpath("//nav[@id='languages']/a")] == [
        f"/{code}/search/{said}" for code in ("kk", "ru", "en")
    ]
    for link in tree.xpath("//head/link[@hreflang]"):
        assert link.get("href").endswith(f"/{link.get('hreflang')}/search/{said}")
