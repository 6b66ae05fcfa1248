from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from jariya.kernel.bodies import queries
from jariya.kernel.bodies.models import Body, Region

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 18)


def found(words: str, lang: str = "kk", **more: object) -> list[str]:
    return [body.slug for body in queries.search_names(words, lang=lang, day=DAY, **more).bodies]  # type: ignore[arg-type]


@pytest.mark.parametrize("words", ["әділет", "адилет", "юстиции", "justice", "ӘДІЛЕТ МИНИСТР", "мин юст", "МЮ РК"])
def test_a_body_is_found_by_any_of_its_names_and_from_any_keyboard(words: str) -> None:
    assert "ministry-justice" in found(words)


def test_a_body_is_found_by_its_territory_too() -> None:
    assert found("акимат абай караганд район") == ["akimat-karagandy-abay"]


def test_words_that_are_in_no_name_find_nothing_and_odd_ones_do_no_harm() -> None:
    assert found("ешқандайоргансызсөз") == []
    for odd in ("%", "_", "\\", "'", "\x00", "а" * 10_000, "«»", "🏛"):
        found(odd)


def test_every_screen_follows_the_one_before_without_gap_or_repeat() -> None:
    everything = list(Body.objects.on(DAY).order_by("sort_kk", "id").values_list("slug", flat=True))
    seen: list[str] = []
    after = None
    while True:
        page = queries.search_names("", lang="kk", day=DAY, after=after, limit=100)
        seen += [body.slug for body in page.bodies]
        after = page.after
        if after is None:
            break
    assert seen == everything


def test_a_spoilt_token_starts_from_the_beginning() -> None:
    first = found("", limit=5)
    for token in ("zzz", "W10", "bnVsbA", "WyJhIiwgLTFd", "ё", "WyJhIiwgOTk5OTk5OTk5OTk5OTk5OTk5OTk5OV0"):
        assert found("", limit=5, after=token) == first


def test_a_list_is_in_the_order_of_the_readers_language() -> None:
    by_kk = [body.sort_kk for body in queries.search_names("министр", lang="kk", day=DAY).bodies]
    by_ru = [body.sort_ru for body in queries.search_names("министр", lang="ru", day=DAY).bodies]
    assert by_kk == sorted(by_kk) and by_ru == sorted(by_ru)
    assert found("", lang="xx", limit=3) == found("", lang="kk", limit=3)


def test_a_screen_of_bodies_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        for body in queries.search_names("мектеп", lang="kk", day=DAY).bodies:
            assert body.region is None or body.region.name("kk")


def test_filters_narrow_the_list() -> None:
    assert set(found("", connected=True)) == set(Body.objects.invented().values_list("slug", flat=True))
    assert found("", kinds=["ministry"], invented=True) == ["ulgi-ministry"]
    oblast = Region.objects.get(code="990000000")
    inside = found("", region=oblast, limit=50)
    assert "akim-ulgi-ulgili" in inside and "ulgi-ministry" not in inside


def test_bodies_of_a_region_include_those_of_its_districts_and_villages() -> None:
    oblast = Region.objects.get(code="990000000")
    slugs = {body.slug for body in queries.of_region(oblast, day=DAY)}
    assert {"akimat-ulgi-region", "akimat-ulgi-qiyal", "akim-ulgi-qiyaldy"} <= slugs
    assert len(slugs) == 16
    district = Region.objects.get(code="993400000")
    assert {body.slug for body in queries.of_region(district, day=DAY)} == {"akimat-ulgi-qiyal", "akim-ulgi-qiyaldy"}


def test_regions_come_in_the_kazakh_order_with_their_tiles() -> None:
    regions = list(queries.regions())
    assert [region.short_kk for region in regions[:4]] == ["Абай", "Ақмола", "Ақтөбе", "Алматы"]
    assert all(region.tile_row and region.tile_column for region in regions)
    assert len(regions) == 20


def test_parliament_changes_on_its_day() -> None:
    def sits(day: date) -> set[str]:
        return set(Body.objects.on(day).filter(kind="parliament").values_list("slug", flat=True))

    assert sits(date(2026, 6, 30)) == {"majilis", "senate"}
    assert sits(date(2026, 7, 1)) == {"kurultai"}
    old = queries.by_address("majilis")
    assert old and queries.successors(old.body).next[0].body.slug == "kurultai"


def test_an_address_that_nobody_had_is_nobody() -> None:
    assert queries.by_address("no-such-body") is None


def test_a_body_page_reads_its_posts_in_a_fixed_number_of_queries(
    ministry: Body, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        seats = queries.seats(ministry, day=DAY)
    assert [seat.post.kind for seat in seats][:3] == ["head", "deputy_head", "deputy_head"]
    assert all(seat.holding for seat in seats)
    assert len(queries.seats(ministry, day=DAY, kinds=["head"])) == 1


def test_a_holder_of_information_knows_its_duties(ministry: Body) -> None:
    duties = queries.duties_of(ministry, day=DAY)
    assert [found.kind.key for found in duties] == ["state_body"]
    assert "ati.answer" in {duty.norm for duty in duties[0].duties}
    chamber = Body.objects.get(slug="national-chamber-of-entrepreneurs")
    assert [found.kind.key for found in queries.duties_of(chamber, day=DAY)] == ["state_function"]


def test_every_norm_that_a_duty_names_exists() -> None:
    from jariya.kernel.bodies.models import HolderDuty
    from jariya.kernel.law.shipped import shipped_norms

    keys = {duty.norm for duty in HolderDuty.objects.exclude(norm=None)}
    assert keys
    norms = shipped_norms("kz").at(DAY)
    for key in keys:
        assert norms[key]


def test_what_is_found_out_is_no_longer_missing() -> None:
    body = Body.objects.get(slug="ministry-justice")
    assert {"bin", "address", "head"} <= set(queries.missing(body, day=DAY))
    body.bin, body.address_ru = "999999999990", "улица"
    assert not {"bin", "address"} & set(queries.missing(body, day=DAY))
    nameless = Body.objects.get(slug="gpo-rk")
    assert "name" in queries.missing(nameless, day=DAY)
