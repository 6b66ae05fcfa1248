"""The yearly report: what is frozen stays, each figure is its rows, and a stranger's program comes to the same."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.conftest import WEDNESDAY
from tests.portals.requests.conftest import GIVEN, PARTLY, WITHHELD
from tests.portals.requests.information_made import BOTH, finding

from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.requests import actions as requests
from jariya.portals.requests.report import actions, gathering, queries, recompute_report
from jariya.portals.requests.report.models import Report, ReportFigure, ReportRow
from jariya.portals.requests.report.words import SHORT

pytestmark = pytest.mark.django_db
SUMMER = dt.datetime(2026, 7, 1, 5, tzinfo=dt.UTC)


@pytest.fixture
def year(request_for: Any, decide: Any, person: Any, district: Any) -> dict[str, Any]:
    """Requests of a year in every state the report tells apart."""
    made = {
        "given": decide(request_for(), {1: GIVEN}),
        "late": decide(request_for(title="Кеш"), {1: GIVEN}, days=40),
        "partly": decide(request_for(title="Ішінара", language="ru"), {1: PARTLY}),
        "refused": decide(request_for(title="Бас тарту"), {1: WITHHELD}),
        "silent": request_for(title="Жауапсыз", body=district),
        "running": request_for(title="Жаңа", now=SUMMER - dt.timedelta(days=1)),
        "withdrawn": request_for(title="Қайтарылған"),
    }
    requests.withdraw(case=made["withdrawn"], by=person("citizen-1"), now=WEDNESDAY)
    return made


@pytest.fixture
def frozen(year: Any, ministry: Any, person: Any) -> Report:
    return actions.freeze(year=2026, body=ministry, by=person("supervisor"), now=SUMMER)


def figure(report: Report, measure: str, by: str = "all", key: str = "") -> int:
    row = ReportFigure.objects.filter(report=report, by=by, key=key, measure=measure).first()
    return row.value if row else 0


def signed(report: Report, person: Any, now: dt.datetime = SUMMER) -> Report:
    from jariya.kernel.signing.actions import open_session
    from jariya.kernel.signing.step import Matter
    from jariya.portals.requests.report.signed import ACT

    matter = Matter(id="2026-1", rev=1, title_kk="Есеп", title_ru="Отчёт", text=report.rows_sha256)
    session = open_session(person=person("head"), act=ACT, matter=matter, back="/kk/", language="kk", now=now)
    actions.sign(report=report, signing=session, now=now)
    return Report.objects.get(pk=report.pk)


def test_every_state_is_counted_once(frozen: Report) -> None:
    counted = {name: figure(frozen, name) for name in ("received", "in_time", "late", "unanswered", "running")}
    assert counted == {"received": 7, "in_time": 3, "late": 1, "unanswered": 1, "running": 1}
    outcomes = {name: figure(frozen, name) for name in ("granted", "partly", "refused", "withdrawn")}
    assert outcomes == {"granted": 2, "partly": 1, "refused": 1, "withdrawn": 1}
    assert figure(frozen, "ground:personal_data") == 2
    assert figure(frozen, "received", "language", "ru") == 1
    assert figure(frozen, "unanswered", "body", "akimat-ulgi-synaq") == 1
    assert (figure(frozen, "median_days"), figure(frozen, "p90_days")) == (5, 40)


def test_each_figure_opens_as_many_rows_as_it_says(frozen: Report) -> None:
    for row in ReportFigure.objects.filter(report=frozen).exclude(measure__endswith="_days"):
        found, following = queries.rows_of(frozen, by=row.by, key=row.key, measure=row.measure)
        assert (len(found), following) == (row.value, None), row


def test_a_strangers_program_rebuilds_the_report_and_finds_what_was_changed(
    frozen: Report, person: Any, client: Client, tmp_path: Path
) -> None:
    signed(frozen, person)
    for name in ("rows.csv.gz", "report.json"):
        answer = client.get(f"/access-reports/2026/1/{name}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        (tmp_path / name).write_bytes(content)
    script = tmp_path / "recompute_report.py"
    script.write_bytes(client.get("/access-reports/recompute_report.py").content)

    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(script), str(tmp_path / "rows.csv.gz"), str(tmp_path / "report.json")]
        return subprocess.run(command, capture_output=True, text=True)

    assert run().returncode == 0, run().stdout
    text = gzip.decompress((tmp_path / "rows.csv.gz").read_bytes()).decode()
    (tmp_path / "rows.csv.gz").write_bytes(gzip.compress(text.replace(",refused,", ",granted,").encode()))
    done = run()
    assert done.returncode == 1 and "all  refused: report 1, rows None" in done.stdout and "digest" in done.stdout
    (tmp_path / "report.json").write_text("[]")
    assert run().returncode == 2


@pytest.fixture
def findings(person: Any, district: Any) -> None:
    """Three recommendations to the district: carried out after it was sent back, disputed, and past its term."""
    from jariya.portals.requests.monitoring import actions as monitoring

    supervisor, head = person("supervisor"), person("district-head")

    def sent() -> Any:
        case = monitoring.prepare(holder=district, finding=finding(), by=supervisor, now=WEDNESDAY).case
        return monitoring.issue(case=case, by=supervisor, now=WEDNESDAY).case

    done, disputed, _late = sent(), sent(), sent()
    for verb, by in (("report", head), ("send_back", supervisor), ("report", head), ("confirm", supervisor)):
        proof = {"proof": "https://example.org/x"} if verb == "report" else {}
        getattr(monitoring, verb)(case=done, by=by, now=WEDNESDAY, **proof, **BOTH)
    monitoring.dispute(case=disputed, by=head, now=WEDNESDAY, **BOTH)


def test_findings_are_counted_and_rebuilt_and_an_edition_without_them_stays_valid(
    year: Any, findings: None, ministry: Any, person: Any, client: Client
) -> None:
    report = signed(actions.freeze(year=2026, body=ministry, by=person("supervisor"), now=SUMMER), person)
    names = ("findings", "findings_carried_out", "findings_returned", "findings_to_check", "findings_overdue")
    assert [figure(report, name) for name in names] == [3, 1, 1, 1, 1]
    assert figure(report, "findings_disputed", "body", "akimat-ulgi-synaq") == 1
    for row in ReportFigure.objects.filter(report=report, measure__startswith="findings"):
        assert len(queries.findings_of(report, by=row.by, key=row.key, measure=row.measure)) == row.value, row
    packed = b"".join(client.get("/access-reports/2026/1/findings.csv.gz").streaming_content)
    raw = b"".join(gathering.lines(gathering.stored(report.pk)))
    document = client.get("/access-reports/2026/1/report.json").json()
    assert recompute_report.compare(raw, document, packed) == []
    changed = gzip.compress(gzip.decompress(packed).replace(b",carried_out,", b",done,"))
    assert any("digest" in line for line in recompute_report.compare(raw, document, changed))
    with pytest.raises(ValueError, match="third argument"):
        recompute_report.compare(raw, document)
    assert "Сынақ" in client.get("/kk/access-reports/2026/").content.decode()
    assert client.get("/kk/access-reports/2026/1/rows/?by=all&measure=findings_overdue").content.count(b"<tr>") == 2
    # As an edition that was frozen before findings were counted stands in the database.
    ReportFigure.objects.filter(report=report, measure__startswith="findings").delete()
    Report.objects.filter(pk=report.pk).update(findings=None, findings_sha256="")
    document = client.get("/access-reports/2026/1/report.json").json()
    assert "findings_sha256" not in document and recompute_report.compare(raw, document) == []
    assert client.get("/kk/access-reports/2026/").status_code == 200
    assert client.get("/access-reports/2026/1/findings.csv.gz").status_code == 404


def test_rows_hold_codes_and_days_and_nothing_anyone_wrote(frozen: Report, year: Any) -> None:
    text = b"".join(gathering.lines(gathering.stored(frozen.pk))).decode()
    for said in ("Кеш", "Жол", "citizen", "берілмейді", year["given"].public_id):
        assert said not in text, said
    assert json.dumps(queries.document(frozen))


def test_what_is_frozen_does_not_move_with_the_cases(frozen: Report, year: Any, decide: Any) -> None:
    before = list(ReportRow.objects.filter(report=frozen).order_by("row").values())
    decide(year["running"], {1: GIVEN}, days=110)
    assert list(ReportRow.objects.filter(report=frozen).order_by("row").values()) == before
    again = b"".join(gathering.lines(gathering.stored(frozen.pk)))
    assert recompute_report.digest(again) == frozen.rows_sha256


def test_an_edition_waits_is_dropped_or_signed_and_replaces_the_former_one(
    frozen: Report, ministry: Any, person: Any
) -> None:
    by = person("supervisor")
    with pytest.raises(Refused) as error:
        actions.freeze(year=2026, body=ministry, by=by, now=SUMMER)
    assert error.value.code == "report.waits"
    actions.drop(report=frozen, by=by, now=SUMMER)
    second = signed(actions.freeze(year=2026, body=ministry, by=by, now=SUMMER), person)
    with pytest.raises(Refused) as error:
        actions.freeze(year=2026, body=ministry, by=by, now=SUMMER)
    assert error.value.code == "report.why_missing"
    third = actions.freeze(year=2026, body=ministry, by=by, now=SUMMER, why="Қате түзетілді.")
    assert queries.find(2026, None) == second, "nobody sees what is not signed"
    assert queries.find(2026, 3) is None
    signed(third, person)
    assert queries.find(2026, None) == third
    assert queries.find(2026, 2).state == "superseded"
    with pytest.raises(Refused):
        actions.drop(report=third, by=by, now=SUMMER)


def test_the_report_is_read_as_page_docx_and_pdf_in_both_languages(
    frozen: Report, person: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    signed(frozen, person)
    for lang, word in (("kk", "Ақпаратқа қол жеткізу"), ("ru", "доступе к информации")):
        with django_assert_max_num_queries(14):
            page = client.get(f"/{lang}/access-reports/2026/")
        assert page.status_code == 200 and word in page.content.decode()
        docx = client.get(f"/{lang}/access-reports/2026/1/report.docx")
        with zipfile.ZipFile(io.BytesIO(docx.content)) as package:
            assert word in package.read("word/document.xml").decode()
        pdf = client.get(f"/{lang}/access-reports/2026/1/report.pdf").content
        import pypdfium2

        text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
        assert word.split()[0] in text
    rows = client.get("/kk/access-reports/2026/1/rows/?by=all&measure=late").content.decode()
    assert rows.count("<tr>") == 2
    assert client.get("/kk/access-reports/2026/1/rows/?by=all&measure=nonsense").status_code == 404


def test_the_desk_is_the_supervisors_and_the_heads_of_that_body(frozen: Report, person: Any, now: dt.datetime) -> None:
    def status(name: str) -> int:
        client = Client()
        client.post("/kk/sign-in/demo/", {"handle": f"demo-{name}"})
        return client.get("/kk/access-reports/desk/").status_code

    assert status("supervisor") == 200
    assert status("head") == 200
    assert status("citizen-1") in (302, 403, 404)
    assert status("officer-1") == 404


def test_a_year_that_has_not_begun_has_no_report(ministry: Any, person: Any) -> None:
    with pytest.raises(Refused) as error:
        actions.freeze(year=2027, body=ministry, by=person("supervisor"), now=SUMMER)
    assert error.value.code == "report.year_not_begun"


def test_the_worst_bodies_are_the_first_of_the_whole_table(frozen: Report) -> None:
    for_all = {"a": (5, 0), "b": (2, 3), "c": (0, 0), "d": (1, 0), "e": (0, 1), "f": (0, 0), "g": (9, 9)}
    ReportFigure.objects.bulk_create(
        ReportFigure(report=frozen, by=by, key=f"made-up-{key}", measure=measure, value=value)
        for by in ("body", "region")
        for key, (late, unanswered) in for_all.items()
        for measure, value in (("received", 20), ("late", late), ("unanswered", unanswered), ("granted", 1))
        if value
    )
    every = queries.whole(frozen, lang="kk")
    rows = {(row.by, row.key, row.measure): row.value for row in ReportFigure.objects.filter(report=frozen)}
    for cut in (row for cuts in every.cuts.values() for row in cuts):
        assert {code: cut.values.get(code) for code in SHORT} == {
            code: rows.get((cut.by, cut.key, code)) for code in SHORT
        }
    order = [row.key for row in every.cuts["body"]]
    assert order[0] == "made-up-g" and len(order) == len({key for by, key, _measure in rows if by == "body"})
    for most in range(1, len(order) + 2):
        some = queries.whole(frozen, lang="kk", most=most)
        assert some.cuts == {**every.cuts, **{by: every.cuts[by][:most] for by in ("body", "region")}}, most
        assert (some.total, some.grounds, some.findings) == (every.total, every.grounds, every.findings)
