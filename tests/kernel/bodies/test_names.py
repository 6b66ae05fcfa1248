from __future__ import annotations

import pytest

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.names import best, script, searchable, sort_key


def test_a_missing_name_shows_another_with_its_own_language() -> None:
    body = Body(name_ru="ТОО «Көмір»")
    assert body.name("kk") == ("ТОО «Көмір»", "ru")
    assert body.name("ru").lang == "ru"


def test_a_kazakh_reader_gets_russian_before_english_and_an_english_one_kazakh_before_russian() -> None:
    names = {"kk": None, "ru": "Суд", "en": "Court"}
    assert best(names, "kk").lang == "ru"
    assert best({"kk": "Сот", "ru": "Суд", "en": None}, "en") == ("Сот", "kk")
    assert best({}, "kk") == ("", "kk")


def test_a_body_known_only_by_its_short_name_is_called_by_it() -> None:
    body = Body(short_kk="ҚР БП", short_ru="ГП РК")
    assert body.name("ru") == ("ГП РК", "ru")
    assert body.short("en").lang == "kk"


def test_the_short_name_falls_back_to_the_full_one_of_the_same_language_first() -> None:
    body = Body(name_kk="Сынақ ауданының әкімдігі", short_ru="Акимат")
    assert body.short("kk").text == "Сынақ ауданының әкімдігі"


def test_names_sort_by_the_kazakh_alphabet_not_by_code_point() -> None:
    words = ["Яков", "Әйтеке", "Абай", "Қарасу", "Кеген", "Іле", "Өскемен", "Орал", "Ұлан", "Үржар", "Шу"]
    assert sorted(words, key=sort_key) == [
        "Абай", "Әйтеке", "Кеген", "Қарасу", "Орал", "Өскемен", "Ұлан", "Үржар", "Шу", "Іле", "Яков",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "name"),
    [("оскемен", "Өскемен қаласы"), ("ӨСКЕМЕН", "Өскемен"), ("улгі", "«Үлгі» ЖШС"), ("зеренди", "Зеренді")],
)
def test_a_name_is_found_from_a_russian_keyboard(typed: str, name: str) -> None:
    assert searchable(typed) in searchable(name)


def test_scripts_are_told_apart() -> None:
    assert [script(text) for text in ("Health JSC", "Денсаулық", "Здоровье", "№ 5")] == [
        "latin", "kazakh", "cyrillic", "none",
    ]  # fmt: skip
