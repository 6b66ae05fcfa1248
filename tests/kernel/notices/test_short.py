"""SMS: one message of 70 characters in every language, with nothing personal in it."""

from __future__ import annotations

import datetime as dt

import pytest

from jariya.kernel.notices import short
from jariya.kernel.people.sms import fits

LONGEST = {"number": "Q2026-WWWWWWWW-W", "due": dt.date(2026, 12, 30), "until": dt.date(2026, 12, 30)}


@pytest.mark.parametrize("event", sorted(short.LETTERS))
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_sms_in_the_demo_fits_one_message(event: str, language: str) -> None:
    text = short.text("any", event, language=language, invented=True, **LONGEST)
    assert LONGEST["number"] in text
    assert "%" not in text
    assert fits(text), len(text)
    assert language == "en" or len(text) <= 70


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_sms_whose_term_has_ended_says_what_remains_true(language: str) -> None:
    text = short.text(
        "any", "registered", number="Q2026-WWWWWWWW-W", due=None, until=None, language=language, invented=True
    )
    assert "Q2026-WWWWWWWW-W" in text
    assert "%" not in text
    assert fits(text)


def test_a_kazakh_sms_is_in_kazakh_and_names_the_day() -> None:
    text = short.text("any", "registered", language="kk", invented=False, **LONGEST)
    assert text == "Жария: Q2026-WWWWWWWW-W тіркелді. Жауап мерзімі: 30.12.2026"


def test_a_demo_says_so_in_the_sms() -> None:
    shown = [short.text("any", "answered", language=code, invented=True, **LONGEST) for code in ("kk", "ru", "en")]
    assert [text.split(" ")[0] for text in shown] == ["ДЕМО", "ДЕМО", "DEMO"]
