"""What looks like personal data in a text. Pure."""

from __future__ import annotations

import pytest

from jariya.kernel.language.personal import blackened, find, only_blackened


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ЖСН 880101300123 деп жазылған", "iin"),
        ("Звоните 8 (701) 555-01-42", "phone"),
        ("+77015550142", "phone"),
        ("aigerim.e@example.kz деп жазыңыз", "mail"),
        ("KZ86125KZT5004100100", "account"),
        ("карта 4242 4242 4242 4242", "card"),
        ("Көлігі 123ABC02", "plate"),
        ("Абай көшесі 5, пәтер 12", "home"),
        ("ул. Абая, кв. 12", "home"),
    ],
)
def test_personal_data_are_found(text: str, kind: str) -> None:
    assert [one.kind for one in find(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Бюджет 880 101 300 127 теңге",
        "123456789012 теңге төленді",
        "2025-2027 жылдарға 15 жұмыс күні",
        "Код бюджетной программы 001 102 015",
        "Мектеп №12, 45 орын",
        "4242 4242 4242 4243",
    ],
)
def test_figures_and_codes_are_no_persons(text: str) -> None:
    assert find(text) == []


def test_blackening_keeps_the_length_and_the_lines() -> None:
    text = "Маған\n8 701 555 01 42\nқоңырау шалыңыз"
    public = blackened(text, find(text))
    assert public.splitlines()[1] == "█ ███ ███ ██ ██"
    assert only_blackened(text, public)
    assert not only_blackened(text, public.replace("Маған", "Оған "))
