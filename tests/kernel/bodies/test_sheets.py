from __future__ import annotations

import pytest

from jariya.kernel.bodies.sheets import RULES, Problem, decode
from jariya.kernel.language.numbers import has_check_digit


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "kz1048"])
def test_kazakh_text_is_read_in_the_encodings_offices_send(encoding: str) -> None:
    assert decode("slug,Әкімдік ӨҢҒҮҰҚҺІ әөңғүұқһі".encode(encoding)) == "slug,Әкімдік ӨҢҒҮҰҚҺІ әөңғүұқһі"


def test_bytes_that_are_no_text_are_refused() -> None:
    assert decode(b"\x00\x01\x02") is None
    assert decode("Әкім".encode(), "no-such-encoding") is None
    assert decode(b"\xff\xfe\x00") is None


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("999999999990", True),
        ("999999999991", False),
        ("990000000603", True),
        ("99999999999", False),
        ("٩٩٩٩٩٩٩٩٩٩٩٠", False),
        ("", False),
    ],
)
def test_the_check_digit_of_a_bin_is_checked(text: str, valid: bool) -> None:
    assert has_check_digit(text) is valid


def test_every_rule_has_a_sentence_and_a_remedy_that_can_be_filled() -> None:
    for code in RULES:
        problem = Problem(2, "name_kk", "50 %", code, "a, b")
        assert problem.sentence and problem.remedy and "%(" not in problem.sentence + problem.remedy
