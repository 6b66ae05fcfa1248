"""Runs of words and clusters of near-identical answers. Pure: no database."""

from __future__ import annotations

import pytest

from jariya.portals.dialogue.alike.shingles import clusters, likeness, shingles

TEMPLATE = (
    "Сіздің өтінішіңіз қаралды. Аталған мәселе бойынша жұмыстар бекітілген жоспарға сәйкес жүргізілуде және "
    "қаржы бөлінген жағдайда жалғастырылады. Қосымша ақпарат алу үшін басқармаға хабарласуыңызға болады."
)
OTHER = (
    "Көшедегі жарық бағаналары маусым айының соңына дейін ауыстырылады, мердігер анықталды, келісімшарт жасалды, "
    "жұмыс барысын әкімдіктің сайтынан көруге болады, жауапты маман күн сайын есеп береді."
)


def test_a_template_with_other_numbers_is_the_same_text() -> None:
    one, other = f"№ 12 {TEMPLATE} 2026 ж.", f"№ 987 {TEMPLATE} 2025 ж."
    assert likeness(shingles(one), shingles(other)) == 1.0


@pytest.mark.parametrize("text", ["", "   ", "12 345", "."])
def test_a_text_without_words_is_like_nothing(text: str) -> None:
    assert likeness(shingles(text), shingles(text)) == 0.0


def test_answers_that_differ_in_a_name_stand_together_and_others_alone() -> None:
    texts = {n: f"Құрметті {name}! {TEMPLATE}" for n, name in enumerate(["Асан", "Үсен", "Дина"], start=1)}
    texts |= {10: OTHER, 11: OTHER.replace("маусым", "тамыз"), 12: "Иә."}
    assert clusters(texts, share=0.8, least=3) == [[1, 2, 3]]
    assert clusters(texts, share=0.6, least=2) == [[1, 2, 3], [10, 11]]


def test_clusters_do_not_depend_on_the_order_of_texts() -> None:
    texts = {n: f"{TEMPLATE} {'қосымша сөз ' * (n % 3)}" for n in range(30)}
    backwards = dict(reversed(list(texts.items())))
    assert clusters(texts, share=0.8, least=3) == clusters(backwards, share=0.8, least=3)
