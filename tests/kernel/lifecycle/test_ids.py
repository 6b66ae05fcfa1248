"""Public ids are checked before the database is asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jariya.kernel.lifecycle import ids

tokens = st.text(ids.ALPHABET, min_size=8, max_size=8)


@given(tokens)
def test_what_a_person_types_in_small_letters_and_without_dashes_is_understood(token: str) -> None:
    public_id = ids.new("Q", 2026, token)
    typed = public_id.lower().replace("-", "").replace("0", "o").replace("1", "l")
    assert ids.normal(typed) == public_id


@given(tokens, st.integers(0, 7), st.sampled_from(ids.ALPHABET))
def test_one_wrong_character_is_noticed(token: str, place: int, other: str) -> None:
    public_id = ids.new("Q", 2026, token)
    wrong = public_id[: 6 + place] + other + public_id[7 + place :]
    assert wrong == public_id or ids.normal(wrong) is None


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    assert ids.normal(text) is None or ids.normal(text) == ids.normal(ids.normal(text) or "")
