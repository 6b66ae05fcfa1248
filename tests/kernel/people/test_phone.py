from __future__ import annotations

import pytest
from django.utils import translation

from jariya.kernel.people import phone


@pytest.mark.parametrize(
    "typed",
    [
        "+77011234567",
        "+7 701 123 45 67",
        "8 (701) 123-45-67",
        "87011234567",
        "7011234567",
        "77011234567",
        "0077011234567",
        " +7\u00a0701\u2011123\u201345\u201367 ",
        "＋７７０１１２３４５６７",
        "\u202d+77011234567\u202c",
    ],
)
def test_a_number_is_read_however_it_is_written(typed: str) -> None:
    assert phone.normalise(typed) == "+77011234567"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "phone_missing"),
        ("   ", "phone_missing"),
        ("кейін айтам", "phone_letters"),
        ("+7701123456a", "phone_letters"),
        ("+7 701 123 45 6", "phone_short"),
        ("12", "phone_short"),
        ("+7 701 123 45 678", "phone_long"),
        ("+7 901 123 45 67", "phone_country"),
        ("+1 202 555 0101", "phone_country"),
        ("8" * 10_000, "phone_long"),
    ],
)
def test_what_is_not_a_number_of_kazakhstan_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(phone.PhoneError) as refused:
        phone.normalise(typed)
    assert refused.value.code == code
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            assert len(refused.value.sentence) > 10


def test_the_code_page_shows_only_the_last_two_digits() -> None:
    assert phone.masked("+77011234567") == "+7 7•• ••• •• 67"
