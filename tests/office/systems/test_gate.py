"""The gate of bodies' programs: tokens, scopes, limits, other bodies' letters."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.roles import may_manage
from jariya.office.systems import actions, calls, feed
from jariya.office.systems.models import Call, Change, Token

pytestmark = pytest.mark.django_db


def code(found: Any) -> tuple[int, str]:
    return found.status_code, found.json()["code"]


def test_a_token_opens_until_it_is_revoked_or_its_day_is_over(
    program: Any, person: Any, today: dt.datetime, client: Any
) -> None:
    its = program()
    assert its.get("cases").status_code == 200
    row = Token.objects.get()
    assert its.secret.split(".")[2] not in row.digest and row.used_at == today
    missing = client.get("/api/v1/desk/cases")
    assert code(missing) == (401, "system.token_missing") and missing["WWW-Authenticate"] == "Bearer"
    for wrong in (its.secret[:-1], f"jariya.{row.word}", "x", "jariya..", f"jariya.{row.word}.é"):
        with pytest.raises(Refused) as refusal:
            calls.caller(wrong, now=today)
        assert refusal.value.code == "system.token_unknown"
    with pytest.raises(Refused) as over:
        calls.caller(its.secret, now=today + dt.timedelta(days=31))
    assert over.value.code == "system.token_over"
    actions.revoke(token=row, by=person("head"), now=today)
    assert code(its.get("cases")) == (401, "system.token_over")


def test_a_scope_that_is_not_given_is_refused_before_anything_is_read(program: Any, ask: Any) -> None:
    case, its = ask(), program(scopes=["take"])
    assert (
        its.do(f"cases/{case.public_id}/forward", {"to": "x", "reason": "y"}, status=403)["code"]
        == "system.scope_missing"
    )
    assert its.do(f"cases/{case.public_id}/accept")["state"] == "accepted"


def test_too_many_calls_in_a_minute_wait_for_the_next(program: Any, today: dt.datetime) -> None:
    its = program()
    Token.objects.update(minute=today.replace(second=0, microsecond=0), calls=300)
    found = its.get("cases")
    assert code(found) == (429, "system.too_many") and found["Retry-After"] == "60"
    assert calls.caller(its.secret, now=today + dt.timedelta(minutes=1)).system == its.system


def test_letters_of_another_body_answer_as_those_that_do_not_exist(program: Any, ask: Any, district: Any) -> None:
    strange, its = ask(body=district), program()
    for path in (f"cases/{strange.public_id}", "cases/Q2026-AAAAAAAA-0"):
        assert code(its.get(path)) == (404, "system.no_such_letter")
    assert its.do(f"cases/{strange.public_id}/accept", status=404)["code"] == "system.no_such_letter"
    assert its.get("cases").json()["items"] == []


def test_only_the_head_or_a_registrar_keeps_programs_and_nobody_signs_in_as_one(
    program: Any, person: Any, ministry: Any, today: dt.datetime
) -> None:
    its = program()
    for who in ("officer-1", "moderator", "district-head"):
        with pytest.raises(Refused) as refusal:
            actions.issue(system=its.system, scopes=[], expires_on=today.date(), by=person(who), now=today)
        assert refusal.value.code == "system.not_yours"
    assert not may_manage(person("registrar"), its.system.person, today.date())
    with pytest.raises(Refused) as long:
        last = today.date() + dt.timedelta(days=366)
        actions.issue(system=its.system, scopes=[], expires_on=last, by=person("registrar"), now=today)
    assert long.value.code == "system.too_long"
    with pytest.raises(Refused) as taken:
        actions.make(body=ministry, post=its.system.post, title=its.system.title, by=person("head"), now=today)
    assert taken.value.code == "system.title_taken"


def test_an_ended_program_opens_nothing_and_what_it_did_cannot_be_changed(
    program: Any, person: Any, ask: Any, today: dt.datetime
) -> None:
    case, its = ask(), program()
    its.do(f"cases/{case.public_id}/accept")
    actions.end(system=its.system, by=person("registrar"), now=today)
    assert code(its.get("cases")) == (401, "system.token_over")
    with pytest.raises(DatabaseError), transaction.atomic():
        Call.objects.update(verb="other")


def test_changes_tell_each_thing_once_and_in_order(program: Any, ask: Any, district: Any) -> None:
    before = ask()
    its = program()
    came = ask(points=["Қашан?", "Қайда?"])
    its.do(f"cases/{came.public_id}/accept")
    its.do(f"cases/{before.public_id}/forward", {"to": district.slug, "reason": "Ауданның ісі."})
    seen, after = [], ""
    while True:
        page = its.get(f"changes?limit=2&after={after}").json()
        seen += [(row["id"], row["event"], row["here"]) for row in page["items"]]
        after = page["after"]
        if not page["more"]:
            break
    assert seen == [
        (before.public_id, "open", True), (came.public_id, "registered", True), (came.public_id, "accepted", True),
        (before.public_id, "forwarded", False),
    ]  # fmt: skip
    assert its.get(f"changes?after={after}").json() == {"items": [], "after": after, "more": False}
    assert code(its.get("changes?after=a.1")) == (422, "system.after_unknown")


def test_a_change_whose_forerunner_is_still_being_written_is_told_later(program: Any, ask: Any, today: Any) -> None:
    """A writer that began earlier and ends later must not be skipped: what came after it waits."""
    import psycopg
    from django.db import connection

    ask()
    its = program()
    first, place = feed.changes(its.system, after="", limit=10)
    assert len(first) == 1
    with psycopg.connect(**connection.get_connection_params()) as other:
        began = other.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()[0]
        case = first[0].case
        common = {"system": its.system, "case": case, "state": "accepted", "version": 2, "here": True, "at": today}
        Change.objects.create(kind="later", transaction=began + 1, **common)
        assert feed.changes(its.system, after=place, limit=10)[0] == []
        Change.objects.create(kind="earlier", transaction=began, **common)
        other.rollback()
    # The next reader's snapshot knows that nobody is writing any more.
    with psycopg.connect(**connection.get_connection_params()) as reader:
        reader.execute("SELECT pg_current_xact_id(), pg_current_xact_id()")
    assert [row.kind for row in Change.objects.order_by("transaction", "id")][-2:] == ["earlier", "later"]
