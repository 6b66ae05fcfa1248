"""Searching a small index: forms, languages, slips, filters, pages, and any input."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jariya.kernel.search.actions import Document, bulk_put, put, refresh_shares, refresh_vocabulary, remove
from jariya.kernel.search.common import forget
from jariya.kernel.search.models import Entry, Vocabulary
from jariya.kernel.search.queries import search, similar
from jariya.kernel.search.results import Results

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 18)


def document(number: int, title: str, text: str = "", language: str = "kk", **facts: Any) -> Document:
    facts.setdefault("kind", "question")
    return Document(
        ref=f"case:{number}",
        language=language,
        portal=facts.pop("portal", "dialogue"),
        day=facts.pop("day", DAY),
        title=title,
        text=text,
        url_name="dialogue:question",
        url_args=[f"Q-26-{number}"],
        invented=True,
        **facts,
    )


@pytest.fixture
def index() -> None:
    forget()
    put(
        document(
            1,
            "Мектеп жанындағы жол қашан жөнделеді?",
            "Балалар сабаққа батпақпен барады.",
            body=1,
            region=5,
            answered=True,
        )
    )
    put(document(2, "Ауыз су беруді қалпына келтіру", "Кітапханада да, мектептерде де су жоқ.", body=2, region=5))
    put(document(3, "Когда отремонтируют дорогу у школы?", "Дорога разбита с весны.", "ru", body=1, answered=True))
    put(document(4, "Отключение воды", "В домах по улице нет воды, а дорогу перекопали.", "ru", body=2))
    put(document(5, "Қала бюджетінің есебі", "Қаланың кірістері мен шығыстары.", kind="act", portal="acts", body=3))
    put(document(6, "Халқымыздың денсаулығы", "Емханаға жазылу тәртібі.", body=3, day=DAY - dt.timedelta(days=900)))
    put(document(7, "Public council meeting", "The council meets on roads.", "en"))


def refs(found: Results) -> list[str]:
    return [row.ref for row in found.rows]


@pytest.mark.parametrize(
    ("query", "lang", "wanted"),
    [
        ("жолдар", "kk", "case:1"),
        ("жолды жөндеу", "kk", "case:1"),
        ("мектепте", "kk", "case:1"),
        ("қалалардың бюджеті", "kk", "case:5"),
        ("халық", "kk", "case:6"),
        ("халыкка", "kk", "case:6"),
        ("калалар бюджет", "kk", "case:5"),
        ("qala budjet", "kk", "case:5"),
        ("mektep jol", "kk", "case:1"),
        ("ремонт дорог", "ru", None),
        ("дорогами", "ru", "case:3"),
        ("вода", "ru", "case:4"),
        ("road", "en", "case:7"),
        ("тiлi мектептер", "kk", "case:1"),
    ],
)
def test_a_word_is_found_in_any_form_and_spelling(index: None, query: str, lang: str, wanted: str | None) -> None:
    found = refs(search(query, lang=lang))
    if wanted:
        assert wanted in found


def test_the_title_outweighs_the_text(index: None) -> None:
    assert refs(search("мектеп", lang="kk"))[:2] == ["case:1", "case:2"]


def test_quotes_ask_for_exact_words_in_a_row(index: None) -> None:
    assert refs(search("«мектеп жанындағы»", lang="kk")) == ["case:1"]
    assert refs(search('"жанындағы мектеп"', lang="kk")) == []
    assert refs(search('"мектептерде"', lang="kk")) == ["case:2"]
    assert refs(search('"қашан жөнделеді балалар"', lang="kk")) == []


def test_a_minus_leaves_out(index: None) -> None:
    assert refs(search("дорога -вода", lang="ru")) == ["case:3"]
    assert refs(search("дорога -воды -школа", lang="ru")) == []


def test_hits_in_the_other_language_are_told(index: None) -> None:
    found = search("дорога", lang="kk")
    assert found.rows == ()
    assert found.also_in["ru"].number == 2


def test_filters_and_facets_agree(index: None) -> None:
    found = search("мектеп", lang="kk")
    bodies = {facet.value: facet.number for facet in found.facets["body"]}
    assert bodies == {1: 1, 2: 1}
    for body, number in bodies.items():
        assert search("мектеп", lang="kk", body=int(body)).total.number == number
    assert refs(search("мектеп", lang="kk", answered=True)) == ["case:1"]
    assert refs(search("қала", lang="kk", kind="act", portal="acts")) == ["case:5"]
    assert refs(search("мектеп", lang="kk", region=99)) == []


def test_a_slip_of_the_finger_is_mended_and_told(index: None) -> None:
    found = search("бюджетиниң есеби мектпе", lang="kk")
    assert found.query_cut is False
    found = search("мектпе", lang="kk")
    assert "case:1" in refs(found) or "case:2" in refs(found)
    assert found.suggestion and found.mended
    found = search("lfyyst дорога", lang="ru")
    assert "lfyyst" not in found.mended or found.mended["lfyyst"]


def test_words_typed_on_the_wrong_layout_are_mended(index: None) -> None:
    found = search("ljhjut", lang="ru")
    assert found.mended["ljhjut"] in ("дорога", "дорогу")
    assert set(refs(found)) == {"case:3", "case:4"}


def test_when_no_row_has_all_the_words_most_of_them_do(index: None) -> None:
    found = search("мектеп жанындағы жол емхана", lang="kk")
    assert found.loose
    assert refs(found)[0] == "case:1"


def test_found_words_are_marked_and_nothing_else(index: None) -> None:
    row = search("мектеп", lang="kk").rows[0]
    assert [s.text for s in row.title if s.hit] == ["Мектеп"]
    assert "".join(s.text for s in row.title) == "Мектеп жанындағы жол қашан жөнделеді?"
    assert row.invented


def test_letters_that_grow_in_small_case_do_not_shift_the_marks_dotted(index: None) -> None:
    put(document(9, "İİİ мектеп, don't «мектепке»!"))
    row = next(row for row in search("мектеп", lang="kk").rows if row.ref == "case:9")
    assert "".join(s.text for s in row.title) == "İİİ мектеп, don't «мектепке»!"
    assert {s.text for s in row.title if s.hit} <= {"мектеп", "мектепке"}


def test_a_long_text_is_shown_around_the_words_found(index: None) -> None:
    put(document(8, "Ұзақ мәтін", "бос сөз " * 60 + "сирек кездесетін зымыран " + "соңы " * 100))
    row = search("зымыран", lang="kk").rows[0]
    shown = "".join(s.text for s in row.text)
    assert len(shown) < 300
    assert [s.text for s in row.text if s.hit] == ["зымыран"]


def test_pages_follow_each_other_without_gap_or_repeat(index: None) -> None:
    bulk_put(document(100 + n, f"Көшедегі шам {n}", day=DAY - dt.timedelta(days=n % 7)) for n in range(45))
    seen: list[str] = []
    after: str | None = None
    for _ in range(10):
        found = search("шам", lang="kk", after=after, limit=10)
        seen += refs(found)
        after = found.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 45
    assert search("шам", lang="kk", after="rubbish").total.number == 45


def test_putting_again_replaces_and_removing_forgets(index: None) -> None:
    put(document(1, "Саябақ салу"))
    assert "case:1" not in refs(search("мектеп", lang="kk"))
    assert refs(search("саябақтар", lang="kk")) == ["case:1"]
    assert remove("case:1") == 1
    assert remove("case:1") == 0
    assert refs(search("саябақтар", lang="kk")) == []


def test_a_redacted_name_is_not_suggested_any_more(index: None) -> None:
    put(document(500, "Жауапты адам Бейімбетқызы", "Көшедегі Бейімбетқызы туралы мектеп сұрағы"))
    assert search("Бейимбитказы", lang="kk").suggestion == "бейімбетқызы"
    put(document(500, "Жауапты адам", "Көшедегі адам туралы мектеп сұрағы"))
    assert search("Бейимбитказы", lang="kk").suggestion is None
    put(document(501, "Тағы да Қосымбайұлы"))
    remove("case:501")
    assert not Vocabulary.objects.filter(word="қосымбайұлы").exists()
    assert Vocabulary.objects.filter(word="мектеп").exists()


def test_bulk_putting_twice_ends_in_the_same_state(index: None) -> None:
    many = [document(200 + n, f"Жарық шамы {n}", "Түнде қараңғы.") for n in range(30)]
    assert bulk_put([*many, many[0]], batch=7) == 31
    assert bulk_put(many, batch=50) == 30
    assert Entry.objects.filter(ref__startswith="case:2", title__startswith="Жарық").count() == 30
    assert search("жарық шам", lang="kk").total.number == 30


def test_one_row_and_bulk_rows_are_the_same(index: None) -> None:
    one = document(300, "Тыныштық 'бұзу' \\ туралы", "мәтін", body=4, region=2, answered=True)
    put(one)
    fields = [f.name for f in Entry._meta.fields if f.name != "id"]
    before = Entry.objects.filter(ref="case:300").values(*fields).get()
    remove("case:300")
    bulk_put([one], fresh=True)
    assert Entry.objects.filter(ref="case:300").values(*fields).get() == before


def test_similar_questions_are_found_by_what_a_draft_says(index: None) -> None:
    draft = "Біздің мектептің жанындағы жолдарды жөндеп беруді сұраймыз, балалар батпақ кешеді"
    assert [row.ref for row in similar(draft, lang="kk", kind="question")] == ["case:1"]
    assert [row.ref for row in similar("Просим отремонтировать дороги возле школы", lang="ru", kind="question")] == [
        "case:3"
    ]
    assert [row.ref for row in similar("Школьная дорога разбита", lang="ru", kind="question")] == ["case:3"]
    assert similar("Мүлдем басқа нәрсе жайында", lang="kk", kind="question") == ()
    assert similar("", lang="kk") == ()


def test_common_words_are_read_from_the_newest_months_only(index: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from jariya.kernel.search import finding

    bulk_put(document(1000 + n, f"Жаңбыр {n}", day=dt.date(2025, 1 + n % 12, 1 + n % 28)) for n in range(600))
    refresh_shares()
    forget()
    monkeypatch.setattr(finding, "COUNTED", 60)
    monkeypatch.setattr(finding, "RANKED", 40)
    found = search("жаңбыр", lang="kk")
    assert found.total.more and found.total.number == 60
    assert found.cut
    assert min(row.day for row in found.rows) >= dt.date(2025, 10, 1)
    forget()


def test_words_that_keep_company_are_read_from_the_newest_months_and_those_that_do_not_are_all_found(
    index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jariya.kernel.search import finding

    days = [dt.date(2025, 1 + n % 12, 1 + n % 28) for n in range(600)]
    bulk_put(document(1000 + n, f"Жаңбыр бұлт {n}", day=day) for n, day in enumerate(days))
    bulk_put(document(2000 + n, f"Тұман {n}", day=day) for n, day in enumerate(days))
    put(document(3000, "Тұман бұлт", day=days[0]))
    refresh_shares()
    forget()
    monkeypatch.setattr(finding, "COUNTED", 160)

    def read(text: str) -> tuple[Results, list[str]]:
        with CaptureQueriesContext(connection) as asked:
            found = search(text, lang="kk")
        return found, [one["sql"] for one in asked if "WITH hits" in one["sql"]]

    found, reads = read("жаңбыр бұлт")
    assert found.total.more and len(reads) == 1 and "@q:" in reads[0], "some months were enough"
    found, reads = read("тұман бұлт")
    assert refs(found) == ["case:3000"] and len(reads) == 2, "no month was left out"
    forget()


def test_any_stretch_of_newest_months_is_named_by_few_marks() -> None:
    from jariya.kernel.search.lexemes import month_number, months_back, when

    last = month_number(dt.date(2026, 11, 1))
    for how_many in range(1, 80):
        named = set(months_back(last, how_many))
        for back in range(90):
            month = last - back
            day = dt.date(month // 12, month % 12 + 1, 15)
            assert bool(named.intersection(when(day))) == (back < how_many), (how_many, day)
        assert len(named) <= 12


def test_shares_tell_the_common_and_vocabulary_forgets_the_gone(index: None) -> None:
    assert refresh_shares() > 0
    assert Vocabulary.objects.filter(word="батпақпен").exists()
    remove("case:1")
    refresh_vocabulary()
    assert not Vocabulary.objects.filter(word="батпақпен").exists()
    assert Vocabulary.objects.get(word="дорогу").docs == 2


def test_a_search_leaves_the_callers_transaction_as_it_was(index: None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings ORDER BY name")
        before = [row for row in cursor.fetchall() if row[0] != "pg_trgm.similarity_threshold"]
        search("мектпе", lang="kk")
        remove("case:1")
        cursor.execute("SELECT name, setting FROM pg_settings ORDER BY name")
        assert [row for row in cursor.fetchall() if row[0] != "pg_trgm.similarity_threshold"] == before


def test_the_vocabulary_learns_what_it_missed(index: None) -> None:
    Vocabulary.objects.all().delete()
    refresh_vocabulary()
    kept = {row.word: row.fold for row in Vocabulary.objects.all()}
    assert kept["бюджетінің"] == "бюджетинин"
    assert "да" not in kept and "мен" not in kept


def test_a_search_asks_the_database_few_times(index: None, django_assert_max_num_queries: Any) -> None:
    refresh_shares()
    forget()
    search("мектеп", lang="kk")
    with django_assert_max_num_queries(7):
        search("мектеп", lang="kk")
    with django_assert_max_num_queries(13):
        search("мектпе жол", lang="kk")


def test_stop_words_alone_still_find(index: None) -> None:
    assert "case:2" in refs(search("да", lang="kk"))
    assert refs(search("и", lang="ru")) == []


def test_an_unknown_language_is_named(index: None) -> None:
    with pytest.raises(ValueError, match="'de'"):
        search("x", lang="de")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "\x00",
        "a\x00b мектеп",
        "-",
        '"',
        "'",
        "\\",
        "' | 'x",
        "!& | <-> ()",
        "-мектеп",
        "мектеп " * 3000,
        "ж" * 10_000,
        "\ud800",
        "№5 🏫",
        '"' * 999,
        "%s %(x)s {0}",
        "a:*",
        "= @kk @b:1",
    ],
)
def test_any_query_gets_an_answer(index: None, typed: str) -> None:
    assert isinstance(search(typed, lang="kk"), Results)
    similar(typed, lang="ru")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(typed=st.text(max_size=80), text=st.text(max_size=200))
def test_any_text_can_be_put_and_searched(index: None, typed: str, text: str) -> None:
    put(document(400, typed or "x", text))
    search(typed, lang="kk", after=text[:70])
    similar(text, lang="kk")


def test_a_mark_of_the_index_cannot_be_searched_for(index: None) -> None:
    assert search("@kk", lang="kk").total.number == search("kk", lang="kk").total.number
