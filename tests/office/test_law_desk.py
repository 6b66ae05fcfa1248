"""Norms and the calendar edited through the pages: two persons, consequences first, everyone told once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import html5lib
import pytest
from django.core import mail

from jariya.kernel.law import queries
from jariya.kernel.law.models import CalendarEdition, Edit
from jariya.kernel.lifecycle import moves, overdue
from jariya.kernel.lifecycle.models import DueChange, Event, Obligation, Recomputation
from jariya.kernel.notices import digests
from jariya.kernel.notices.models import Digest
from jariya.office.law import spreading
from jariya.office.models import NormRecount

pytestmark = pytest.mark.django_db
OFF = "2026-04-06"
WORKED = "2026-04-18"
SWAP = {"day": OFF, "other": WORKED, "source": "№ 1 қаулы", "reason": "Үкіметтің қаулысы шықты."}


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:3000]
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return str(html)


def propose(client: Any, path: str, **fields: Any) -> Edit:
    preview = read(client.post(path, {**fields, "do": "preview"}))
    assert 'id="preview"' in preview, preview
    assert client.post(path, {**fields, "do": "propose"}).status_code == 303
    return Edit.objects.latest("pk")


def decide(client: Any, edit: Edit, verb: str, **fields: Any) -> Any:
    return client.post(f"/kk/desk/law/edits/{edit.pk}/", {"do": verb, **fields})


def jobs() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'office.spread_law'")
        return int(cursor.fetchone()[0])


def answer_due(case: Any) -> dt.date:
    return Obligation.objects.get(case=case, kind="answer").due_on


@pytest.mark.parametrize("who", ["officer-1", "head", "registrar", "citizen-1"])
def test_only_supervisors_of_the_authorised_body_have_a_law_desk(at: Any, who: str) -> None:
    client = at(who)
    for path in ("", "norms/", "norms/question.answer/", "calendar/", "calendar/swap/", "edits/1/"):
        assert client.get(f"/kk/desk/law/{path}").status_code in {403, 404}


def test_a_calendar_edit_shows_how_many_due_days_it_moves_before_anyone_decides(at: Any, ask: Any) -> None:
    for _number in range(3):
        ask()
    html = read(at("supervisor").post("/en/desk/law/calendar/swap/", {**SWAP, "do": "preview"}))
    assert "This moves 3 due days." in html
    assert not Edit.objects.exists(), "a preview proposes nothing"


def test_two_persons_change_the_calendar_and_each_party_hears_once(
    at: Any, second: Any, ask: Any, now: dt.datetime, person: Any
) -> None:
    first, other = ask(), ask()
    before = answer_due(first)
    supervisor = at("supervisor")
    edit = propose(supervisor, "/kk/desk/law/calendar/swap/", **SWAP)
    assert "Edit No." in read(supervisor.get(f"/en/desk/law/edits/{edit.pk}/"))
    assert decide(supervisor, edit, "approve").status_code == 409, "the author may not approve"
    assert CalendarEdition.objects.count() == 1
    waiting = jobs()
    assert decide(second, edit, "approve").status_code == 303
    assert jobs() == waiting + 1
    events = Event.objects.count()
    done = spreading.spread(now=now)
    assert answer_due(first) == answer_due(other) != before
    assert done["calendar"] == DueChange.objects.filter(cause="calendar").count() >= 2
    assert Event.objects.count() == events, "an edition is one event: its own row"
    told = {row.person.handle: (row.own, row.work) for row in Digest.objects.select_related("person")}
    assert told["demo-citizen-1"] == (2, 0)
    assert told["demo-officer-1"][1] >= 2 and told["demo-officer-2"][1] >= 2
    assert "demo-district-officer" not in told
    assert spreading.spread(now=now) == {"calendar": 0, "norm": 0, "people": 0}, "a second run tells nobody again"
    page = read(second.get(f"/en/desk/law/edits/{edit.pk}/"))
    assert "All running terms are counted by it." in page and "№ 1 қаулы" in page
    history = read(second.get("/en/desk/law/"))
    assert "Үкіметтің қаулысы шықты." in history and person("supervisor").name in history


def test_the_asker_reads_which_days_moved(at: Any, second: Any, ask: Any, now: dt.datetime) -> None:
    case = ask()
    decide(second, propose(at("supervisor"), "/kk/desk/law/calendar/swap/", **SWAP), "approve")
    spreading.spread(now=now)
    citizen = at("citizen-1")
    digest = Digest.objects.get(person__handle="demo-citizen-1")
    address = f"/kk/my/inbox/moved/{digest.token}/"
    assert address in read(citizen.get("/kk/my/inbox/"))
    page = read(citizen.get(address))
    assert case.public_id in page and answer_due(case).isoformat() in page
    assert at("citizen-2").get(address).status_code == 404
    assert citizen.post(address).status_code == 303
    assert address not in read(citizen.get("/kk/my/inbox/"))


def test_a_digest_leaves_by_mail_once_and_by_sms_for_whom_only_a_telephone_reaches(
    at: Any, second: Any, ask: Any, now: dt.datetime, person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jariya.kernel.people import sms

    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(sms, "available", lambda: True)
    monkeypatch.setattr(sms, "send", lambda to, text, message_id: sent.append((to, text)) or "accepted")
    ask()
    ask(by=person("citizen-3"))
    decide(second, propose(at("supervisor"), "/kk/desk/law/calendar/swap/", **SWAP), "approve")
    spreading.spread(now=now)
    digests.deliver(now)
    assert [message.to for message in mail.outbox].count([person("citizen-1").email]) == 1
    assert [to for to, _text in sent] == [person("citizen-3").phone]
    assert all(sms.fits(text) for _to, text in sent)
    letters = len(mail.outbox)
    digests.deliver(now + dt.timedelta(hours=1))
    assert len(mail.outbox) == letters


def test_a_run_that_was_killed_between_dates_and_digests_is_finished_by_the_next(
    at: Any, second: Any, ask: Any, now: dt.datetime
) -> None:
    case = ask()
    decide(second, propose(at("supervisor"), "/kk/desk/law/calendar/swap/", **SWAP), "approve")
    overdue.recompute(queries.current_calendar(), now=now)
    assert not Digest.objects.exists()
    spreading.spread(now=now)
    assert Digest.objects.filter(person=case.person).count() == 1


def test_the_preview_counts_what_the_recomputation_then_moves(at: Any, ask: Any, now: dt.datetime, person: Any) -> None:
    from jariya.kernel.law.edits import calendar_changed
    from jariya.portals.dialogue import actions

    for days in (0, 3, 9, 20, 30):
        ask(now=now - dt.timedelta(days=days))
    extended = ask()
    actions.accept(case=extended, by=person("officer-1"), now=now)
    actions.extend(case=extended, due_on=dt.date(2026, 4, 20), reason="Сараптама керек.", by=person("head"), now=now)
    calendar = queries.current_calendar()
    changes = [
        {"day": "2026-04-20", "mark": {"kind": "holiday", "holiday": "nauryz", "source": "x"}, "was": None},
    ]
    name = next(iter(calendar.names))
    changes[0]["mark"]["holiday"] = name  # type: ignore[index]
    after = calendar_changed(calendar, changes, calendar.edition + 1)
    found = moves.by_calendar(after)
    assert found.running == Obligation.objects.running().count()
    assert sum(count for _body, count in found.bodies) == found.moved > 0
    overdue.recompute(after, now=now)
    assert DueChange.objects.filter(cause="calendar").count() == found.moved, "what was foretold came true"


def test_a_new_rule_from_a_coming_day_moves_no_running_term(at: Any, second: Any, ask: Any, now: dt.datetime) -> None:
    case = ask()
    before = answer_due(case)
    fields = {
        "how": "amend",
        "valid_from": "2026-05-01",
        "value": "10",
        "article": "",
        "standing": "house",
        "reason": "Жаңа ереже.",
    }
    supervisor = at("supervisor")
    html = read(supervisor.post("/en/desk/law/norms/question.answer/", {**fields, "do": "preview"}))
    assert "This moves 0 due days." in html and "keep the row that was in force when they began" in html
    edit = propose(supervisor, "/kk/desk/law/norms/question.answer/", **fields)
    assert decide(second, edit, "approve").status_code == 303
    spreading.spread(now=now)
    assert answer_due(case) == before
    assert ask(now=dt.datetime(2026, 5, 4, 5, tzinfo=dt.UTC)) and not DueChange.objects.exists()
    assert queries.norms_now().at(dt.date(2026, 5, 4))["question.answer"].count == 10


def test_a_corrected_row_recounts_the_terms_that_began_under_it_and_tells_both_sides(
    at: Any, second: Any, ask: Any, now: dt.datetime
) -> None:
    case = ask()
    before = answer_due(case)
    norm = queries.norms_now().at(now.date())["question.answer"]
    fields = {
        "how": "correct",
        "valid_from": str(norm.valid_from or ""),
        "value": "10",
        "article": "",
        "standing": "house",
        "reason": "Қате жазылған.",
    }
    html = read(at("supervisor").post("/en/desk/law/norms/question.answer/", {**fields, "do": "preview"}))
    assert "This moves 1 due day." in html and "counted anew" in html
    edit = propose(at("supervisor"), "/kk/desk/law/norms/question.answer/", **fields)
    decide(second, edit, "approve")
    assert spreading.spread(now=now)["norm"] == 1
    term = Obligation.objects.get(case=case, kind="answer")
    assert term.due_on < before and term.value == 10
    assert DueChange.objects.get(obligation=term).cause == "norm"
    assert Digest.objects.filter(cause="norm", person=case.person).count() == 1
    assert NormRecount.objects.get(edition=edit.made_edition or Edit.objects.get(pk=edit.pk).made_edition).finished_at
    assert spreading.spread(now=now)["norm"] == 0


def test_an_edit_is_refused_with_a_reason_and_the_reason_is_kept(at: Any, second: Any, ask: Any) -> None:
    edit = propose(at("supervisor"), "/kk/desk/law/calendar/swap/", **SWAP)
    empty = read(decide(second, edit, "refuse", reason=" "), 422)
    assert "error-summary" in empty
    assert decide(second, edit, "refuse", reason="Қаулы жарияланбаған.").status_code == 303
    assert "Қаулы жарияланбаған." in read(second.get(f"/kk/desk/law/edits/{edit.pk}/"))
    assert decide(second, edit, "approve").status_code == 409
    assert CalendarEdition.objects.count() == 1


def test_the_author_takes_an_edit_back_and_nobody_else_does(at: Any, second: Any) -> None:
    supervisor = at("supervisor")
    edit = propose(supervisor, "/kk/desk/law/calendar/swap/", **SWAP)
    assert decide(second, edit, "withdraw").status_code == 409
    assert decide(supervisor, edit, "withdraw").status_code == 303
    assert Edit.objects.get(pk=edit.pk).status == "withdrawn"


def test_a_form_sent_twice_proposes_once(at: Any) -> None:
    supervisor = at("supervisor")
    for _time in range(2):
        supervisor.post("/kk/desk/law/calendar/swap/", {**SWAP, "do": "propose"})
    assert Edit.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "fields", "expected"),
    [
        ("swap", {"day": OFF, "other": OFF, "source": "x", "reason": "y"}, "law.data.bad"),
        ("swap", {"day": "x", "other": "", "source": "", "reason": ""}, "error-summary"),
        ("holiday", {"day": OFF, "source": "x", "reason": "y"}, "error-summary"),
        ("plain", {"day": OFF, "reason": "y"}, "error-summary"),
        ("move", {"day": OFF, "other": WORKED, "source": "x", "reason": "y"}, "error-summary"),
        ("extend", {"year": "9999", "reason": "y"}, "error-summary"),
        ("extend", {"year": "қ", "reason": "y"}, "error-summary"),
        ("holiday", {"day": "0001-01-01", "holiday": "new_year", "source": "x" * 5000, "reason": "y"}, "error-summary"),
    ],
)
def test_what_cannot_be_a_calendar_is_refused_and_what_was_typed_stays(
    at: Any, what: str, fields: dict[str, str], expected: str
) -> None:
    html = read(at("supervisor").post(f"/kk/desk/law/calendar/{what}/", {**fields, "do": "propose"}), 422)
    assert expected in html and not Edit.objects.exists()
    if fields.get("reason"):
        assert fields["reason"] in html


def test_each_operation_on_the_calendar_can_be_proposed(at: Any) -> None:
    calendar = queries.current_calendar()
    holiday = next(day for day, mark in sorted(calendar.marks.items()) if mark.estimated and mark.kind == "holiday")
    swapped = next(day for day, mark in sorted(calendar.marks.items()) if mark.kind == "swap_off")
    common = {"source": "№ 7", "reason": "Себебі."}
    key = next(iter(calendar.names))
    supervisor = at("supervisor")
    for what, fields in {
        "holiday": {
            "day": "2026-06-10",
            "name_kk": "Жаңа күн",
            "name_ru": "Новый день",
            "name_en": "New Day",
            **common,
        },
        "moved": {"day": "2026-06-15", "other": "2026-06-13", "holiday": key, **common},
        "move": {"day": holiday.isoformat(), "other": (holiday + dt.timedelta(days=1)).isoformat(), **common},
        "plain": {"day": swapped.isoformat(), **common},
        "extend": {"year": str(calendar.last.year + 1), **common},
    }.items():
        edit = propose(supervisor, f"/kk/desk/law/calendar/{what}/", **fields)
        assert edit.subject == "calendar", what


def test_an_edit_overtaken_by_another_says_so_and_can_still_be_refused(at: Any, second: Any) -> None:
    supervisor = at("supervisor")
    late = propose(supervisor, "/kk/desk/law/calendar/swap/", **{**SWAP, "source": "№ 2"})
    edit = propose(supervisor, "/kk/desk/law/calendar/swap/", **SWAP)
    decide(second, edit, "approve")
    assert "law.edit.stale" in read(second.get(f"/kk/desk/law/edits/{late.pk}/"))
    assert decide(second, late, "approve").status_code == 409
    assert decide(second, late, "refuse", reason="Ескірді.").status_code == 303


def test_pages_of_the_law_desk_keep_their_query_budget(
    at: Any, second: Any, ask: Any, django_assert_max_num_queries: Any
) -> None:
    supervisor = at("supervisor")
    for number in range(4):
        propose(supervisor, "/kk/desk/law/calendar/swap/", **{**SWAP, "source": f"№ {number}"})
    first = Edit.objects.earliest("pk")
    for path, most in (("", 15), ("norms/", 8), ("norms/question.answer/", 8), (f"edits/{first.pk}/", 14)):
        with django_assert_max_num_queries(most):
            read(supervisor.get(f"/kk/desk/law/{path}"))


def test_progress_of_an_unfinished_recomputation_is_shown(at: Any, second: Any, ask: Any, now: dt.datetime) -> None:
    ask()
    edit = propose(at("supervisor"), "/kk/desk/law/calendar/swap/", **SWAP)
    decide(second, edit, "approve")
    made = Edit.objects.get(pk=edit.pk).made_edition
    first = Obligation.objects.running().order_by("pk").first()
    assert first
    Recomputation.objects.create(edition=made, cursor=first.pk, seen=1, moved=0, started_at=now)
    assert "<progress" in read(second.get("/en/desk/law/"))


def test_a_duty_that_is_met_while_the_recomputation_runs_is_left_alone(
    at: Any, second: Any, ask: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = ask()
    before = answer_due(case)
    decide(second, propose(at("supervisor"), "/kk/desk/law/calendar/swap/", **SWAP), "approve")
    write = overdue._write_moves

    def met_meanwhile(moved: Any, edition: int, moment: dt.datetime) -> None:
        Obligation.objects.filter(case=case, kind="answer").update(met_on=now.date(), met_at=now)
        write(moved, edition, moment)

    monkeypatch.setattr(overdue, "_write_moves", met_meanwhile)
    spreading.spread(now=now)
    term = Obligation.objects.get(case=case, kind="answer")
    assert term.due_on == before and not DueChange.objects.filter(obligation=term).exists()


def test_a_term_counted_by_the_former_edition_after_the_recomputation_is_found_by_the_next_run(
    at: Any, second: Any, ask: Any, now: dt.datetime
) -> None:
    case = ask()
    before = answer_due(case)
    decide(second, propose(at("supervisor"), "/kk/desk/law/calendar/swap/", **SWAP), "approve")
    spreading.spread(now=now)
    after = answer_due(case)
    late = ask()
    Obligation.objects.filter(case=late, kind="answer").update(due_on=before)
    assert spreading.spread(now=now + dt.timedelta(minutes=10))["calendar"] == 1
    assert answer_due(late) == after != before
