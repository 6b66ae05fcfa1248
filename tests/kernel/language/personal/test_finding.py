"""What is found in texts as people write them, and what is let through. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.language.personal.corpus import texts
from tests.kernel.language.personal.natural import TEXTS, labelled

from jariya.kernel.language.personal import KINDS, PERSONAL, SURE, find, pieces
from jariya.kernel.language.personal.figures import iban_valid, luhn_valid

EVERYTHING = frozenset(KINDS)
STILL_MISSED = {"гоголя 12 кв 5", "5 мкр 12 дом 45 кв"}
"""Texts by hand that the rules do not mark whole: known, measured by `bench/personal.py`."""


@pytest.mark.parametrize("marked", TEXTS)
def test_a_text_written_by_hand_is_marked_as_a_person_would(marked: str) -> None:
    made = labelled(marked)
    wanted = [(kind, made.text[a:b]) for kind, a, b in made.labels if made.text[a:b] not in STILL_MISSED]
    got = [(one.kind, one.text) for one in find(made.text, EVERYTHING)]
    assert [one for one in got if one[1] in {text for _kind, text in wanted}] == wanted
    assert len(got) <= len(made.labels), "something public was marked"


def test_of_the_made_corpus_nearly_all_is_found_and_nearly_nothing_wrongly() -> None:
    labels = found = wrong = 0
    for made in texts(240, seed=11):
        marks = find(made.text, PERSONAL)
        for kind, start, end in made.labels:
            if kind == "bin":
                continue
            labels += 1
            found += any(one.kind == kind and one.start <= end - 1 and start < one.end for one in marks)
        wrong += sum(not any(one.start < end and start < one.end for _kind, start, end in made.labels) for one in marks)
    assert labels > 400 and found / labels > 0.98 and wrong / labels < 0.01


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("ЖСН 880101300123", ["iin"]),
        ("ЖСН 880101300129", ["iin"]),  # a digit mistyped: the word says what it is
        ("880101300129", []),
        ("БСН 010140000018", []),
        ("ЖК, БСН 880101300123", ["iin"]),  # a sole trader's own number
        ("+7 (7172) 55-64-22", ["phone"]),
        ("Қабылдау бөлмесі: +7 (7172) 55-64-22", []),
        ("Қабылдау бөлмесі жауап бермейді. Өз телефоным 8 (7172) 55-64-22", ["phone"]),
        ("Приёмная: 8 701 555 01 42", ["phone"]),  # a mobile number is someone's own
        ("КZ86125KZT5004100100", ["account"]),  # a Cyrillic К
        ("KZ87125KZT5004100100", []),
        ("Шот KZ87125KZT5004100100", ["account"]),
        ("карта 4400 4301 2345 6789", ["card"]),
        ("4400 4301 2345 6788", []),
        ("info@akimat.example.kz", []),
        ("a.ivanova@akimat.example.kz", ["mail"]),
        ("12-үйде", ["home"]),
        ("12 үй", []),
        ("60 пәтерлі үй", []),
        ("Абай атындағы мектеп", []),
        ("İ 8 701 555 01 42", ["phone"]),  # İ is two characters when small: places must not move
    ],
)
def test_what_is_told_apart(text: str, kinds: list[str]) -> None:
    found = find(text)
    assert [one.kind for one in found] == kinds
    assert all(text[one.start : one.end] == one.text for one in found)


def test_a_weak_kind_and_a_public_one_come_only_when_asked_for() -> None:
    text = "Ахметова Айгүл Серікқызы, БСН 010140000018"
    assert find(text) == []
    assert [one.kind for one in find(text, PERSONAL)] == ["name"]
    assert [one.kind for one in find(text, EVERYTHING)] == ["name", "bin"]
    assert {"name", "bin"} & SURE == set()


@given(st.text(alphabet="0123456789 -+()№.,/қyКZабвүйпәтерулд\n@", max_size=200))
def test_any_text_is_read_and_its_pieces_put_together_are_the_text(text: str) -> None:
    found = find(text, EVERYTHING)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    assert "".join(piece for piece, _one in pieces(text, found)) == text


@pytest.mark.parametrize("text", ["1" * 50_000, "8 7" * 20_000, "пәтер " * 10_000, "a@" * 20_000, "12-" * 20_000])
def test_hostile_texts_are_read_in_a_moment(text: str) -> None:
    find(text, EVERYTHING)


def test_check_digits_of_accounts_and_cards() -> None:
    assert iban_valid("KZ86 125K ZT50 0410 0100") and not iban_valid("KZ86 125K ZT50 0410 0101")
    assert not iban_valid("") and not iban_valid("ЖЖ12")
    assert luhn_valid("4242 4242 4242 4242") and not luhn_valid("4242 4242 4242 4243") and not luhn_valid("")
