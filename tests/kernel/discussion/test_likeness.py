"""Near-identical comments are found, different ones are not, and a crowd costs little."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jariya.kernel.discussion.likeness import groups, plain

LETTER = (
    "Құрметті министрлік! Мен {name}, {village} ауылының тұрғынымын. Бағдарламаға қаражатты көбейтіп, біздің ауылға"
    " мектеп автобусын беруіңізді сұраймын, себебі балалар қыста алты шақырым жаяу жүреді."
)
OTHER = (
    "Бюджеттің бұл бөлігі тиімсіз: былтырғы есепте көрсетілген нәтиже жоспардың жартысына да жетпеген, сондықтан"
    " алдымен былтырғы ақшаның қайда кеткенін түсіндіріңіз."
)


def test_one_letter_under_many_names_is_one_group() -> None:
    texts = [OTHER, *(LETTER.format(name=f"Айгүл {'абвгд'[n] * 3}", village=f"Үлгі-{n}") for n in range(5))]
    assert groups(texts) == [[1, 2, 3, 4, 5]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Автобус керек, тезірек алыңыздар!", "автобус   керек тезірек алыңыздар"),
        (LETTER.format(name="А", village="Б"), LETTER.format(name="А", village="Б").upper()),
        ("Қолдаймын", "қолдаймын!!!"),
    ],
)
def test_case_signs_and_spaces_do_not_count(one: str, other: str) -> None:
    assert groups([one, other]) == [[0, 1]]


@pytest.mark.parametrize(
    ("one", "other"),
    [(LETTER, OTHER), ("Қолдаймын", "Қолдамаймын"), ("", "x"), (OTHER, f"{OTHER} {LETTER} {LETTER}")],
)
def test_what_says_something_else_stays_apart(one: str, other: str) -> None:
    assert groups([one, other]) == []


def test_the_largest_group_stands_first() -> None:
    assert groups([OTHER, LETTER, OTHER, LETTER, LETTER]) == [[1, 3, 4], [0, 2]]


@given(st.lists(st.text(max_size=200), max_size=30))
def test_every_place_is_in_one_group_at_most_and_the_same_text_always_together(texts: list[str]) -> None:
    found = groups(texts)
    places = [place for group in found for place in group]
    assert len(places) == len(set(places)) and all(len(group) > 1 and group == sorted(group) for group in found)
    where = {place: number for number, group in enumerate(found) for place in group}
    for one, text in enumerate(texts):
        for other in range(one + 1, len(texts)):
            if plain(text) == plain(texts[other]):
                assert one in where and where[one] == where.get(other)


def test_a_crowd_costs_as_much_as_its_groups_and_not_as_its_pairs() -> None:
    rng = random.Random(7)
    words = ["".join(rng.choices("аәбвгғдеёжзиклмнңоөпрстуұүшы", k=rng.randint(3, 9))) for _ in range(2_000)]
    own = [" ".join(rng.choices(words, k=25)) for _ in range(400)]
    crowd = [LETTER.format(name=rng.choice(words), village=rng.choice(words)) for _ in range(1_600)]
    texts = own + crowd
    rng.shuffle(texts)
    started = time.process_time()
    found = groups(texts)
    assert time.process_time() - started < 10
    assert len(found) == 1 and len(found[0]) == 1_600
