from __future__ import annotations

import io
from datetime import date

import pytest

from jariya.kernel.bodies import exchange
from jariya.kernel.bodies.models import Body, FormerAddress

pytestmark = pytest.mark.django_db
HEAD = "slug,kind,level,region,parent,name_kk,name_ru,bin,email,site,valid_from,valid_to,source\n"
GOOD = "a-school,institution,district,353200000,akimat-karagandy-abay,Мектеп,Школа,,,,2020-01-01,,letter № 5"


def csv(*rows: str, head: str = HEAD) -> bytes:
    return (head + "\n".join(rows) + "\n").encode()


def test_a_new_body_comes_in_with_its_territory_and_superior_and_is_found() -> None:
    report = exchange.load(csv(GOOD))
    assert (report.added, report.changed, report.problems) == (1, 0, [])
    body = Body.objects.get(slug="a-school")
    assert body.region and body.region.code == "353200000"
    assert body.parent and body.parent.slug == "akimat-karagandy-abay"
    assert body.valid_from == date(2020, 1, 1) and body.edited and not body.invented and not body.connected
    assert "мектеп" in body.search_text and "караганды" in body.search_text


def test_a_dry_run_writes_nothing_and_tells_the_same() -> None:
    dry = exchange.load(csv(GOOD), dry_run=True)
    assert dry.added == 1 and not Body.objects.filter(slug="a-school").exists()


def test_an_empty_cell_leaves_a_value_and_a_hyphen_empties_it() -> None:
    exchange.load(csv(GOOD))
    exchange.load(csv("a-school,,,,,,-,,,,-,,letter № 6"))
    body = Body.objects.get(slug="a-school")
    assert body.name_kk == "Мектеп" and body.name_ru is None and body.valid_from is None
    assert body.source == "letter № 6" and body.parent and body.region


def test_importing_the_same_file_again_changes_nothing() -> None:
    exchange.load(csv(GOOD))
    again = exchange.load(csv(GOOD))
    assert (again.added, again.changed, again.same) == (0, 0, 1)


def test_a_superior_may_stand_later_in_the_file() -> None:
    report = exchange.load(
        csv(GOOD.replace("akimat-karagandy-abay", "its-office"), GOOD.replace("a-school", "its-office"))
    )
    assert report.added == 2
    school = Body.objects.get(slug="a-school")
    assert school.parent and school.parent.slug == "its-office"


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",institution,,,,Мектеп,,,,,,,s", "slug", "row.missing"),
        ("Мектеп,institution,,,,Мектеп,,,,,,,s", "slug", "row.slug"),
        ("x,school,,,,Мектеп,,,,,,,s", "kind", "row.choice"),
        ("x,institution,city,,,Мектеп,,,,,,,s", "level", "row.choice"),
        ("x,institution,,123456789,,Мектеп,,,,,,,s", "region", "row.region"),
        ("x,institution,,990000000,,Мектеп,,,,,,,s", "region", "row.region"),
        ("x,institution,,,nobody,Мектеп,,,,,,,s", "parent", "row.parent"),
        ("x,institution,,,x,Мектеп,,,,,,,s", "parent", "row.parent_itself"),
        ("x,institution,,,,,,,,,,,s", "name_kk", "row.name"),
        ("x,institution,,,,Мектеп,,999999999991,,,,,s", "bin", "row.bin"),
        ("x,institution,,,,Мектеп,,,nobody,,,,s", "email", "row.email"),
        ("x,institution,,,,Мектеп,,,,javascript:1,,,s", "site", "row.site"),
        ("x,institution,,,,Мектеп,,,,,18.03.2026,,s", "valid_from", "row.date"),
        ("x,institution,,,,Мектеп,,,,,2026-02-01,2026-01-01,s", "valid_to", "row.dates_reversed"),
        ("x,institution,,,,Мектеп,,,,,,,", "source", "row.missing"),
        ("x,,,,,Мектеп,,,,,,,s", "kind", "row.missing"),
        ("ulgi-ministry,,,,,Мектеп,,,,,,,s", "slug", "row.invented"),
        ("a-school,institution,,,,Мектеп,,,,,,,s", "slug", "sheet.row_twice"),
        ("x,institution,,,," + "а" * 501 + ",,,,,,,s", "name_kk", "row.too_long"),
    ],
)
def test_a_row_with_a_problem_is_left_out_and_named_while_good_rows_are_kept(row: str, column: str, code: str) -> None:
    report = exchange.load(csv(GOOD, row))
    assert [(problem.row, problem.column, problem.code) for problem in report.problems] == [(3, column, code)]
    assert report.problems[0].sentence and report.problems[0].remedy
    assert report.added == 1 and Body.objects.filter(slug="a-school").exists()
    assert Body.objects.get(slug="ulgi-ministry").name_kk != "Мектеп"


def test_a_number_belongs_to_one_body_also_within_the_file() -> None:
    one = GOOD.replace("Школа,,", "Школа,999999999990,")
    report = exchange.load(csv(one, one.replace("a-school", "b-school")))
    assert [problem.code for problem in report.problems] == ["row.bin_taken"]
    assert report.added == 1


def test_a_former_address_is_not_taken_from_a_file() -> None:
    FormerAddress.objects.create(slug="a-school", body=Body.objects.get(slug="ministry-justice"))
    assert [problem.code for problem in exchange.load(csv(GOOD)).problems] == ["row.slug_taken"]


@pytest.mark.parametrize(
    ("head", "code"),
    [("slug,name_kk\n", "sheet.column_missing"), ("slug,source,телефон\n", "sheet.column_unknown")],
)
def test_a_wrong_first_line_is_named(head: str, code: str) -> None:
    report = exchange.load(csv(GOOD, head=head))
    assert code in {problem.code for problem in report.problems} and report.added == 0


def test_the_export_comes_back_in_without_any_change() -> None:
    out = io.StringIO()
    count = exchange.export(out)
    assert count == Body.objects.count()
    report = exchange.load(out.getvalue().encode())
    assert (report.added, report.changed, report.same, report.problems) == (0, 0, count, [])


def test_the_export_of_a_day_holds_the_bodies_of_that_day_and_marks_the_invented() -> None:
    out = io.StringIO()
    exchange.export(out, day=date(2026, 7, 1))
    text = out.getvalue()
    assert "\nkurultai," in text and "\nmajilis," not in text
    [row] = [line for line in text.splitlines() if line.startswith("ulgi-ministry,")]
    assert row.endswith(",1")


def test_hundreds_of_rows_cost_a_handful_of_queries(django_assert_max_num_queries: object) -> None:
    rows = [GOOD.replace("a-school", f"school-{number}") for number in range(500)]
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        assert exchange.load(csv(*rows)).added == 500
