"""The Kazakh stemmer on words of school grammar, and on the shared list of forms where that is there."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jariya.kernel.language.kazakh import stem, stem_folded
from jariya.kernel.language.scripts import KAZAKH_ALPHABET, fold

FORMS = Path(__file__).resolve().parents[4] / "shared" / "data" / "language" / "kazakh_form_lemma.tsv"

PARADIGMS = {
    "кітап": "кітабы кітабым кітаптар кітаптың кітапқа кітаптан кітаптарымыздағы кітабыңызға кітаппен",
    "мектеп": "мектебі мектебіміз мектепте мектептегі мектептерге мектебінің мектебінен",
    "жүрек": "жүрегі жүрегім жүректе жүректің жүрегіне",
    "халық": "халқы халқымыз халыққа халықтың халқының халқына",
    "орын": "орны орнында орындар орнына орынға",
    "мұрын": "мұрны мұрнын мұрынға",
    "ауыз": "аузы аузында ауызға",
    "қала": "қалада қаланың қаласы қаласында қалалар қалалардағы қаламыз қалаға",
    "көше": "көшесі көшеде көшенің көшелер көшеден көшесінде",
    "жол": "жолы жолда жолдар жолдарды жолдың жолымыз жолмен",
    "әкім": "әкімі әкімнің әкімге әкімдер әкіміміз",
    "бар": "барды барады барған барып барса барамын баратын барар барсын",
    "жаз": "жазды жазады жазған жазып жазылды жазылған жазу жазуға жазбады жазсаңыз",
    "бер": "берді береді берген беріп берілді берілген бермейді берсе берсін беруге",
    "сөйле": "сөйледі сөйлейді сөйлеген сөйлеп сөйлемеген",
    "де": "деп дейді деді деген десе",
    "оқы": "оқиды оқып оқыған оқыды",
    "тап": "тапты тауып табылды табады тапқан",
    "қой": "қоям қоюға қойды қойған қойып қояды",
}


@pytest.mark.parametrize(("lemma", "forms"), PARADIGMS.items())
def test_the_forms_of_a_word_share_its_stem(lemma: str, forms: str) -> None:
    missed = {form: stem(form) for form in forms.split() if stem(form) != stem(lemma)}
    assert not missed


def test_pronouns_that_change_their_root_meet() -> None:
    assert {stem(w) for w in ("маған", "мені", "менің", "мен")} == {"мен"}
    assert stem("оған") == stem("оның") == stem("ол")


def test_words_that_only_look_inflected_keep_apart() -> None:
    for one, other in [
        ("бала", "бал"),
        ("қала", "қал"),
        ("жоба", "жоқ"),
        ("білім", "біл"),
        ("бөлме", "бөл"),
        ("азаматтық", "азамат"),
        ("маңызды", "маңыз"),
        ("тәуелсіз", "тәуел"),
        ("халық", "хал"),
        ("орын", "ор"),
        ("сана", "сан"),
    ]:
        assert stem(one) != stem(other), (one, other)


def test_an_unlisted_word_meets_its_forms_by_rule_alone() -> None:
    for lemma, forms in {
        "бульдозер": "бульдозердің бульдозерлер бульдозерге",
        "светофор": "светофордың светофорлар светофорды светофордағы",
        "трансформатор": "трансформаторлар трансформаторды",
        "қарлығаштай": "қарлығаштайлар",
    }.items():
        assert {stem(f) for f in forms.split()} == {stem(lemma)}, lemma


def test_a_russian_keyboard_reaches_every_form() -> None:
    for typed, written in [
        ("каланын", "қаланың"),
        ("окимдик", "өкімдік"),
        ("жургизушиге", "жүргізушіге"),
        ("укимет", "үкіметтің"),
    ]:
        assert stem_folded(typed) == stem_folded(written), typed


@given(st.text(alphabet=KAZAKH_ALPHABET, min_size=0, max_size=60))
def test_any_string_has_a_stem_that_is_stable_and_no_longer(word: str) -> None:
    made = stem(word)
    assert len(made) <= len(word) + 1
    assert bool(made) == bool(word)
    assert stem_folded(word) == stem_folded(fold(word))


def _figures(rows: list[tuple[str, str]]) -> tuple[float, float]:
    """Share of forms conflated with their lemma (pairs that differ), share of lemmas that share a stem."""
    differ = [(form, lemma) for form, lemma in rows if form != lemma]
    conflated = sum(stem(form) == stem(lemma) for form, lemma in differ) / len(differ)
    shelves: dict[str, set[str]] = defaultdict(set)
    for _form, lemma in rows:
        shelves[stem(lemma)].add(lemma)
    colliding = sum(len(lemmas) for lemmas in shelves.values() if len(lemmas) > 1)
    return conflated, colliding / sum(map(len, shelves.values()))


@pytest.mark.parametrize("part", ["tune", "hold-out"])
def test_forms_of_a_real_corpus_meet_their_lemma_and_lemmas_stay_apart(part: str) -> None:
    if not FORMS.exists():
        pytest.skip("the corpus list ../shared/data/language/kazakh_form_lemma.tsv is not on this machine")
    rows = [tuple(line.split("\t")) for line in FORMS.read_text(encoding="utf-8").splitlines()]
    mine = [
        (form, lemma) for form, lemma in rows if (hashlib.md5(lemma.encode()).digest()[0] % 2 == 0) == (part == "tune")
    ]
    conflated, colliding = _figures(mine)
    assert conflated >= 0.90
    assert colliding <= 0.04
