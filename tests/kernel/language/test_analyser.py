"""The analyser in three languages, its guess of the language, and its command."""

from __future__ import annotations

import json
import resource
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jariya.kernel.language import analyse, guess_language, latin_readings, normal, streams

JARIYA = [sys.executable, "-c", "import sys; sys.argv[0] = 'jariya'; from jariya.project.cli import main; main()"]


def _run(*arguments: str, typed: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*JARIYA, *arguments], input=typed, capture_output=True, timeout=30, check=False)


def test_each_language_conflates_its_own_forms() -> None:
    assert streams("дорогами", "ru").stem == streams("дорога", "ru").stem
    assert streams("roads", "en").stem == streams("road", "en").stem
    assert streams("жолдарда", "kk").stem == streams("жол", "kk").stem
    assert streams("ёлка", "ru") == streams("елка", "ru")._replace(stem=streams("ёлка", "ru").stem)


def test_a_kazakh_word_in_a_russian_text_is_read_as_kazakh() -> None:
    assert streams("әкімдіктің", "ru").stem == streams("әкімдік", "kk").stem


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(ValueError, match="'de'"):
        streams("wort", "de")


def test_places_of_tokens_point_into_the_text() -> None:
    text = normal("«Ата-ана» жиналысы, 2026\u00ad жыл: don\u2019t!")
    tokens = list(analyse(text, "kk"))
    assert [text[t.start : t.end] for t in tokens] == [t.word for t in tokens]
    assert [t.exact for t in tokens] == ["ата", "ана", "жиналысы", "2026", "жыл", "don't"]


def test_a_latin_query_word_finds_the_kazakh_stem() -> None:
    wanted = streams("қалада", "kk").fold_stem
    assert wanted in {made.fold_stem for made in latin_readings("qalada", "kk")}
    assert latin_readings("қала", "kk") == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Біздің ауылда су жоқ, қашан беріледі?", "kk"),
        ("Калай барамын мектепке, бизде су жок", "kk"),
        ("Когда отремонтируют дорогу возле школы?", "ru"),
        ("Здравствуйте! Почему нет воды в доме 5 по улице Сәтбаев", "ru"),
        ("When will the road be repaired", "en"),
        ("112", "kk"),
    ],
)
def test_the_language_of_a_text_is_guessed(text: str, language: str) -> None:
    assert guess_language(text) == language


@given(st.text(max_size=500), st.sampled_from(["kk", "ru", "en"]))
def test_no_text_breaks_the_analyser(text: str, lang: str) -> None:
    for token in analyse(text, lang):
        assert token.exact and token.stem and token.fold and token.fold_stem
        assert "\x00" not in token.exact
    guess_language(text)


def test_the_command_prints_streams_and_survives_broken_bytes() -> None:
    done = _run("analyse", "--lang", "kk", typed="қаланың\n".encode() + b"\xff\xfe\n" + "тілі\n".encode())
    assert done.returncode == 0
    assert done.stdout.decode() == "қаланың\tқаланың\tқала\tкаланын\nтілі\tтілі\tтіл\tтили\n"
    assert b"UTF-8" in done.stderr


def test_the_command_speaks_json() -> None:
    done = _run("analyse", "--lang", "ru", "--json", typed="Дорогами ёж".encode())
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert rows[0]["word"] == "Дорогами"
    assert rows[1]["fold"] == "еж"


def test_the_command_refuses_an_unknown_language() -> None:
    done = _run("analyse", "--lang", "xx", typed=b"")
    assert done.returncode == 2
    assert b"kk, ru, en" in done.stderr


def test_the_command_starts_within_a_second_of_work() -> None:
    # Processor time, not the clock: the gate runs beside many others.
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run("analyse", typed="су\n".encode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 1.0
