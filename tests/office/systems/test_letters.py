"""A body's program takes letters over and answers them by the rules of the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jariya.kernel.files import checking, uploads
from jariya.kernel.files.models import Attachment, Deed, File
from jariya.kernel.lifecycle.models import Case, Event
from jariya.office.systems.models import Call
from jariya.portals.dialogue import actions as questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_case(person: Any, ministry: Any, now: Any) -> Any:
    from jariya.portals.requests import actions

    return actions.ask(
        by=person("citizen-1"), body=ministry, title="Жол жөндеу", points=["Қанша шақырым?", "Кімнің үйі?"],
        language="kk", identity="phone", subject="transport", now=now,
    ).case  # fmt: skip


def test_a_question_goes_from_the_list_to_a_draft_that_the_head_signs(
    program: Any, ask: Any, person: Any, now: Any
) -> None:
    case = ask(points=["Қашан?", "Қайда?"])
    its = program()
    line = its.get("cases").json()["items"][0]
    assert (line["id"], line["state"], {term["kind"] for term in line["terms"]}) == (
        case.public_id, "registered", {"forward", "answer"},
    )  # fmt: skip
    letter = its.get(f"cases/{case.public_id}").json()
    assert (
        letter["points"][1]["text"] == "Қайда?" and "accept" in letter["steps"] and "sign_answer" not in letter["steps"]
    )
    assert its.do(f"cases/{case.public_id}/accept", {"version": letter["version"]})["state"] == "accepted"
    assert its.do(f"cases/{case.public_id}/assign")["state"] == "assigned"
    token = its.send("%D0%B6%D0%BE%D0%BB.txt", "Кесте".encode())
    answer = {"points": [{"number": 1, "answer": "Маусымда."}, {"number": 2, "answer": "Ауылда."}], "files": [token]}
    assert its.do(f"cases/{case.public_id}/answer", answer)["state"] == "answer_drafted"
    assert Attachment.objects.get(case=case).role == "answer"
    case.refresh_from_db()
    assert case.assignee == its.system.person
    event = Event.objects.get(case=case, kind="answer_drafted")
    assert (event.person, event.role) == (its.system.person, "officer")
    deeds = list(Call.objects.order_by("id").values_list("verb", "status", "case_id", "post_id"))
    own = its.system.post_id
    assert deeds == [
        ("accept", 200, case.pk, own), ("assign", 200, case.pk, own), ("send_file", 201, None, own),
        ("draft_answer", 200, case.pk, own),
    ]  # fmt: skip
    questions.sign_answer(case=case, confirmed=True, level="staff", by=person("head"), now=now)
    assert Case.objects.get(pk=case.pk).state == "answered"


def test_a_request_is_clarified_decided_and_extended_by_a_published_order(
    program: Any, request_case: Any, person: Any, ministry: Any, now: Any
) -> None:
    its, path = program(), f"cases/{request_case.public_id}"
    its.do(f"{path}/clarify", {"reason": "Қай көше?"})
    assert Case.objects.get(pk=request_case.pk).state == "clarification"
    from jariya.portals.requests import actions

    actions.clarify(case=request_case, reason="Абай көшесі.", by=person("citizen-1"), now=now)
    longer = {"due_on": "2026-04-10", "reason": "Мәлімет керек.", "holder": "akimat-ulgi-synaq"}
    other = program(title="Басқа", ordered=False)
    assert other.do(f"{path}/extend", longer, status=403)["code"] == "lifecycle.not_yours"
    terms = its.do(f"{path}/extend", longer)["terms"]
    assert {"kind": "answer", "due_on": "2026-04-10"} in terms, "a published order names the post that answers for it"
    lacking = {
        "points": [
            {"number": 1, "answer": "12", "outcome": "granted"},
            {"number": 2, "answer": "Жоқ.", "outcome": "refused"},
        ]
    }
    assert its.do(f"{path}/answer", lacking, status=422)["code"] == "refusal.ground_missing"
    lacking["points"][1] |= {"ground": "personal_data", "harm": "Жеке өмірге зиян.", "whole": "Бір адам туралы."}
    assert its.do(f"{path}/answer", lacking)["state"] == "answer_drafted"


def test_whole_letters_and_points_go_on_to_the_competent_body(program: Any, ask: Any, district: Any) -> None:
    whole, part, its = ask(), ask(points=["Қашан?", "Қайда?"]), program()
    away = {"to": district.slug, "reason": "Ауданның ісі."}
    gone = its.do(f"cases/{whole.public_id}/forward", away, key="away")
    assert its.do(f"cases/{whole.public_id}/forward", away, key="away") == gone, "also when it is no longer here"
    assert gone["here"] is False and its.get(f"cases/{whole.public_id}").status_code == 404
    said = {"to": district.slug, "reason": "Ауданның ісі.", "points": [2]}
    its.do(f"cases/{part.public_id}/forward", said)
    letter = its.get(f"cases/{part.public_id}").json()
    assert [point["moved_to"] is not None for point in letter["points"]] == [False, True]
    nowhere = its.do(f"cases/{part.public_id}/forward", {"to": "nobody", "reason": "Кімдікі?"}, status=422)
    assert nowhere["code"] == "system.step_invalid" and "to" in nowhere["fields"]


def test_what_is_missing_is_named_and_nothing_is_done(program: Any, ask: Any) -> None:
    case, its = ask(points=["Қашан?", "Қайда?"]), program()
    path = f"cases/{case.public_id}"
    its.do(f"{path}/accept")
    missing = its.do(f"{path}/answer", {"points": [{"number": 1, "answer": "Маусымда."}]}, status=422)
    assert missing["code"] == "system.step_invalid" and list(missing["fields"]) == ["answer_2"]
    strange = {"points": [{"number": 1, "answer": "а"}, {"number": 7, "answer": "б"}]}
    assert its.do(f"{path}/answer", strange, status=422)["code"] == "system.point_unknown"
    assert its.do(f"{path}/clarify", {"reason": "Не?"}, status=404)["code"] == "lifecycle.unknown_verb"
    assert its.do(f"{path}/accept", status=409)["code"] == "lifecycle.not_in_this_state"
    assert (
        its.do(f"{path}/answer", {"points": [{"number": 1, "answer": "a\0b"}]}, status=422)["code"]
        == "parameter_invalid"
    )
    unknown = {"points": [{"number": 1, "answer": "а"}, {"number": 2, "answer": "б"}], "files": ["x" * 24]}
    assert its.do(f"{path}/answer", unknown, status=404)["code"] == "files.upload_unknown"
    assert Case.objects.get(pk=case.pk).state == "accepted"
    codes = Call.objects.exclude(code="").values_list("code", flat=True)
    assert "system.step_invalid" in codes and "lifecycle.not_in_this_state" in codes, "refusals are deeds as well"


def test_the_same_key_does_a_deed_once(program: Any, ask: Any, client: Any) -> None:
    case, its = ask(), program()
    path = f"cases/{case.public_id}/accept"
    first = its.do(path, key="one")
    assert its.do(path, key="one") == first and Event.objects.filter(case=case, kind="accepted").count() == 1
    assert its.do(f"cases/{case.public_id}/assign", key="one", status=409)["code"] == "system.key_other"
    heads = {"Authorization": f"Bearer {its.secret}"}
    bare = client.post(f"/api/v1/desk/{path}", {}, content_type="application/json", headers=heads)
    assert (bare.status_code, bare.json()["code"]) == (422, "system.key_missing")


def test_the_persons_file_is_read_by_the_program_and_that_is_written_down(
    program: Any, ask: Any, person: Any, now: Any
) -> None:
    one, its = person("citizen-1"), program()
    sent = uploads.take_whole(name="жол.txt", content=SimpleUploadedFile("a", b"road"), by=one, now=now)
    case = ask(uploads=[sent])
    (row,) = its.get(f"cases/{case.public_id}").json()["files"]
    path = f"cases/{case.public_id}/files/{row['id']}"
    assert row["ready"] is False and its.do(path, status=404)["code"] == "system.no_such_letter"
    for file in File.objects.running():
        checking.check(file.pk, now=lambda: now)
    attachment = Attachment.objects.get(case=case)
    checking.prepare(attachment.pk, now=now)
    found = its.client.post(f"/api/v1/desk/{path}", headers=its.heads())
    assert b"".join(found) == b"road" and "no-store" in found["Cache-Control"]
    assert Deed.objects.get(attachment=attachment, kind="read").person == its.system.person
    other = ask()
    assert its.do(f"cases/{other.public_id}/files/{row['id']}", status=404)["code"] == "system.no_such_letter"


def test_the_list_costs_the_same_however_long_it_is(program: Any, ask: Any, django_assert_max_num_queries: Any) -> None:
    its = program()
    ids = [ask(points=[f"Сұрақ {number}?"]).public_id for number in range(4)]
    with django_assert_max_num_queries(10):
        first = its.get("cases?limit=3").json()
    assert [row["id"] for row in first["items"]] == ids[:3] and first["after"] == ids[2]
    rest = its.get(f"cases?limit=3&after={first['after']}").json()
    assert [row["id"] for row in rest["items"]] == ids[3:] and rest["after"] is None
    assert its.get("cases?due_before=2026-03-19").json()["items"] == []
    assert its.get("cases?kind=request").json()["items"] == []
    assert its.get("cases?after=nobody").json()["code"] == "system.after_unknown"
