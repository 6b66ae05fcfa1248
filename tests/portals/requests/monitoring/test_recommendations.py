"""A recommendation to a holder: its terms, its two sides, its check, and what everyone can see of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from tests.portals.requests.information_made import BOTH, DAY, finding

from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.requests.monitoring import actions, queries
from jariya.portals.requests.monitoring.models import Recommendation

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(person: Any, district: Any, now: dt.datetime) -> Any:
    """Send a recommendation to the district: `sent(source="commission")`; returns its case."""

    def do(**more: Any) -> Case:
        by = person("supervisor")
        case = actions.prepare(holder=district, finding=finding(), by=by, now=now, **more).case
        return actions.issue(case=case, by=by, now=now).case

    return do


def term(case: Case, kind: str) -> Obligation:
    found: Obligation = Obligation.objects.filter(case=case, kind=kind).latest("pk")
    return found


def code(call: Any, **said: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call(**said)
    return refusal.value.code


def test_what_is_prepared_is_nobodys_business_until_it_is_sent(
    person: Any, district: Any, now: dt.datetime, client: Client
) -> None:
    case = actions.prepare(holder=district, finding=finding("құпия"), by=person("supervisor"), now=now).case
    assert client.get(f"/kk/recommendations/{case.public_id}/").status_code == 404
    assert "құпия" not in client.get("/kk/recommendations/").content.decode()
    assert Obligation.objects.filter(case=case).count() == 0
    desk = Client()
    desk.post("/kk/sign-in/demo/", {"handle": "demo-district-head"})
    here = f"/kk/recommendations/desk/{case.public_id}/"
    assert desk.get(here).status_code == 404, "nor of the body that it is about"
    assert "құпия" not in desk.get("/kk/recommendations/desk/").content.decode()
    actions.issue(case=case, by=person("supervisor"), now=now)
    page = client.get(f"/kk/recommendations/{case.public_id}/")
    assert "құпия" in page.content.decode() and "public" in page["Cache-Control"]
    assert desk.get(here).status_code == 200


def test_each_source_has_its_own_term(sent: Any) -> None:
    assert term(sent(), "carry_out").due_on == dt.date(2026, 4, 20), "a month, and Saturday 18 April moves to Monday"
    assert term(sent(source="commission"), "carry_out").due_on == dt.date(2026, 5, 18), "two months"


def test_a_body_accepts_reports_and_is_checked_until_it_is_done(sent: Any, person: Any, now: dt.datetime) -> None:
    case, head, supervisor = sent(), person("district-head"), person("supervisor")
    actions.accept(case=case, by=head, now=now + DAY, **BOTH)
    assert term(case, "reply").met_on == (now + DAY).date()
    assert code(actions.report, case=case, proof=" ", by=head, now=now, **BOTH) == "recommendation.no_proof"
    actions.report(case=case, proof="https://example.org/x", by=head, now=now + 5 * DAY, **BOTH)
    assert term(case, "check").duty_of == "supervisor"
    actions.send_back(case=case, by=supervisor, now=now + 6 * DAY, **BOTH)
    again = term(case, "carry_out")
    assert again.met_on is None and again.started_on == (now + 6 * DAY).date(), "a new term runs"
    actions.report(case=case, proof="https://example.org/y", by=head, now=now + 7 * DAY, **BOTH)
    case = actions.confirm(case=case, by=supervisor, now=now + 8 * DAY, **BOTH).case
    row = Recommendation.objects.get(case=case)
    assert (case.state, case.closed_on, row.returned) == ("carried_out", (now + 8 * DAY).date(), 1)
    verbs = [one.verb for one in row.statements.all()]
    assert verbs == ["accept", "report", "return", "report", "confirm"], "nothing that was said is lost"


def test_a_dispute_is_decided_and_hides_no_lateness(sent: Any, person: Any, now: dt.datetime) -> None:
    head, supervisor = person("district-head"), person("supervisor")
    late = sent()
    said: dict[str, Any] = {"case": late, "by": head, **BOTH}
    assert code(actions.dispute, now=now + 60 * DAY, **said) == "recommendation.too_late_to_dispute"
    wrong, right = sent(), sent()
    for case in (wrong, right):
        actions.dispute(case=case, by=head, now=now + DAY, **BOTH)
        assert term(case, "carry_out").cancelled_on is not None
    actions.insist(case=wrong, by=supervisor, now=now + 2 * DAY, **BOTH)
    assert Case.objects.get(pk=wrong.pk).state == "accepted" and term(wrong, "carry_out").met_on is None
    case = actions.withdraw(case=right, by=supervisor, now=now + 2 * DAY, **BOTH).case
    assert (case.state, Recommendation.objects.get(case=case).disputed) == ("withdrawn", True)


def test_who_may_do_what(sent: Any, person: Any, district: Any, now: dt.datetime) -> None:
    case = sent()
    for name in ("citizen-1", "head", "officer-1"):
        assert code(actions.accept, case=case, by=person(name), now=now, **BOTH) == "lifecycle.not_yours"
    prepare = {"holder": district, "finding": finding(), "by": person("district-head"), "now": now}
    assert code(actions.prepare, **prepare) == "lifecycle.not_yours"


def test_both_languages_are_asked_for(sent: Any, person: Any, district: Any, now: dt.datetime) -> None:
    supervisor = person("supervisor")
    half = finding().__dict__ | {"advice_ru": ""}
    case = actions.prepare(holder=district, finding=actions.Finding(**half), by=supervisor, now=now).case
    assert code(actions.issue, case=case, by=supervisor, now=now) == "recommendation.language_missing"
    said = {"text_kk": "Иә", "text_ru": " "}
    head = person("district-head")
    assert code(actions.accept, case=sent(), by=head, now=now, **said) == "recommendation.language_missing"


def test_more_time_is_later_and_a_working_day(sent: Any, person: Any, now: dt.datetime) -> None:
    case, common = sent(), {"by": person("supervisor"), "now": now, **BOTH}
    days = {"2026-04-10": "recommendation.day_not_later", "2026-04-26": "recommendation.day_off"}
    for day, refused in days.items():
        assert code(actions.extend, case=case, due_on=dt.date.fromisoformat(day), **common) == refused
    actions.extend(case=case, due_on=dt.date(2026, 4, 28), **common)
    assert (term(case, "carry_out").due_on, term(case, "carry_out").changes.count()) == (dt.date(2026, 4, 28), 1)


def test_an_invented_authority_writes_to_no_real_body(person: Any, now: dt.datetime) -> None:
    from jariya.kernel.bodies.models import Body

    real = Body.objects.filter(invented=False).first()
    said = {"holder": real, "finding": finding(), "by": person("supervisor"), "now": now}
    assert code(actions.prepare, **said) == "recommendation.invented_mixed"


def test_what_is_overdue_stands_in_public(
    sent: Any, person: Any, client: Client, now: dt.datetime, monkeypatch: Any, django_assert_max_num_queries: Any
) -> None:
    late, in_time = sent(source="commission"), sent()
    actions.accept(case=in_time, by=person("district-head"), now=now, **BOTH)
    summer = dt.date(2026, 6, 10)
    actions.extend(case=in_time, due_on=dt.date(2026, 7, 1), by=person("supervisor"), now=now, **BOTH)
    found, _none = queries.newest(queries.rows(late_on=summer))
    assert [row.case.public_id for row in found] == [late.public_id]
    (line,) = queries.lines(found, today=summer)
    assert line.overdue and line.days_late == 23
    assert queries.counted(queries.rows(), today=summer).overdue == 1
    with django_assert_max_num_queries(6):
        page = client.get("/kk/recommendations/").content.decode()
    assert late.public_id in page and in_time.public_id in page


def test_the_file_and_the_program_say_what_the_page_says(sent: Any, client: Client) -> None:
    case = sent()
    answer = client.get("/kk/recommendations/recommendations.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    said = client.get("/api/v1/access/recommendations").json()["items"]
    assert [row["id"] for row in rows] == [row["id"] for row in said] == [case.public_id]
    assert (rows[0]["invented"], rows[0]["state"], said[0]["body"]) == ("1", "issued", "akimat-ulgi-synaq")
    one = client.get(f"/api/v1/access/recommendations/{case.public_id}").json()
    assert one["advice_kk"] == "Бюджетті жариялаңыз." and one["events"]
    assert case.public_id in client.get("/feeds/kk/recommendations.atom").content.decode()
