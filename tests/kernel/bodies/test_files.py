"""The shipped registers themselves: nothing without a source, nothing invented about the real state."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from jariya.kernel.bodies.lacking import LACKING
from jariya.kernel.bodies.load import JURISDICTIONS
from jariya.kernel.bodies.names import script

REAL = sorted((JURISDICTIONS / "kz" / "bodies").glob("*.csv"))
DEMO = sorted((JURISDICTIONS / "demo").glob("*.csv"))
NAMES = [f"{part}_{lang}" for part in ("name", "short") for lang in ("kk", "ru", "en")]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name: str) -> list[dict[str, str]]:
    return rows(JURISDICTIONS / "kz" / "bodies" / name)


@pytest.mark.parametrize("path", [*REAL, *DEMO], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_value_stands_without_a_source(path: Path) -> None:
    for row in rows(path):
        if path.name != "delegations.csv":
            assert row["source"].strip(), row


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_real_bodies_carry_no_person_number_or_address_from_nowhere(path: Path) -> None:
    assert path.stem not in {"posts", "holdings", "units", "reception", "delegations"}
    columns = set(rows(path)[0])
    assert not columns & {"bin", "phone", "email", "site", "address_kk", "address_ru", "address_en"}


@pytest.mark.parametrize("name", ["central", "institutions", "akimats", "maslikhats", "quasi_public"])
def test_what_is_unknown_about_a_body_is_named(name: str) -> None:
    for row in table(f"{name}.csv"):
        needed = row["source_needed"].split()
        assert {"bin", "address", "head"} <= set(needed), row["slug"]
        if not row.get("valid_from"):
            assert "valid_from" in needed, row["slug"]
        if not any(row.get(f"name_{lang}") for lang in ("kk", "ru", "en")):
            assert "name" in needed, row["slug"]


def test_there_are_twenty_regions_and_two_hundred_and_twenty_four_districts_with_codes() -> None:
    regions, districts = table("regions.csv"), table("districts.csv")
    assert (len(regions), len(districts)) == (20, 224)
    codes = [row["code"] for row in regions + districts]
    assert len(set(codes)) == 244
    assert all(re.fullmatch(r"[1-7][0-9]{8}", code) for code in codes)
    above = {row["code"] for row in regions}
    assert all(row["parent"] in above and row["parent"][:2] == row["code"][:2] for row in districts)


def test_regions_have_twenty_different_places_on_the_tile_map() -> None:
    places = {(int(row["tile_row"]), int(row["tile_column"])) for row in table("regions.csv")}
    assert len(places) == 20
    assert max(row for row, _ in places) <= 5
    assert max(column for _, column in places) <= 6


def test_no_cyrillic_name_hides_a_latin_letter() -> None:
    for row in table("regions.csv") + table("districts.csv"):
        for column in ("name_kk", "name_ru", "short_kk", "short_ru"):
            assert not re.search("[A-Za-z]", row[column]), row
        assert not re.search("[\u0400-\u04ff]", row["name_en"]), row


def test_every_mended_slip_says_what_stood_in_the_source() -> None:
    noted = {row["code"]: row["note"] for row in table("regions.csv") + table("districts.csv")}
    for code in (
        "590000000",
        "790000000",
        "620000000",
        "101010000",
        "113400000",
        "331000000",
        "791510000",
        "791710000",
    ):
        assert noted[code], code


def test_every_region_and_district_has_its_akimat_and_maslikhat() -> None:
    kinds = {row["code"]: row["kind"] for row in table("regions.csv") + table("districts.csv")}
    akimats = {row["region"]: row["kind"] for row in table("akimats.csv")}
    maslikhats = {row["region"] for row in table("maslikhats.csv")}
    assert set(akimats) == set(kinds)
    # A district of a city has an akim's office; it has no council of its own.
    assert maslikhats == {code for code, kind in kinds.items() if kind != "city_district"}
    assert all((akimats[code] == "city_district_akim") == (kind == "city_district") for code, kind in kinds.items())


def test_names_formed_by_rule_admit_it() -> None:
    for row in table("akimats.csv") + table("maslikhats.csv"):
        assert "formed by rule" in row["source"]
        assert {"official_name", "existence"} <= set(row["source_needed"].split())


def test_a_copied_name_is_left_empty_and_asked_for() -> None:
    quasi = table("quasi_public.csv")
    assert len(quasi) == 1178
    for row in quasi:
        given = [row[f"name_{lang}"] for lang in ("kk", "ru", "en") if row[f"name_{lang}"]]
        assert given, row["slug"]
        assert len(set(given)) == len(given), row["slug"]
        for lang in ("kk", "ru", "en"):
            assert bool(row[f"name_{lang}"]) != (f"name_{lang}" in row["source_needed"].split()), row["slug"]
        assert script(row["name_en"]) in {"latin", "none"}, row["slug"]


def test_parliament_of_2026_follows_by_date() -> None:
    bodies = {row["slug"]: row for row in table("institutions.csv")}
    assert bodies["kurultai"]["name_kk"] == "Құрылтай"
    assert date.fromisoformat(bodies["kurultai"]["valid_from"]) == date(2026, 7, 1)
    for old in ("majilis", "senate"):
        assert date.fromisoformat(bodies[old]["valid_to"]) == date(2026, 6, 30)
    assert {(row["predecessor"], row["successor"]) for row in table("successions.csv")} >= {
        ("majilis", "kurultai"),
        ("senate", "kurultai"),
        ("assembly-of-people", "halyk-kenesi"),
    }


def test_public_addresses_are_unique_over_all_files() -> None:
    slugs = [row["slug"] for path in [*REAL, *DEMO] for row in rows(path) if "slug" in row]
    assert len(slugs) == len(set(slugs))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and len(slug) <= 80 for slug in slugs)


def test_everything_invented_hangs_on_the_invented_oblast_and_ministry_and_says_so() -> None:
    demo = {path.stem: rows(path) for path in DEMO}
    assert all(row["code"].startswith("99") for row in demo["regions"])
    assert "ойдан шығарылған" in demo["regions"][0]["name_kk"]
    bodies = {row["slug"]: row for row in demo["bodies"]}
    for row in bodies.values():
        top = row
        while top["parent"]:
            top = bodies[top["parent"]]
        assert row["region"].startswith("99") or top["slug"] == "ulgi-ministry", row["slug"]
    for stem in ("posts", "holdings", "units", "reception", "delegations"):
        assert {row["body"] for row in demo[stem]} <= set(bodies), stem
    for stem in ("posts", "holdings", "units"):
        for row in demo[stem]:
            assert all(row[column] for column in row if column.endswith(("_kk", "_ru", "_en"))), row


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_every_word_for_what_is_lacking_has_a_sentence_for_people(path: Path) -> None:
    for row in rows(path):
        assert set(row.get("source_needed", "").split()) <= set(LACKING), row
