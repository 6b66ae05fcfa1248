"""Changes of the registry by two persons: effects first, then links, cases and terms go the right way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import html5lib
import pytest
from typer.testing import CliRunner

from jariya.kernel.bodies.models import Body, Holding, RegistryEdit
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.sentences import say
from jariya.kernel.lifecycle.succession import move_open_cases
from jariya.kernel.people.models import Role

pytestmark = pytest.mark.django_db
ACT = {"act": "Үкіметтің 2026 жылғы 1 наурыздағы № 7 қаулысы"}


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:3000]
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    return str(html)


def propose(client: Any, path: str, **fields: Any) -> RegistryEdit:
    assert 'id="preview"' in read(client.post(path, {**fields, "do": "preview"}))
    assert not RegistryEdit.objects.exists(), "a preview proposes nothing"
    for _twice in range(2):
        assert client.post(path, {**fields, "do": "propose"}).status_code == 303
    return RegistryEdit.objects.get()


def decide(client: Any, edit: RegistryEdit, verb: str, **fields: Any) -> Any:
    return client.post(f"/kk/desk/bodies/edits/{edit.pk}/", {"do": verb, **fields})


def names(body: Body) -> dict[str, str]:
    columns = ("name_kk", "name_ru", "name_en", "short_kk", "short_ru", "short_en")
    return {column: getattr(body, column) or "" for column in columns}


@pytest.fixture
def day(now: dt.datetime) -> dict[str, str]:
    return {"day": now.date().isoformat(), **ACT}


@pytest.mark.parametrize("who", ["officer-1", "head", "registrar", "citizen-1"])
def test_only_officials_of_the_authorised_body_have_a_registry_desk(at: Any, who: str) -> None:
    client = at(who)
    for path in ("", "rename/mof/", "edits/1/"):
        assert client.get(f"/kk/desk/bodies/{path}").status_code in {403, 404}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_body_is_found_and_each_change_has_a_page(at: Any, ask: Any, language: str) -> None:
    body, client = ask().body, at("supervisor")
    html = read(client.get(f"/{language}/desk/bodies/", {"q": body.name(language).text[:12]}))
    for verb in ("rename", "merge", "close"):
        assert f"/{language}/desk/bodies/{verb}/{body.slug}/" in html
        read(client.get(f"/{language}/desk/bodies/{verb}/{body.slug}/"))
    assert client.get(f"/{language}/desk/bodies/split/{body.slug}/").status_code == 404


def test_two_persons_rename_a_body_and_its_old_address_leads_to_the_new_one_for_ever(
    at: Any, second: Any, ask: Any, day: Any, client: Any
) -> None:
    body, supervisor = ask().body, at("supervisor")
    old = body.slug
    fields = {**names(body), **day, "name_en": "Sample Ministry of Trying", "slug": "sample-trying"}
    edit = propose(supervisor, f"/en/desk/bodies/rename/{old}/", **fields)
    assert edit.names == {"name_en": "Sample Ministry of Trying"}
    assert decide(supervisor, edit, "approve").status_code == 409, "the author may not approve"
    assert "leads to sample-trying" in read(second.get(f"/en/desk/bodies/edits/{edit.pk}/"))
    assert decide(second, edit, "approve").status_code == 303
    assert decide(second, edit, "approve").status_code == 409, "once"
    moved = client.get(f"/en/bodies/{old}/")
    assert (moved.status_code, moved["Location"]) == (301, "/en/bodies/sample-trying/")
    html = read(client.get("/en/bodies/sample-trying/"))
    assert "Sample Ministry of Trying" in html
    assert ACT["act"] in html, "the history says by which act"
    assert client.get(f"/feeds/en/body/{old}.atom").status_code == 301


def test_a_merger_ends_appointments_and_takes_open_cases_with_their_terms_to_the_successor(
    at: Any, second: Any, ask: Any, day: Any, now: dt.datetime, client: Any
) -> None:
    case = ask()
    old, into = case.body, Body.objects.filter(invented=True, connected=True).exclude(pk=case.body_id).first()
    assert into is not None
    due = Obligation.objects.get(case=case, kind="answer").due_on
    open_here = Case.objects.open().filter(body=old).count()
    supervisor = at("supervisor")
    edit = propose(supervisor, f"/en/desk/bodies/merge/{old.slug}/", **day, into=into.slug)
    html = read(second.get(f"/en/desk/bodies/edits/{edit.pk}/"))
    assert f"{open_here} open case" in html
    assert "appointment" in html
    assert decide(second, edit, "approve").status_code == 303
    old.refresh_from_db()
    last = now.date() - dt.timedelta(days=1)
    assert old.valid_to == last
    assert not Holding.objects.on(now.date()).filter(post__body=old).exists()
    assert not Role.objects.on(now.date()).filter(body=old, since__lte=last).exists()
    assert move_open_cases(old=old.pk, new=into.pk, now=now) == open_here
    assert move_open_cases(old=old.pk, new=into.pk, now=now) == 0, "run again it moves nothing more"
    case.refresh_from_db()
    assert (case.body_id, case.assignee_id) == (into.pk, None)
    answer = Obligation.objects.get(case=case, kind="answer")
    assert (answer.body_id, answer.due_on) == (into.pk, due), "the term is the same"
    event = Event.objects.filter(case=case).latest("pk")
    [line] = say([event], "en")
    assert into.name("en").text in line.text
    assert into.name("kk").text in read(client.get(f"/kk/bodies/{old.slug}/")), "the old page names the successor"
    assert client.get(f"/kk/questions/{case.public_id}/").status_code == 200


def test_a_body_that_owes_does_not_end_without_a_successor(at: Any, ask: Any, day: Any) -> None:
    body = ask().body
    html = read(at("supervisor").post(f"/en/desk/bodies/close/{body.slug}/", {**day, "do": "propose"}), 422)
    assert "still has open cases" in html
    assert not RegistryEdit.objects.exists()


def test_what_cannot_be_done_is_said_and_nothing_that_was_typed_is_lost(at: Any, ask: Any, day: Any) -> None:
    body, supervisor = ask().body, at("supervisor")
    taken = Body.objects.filter(invented=True).exclude(pk=body.pk).first()
    assert taken is not None
    path = f"/en/desk/bodies/rename/{body.slug}/"
    html = read(supervisor.post(path, {**names(body), **day, "slug": taken.slug, "name_en": "Kept words"}), 422)
    assert "belongs or once belonged to another body" in html
    assert "Kept words" in html
    assert "has not come yet" in read(supervisor.post(path, {**names(body), **day, "day": "2030-01-01"}), 422)
    merge = f"/en/desk/bodies/merge/{body.slug}/"
    assert "no body with this address" in read(supervisor.post(merge, {**day, "into": "no-such"}), 422)
    read(supervisor.post(merge, {**day, "into": body.slug}), 422)
    read(supervisor.post(path, {}), 422)


def test_a_refusal_needs_a_reason_and_the_author_may_withdraw(at: Any, second: Any, ask: Any, day: Any) -> None:
    body, supervisor = ask().body, at("supervisor")
    fields = {**names(body), **day, "name_en": "Other", "slug": body.slug}
    edit = propose(supervisor, f"/en/desk/bodies/rename/{body.slug}/", **fields)
    assert decide(second, edit, "refuse", reason="").status_code == 422
    assert decide(second, edit, "withdraw").status_code == 409
    assert decide(second, edit, "burn").status_code == 400
    assert decide(second, edit, "refuse", reason="Акт күшіне енген жоқ.").status_code == 303
    assert "Акт күшіне енген жоқ." in read(second.get(f"/en/desk/bodies/edits/{edit.pk}/"))
    assert decide(supervisor, edit, "withdraw").status_code == 409
    body.refresh_from_db()
    assert body.name_en != "Other"


def test_the_command_says_what_follows_and_changes_nothing_in_a_dry_run(ask: Any, now: dt.datetime) -> None:
    from jariya.project.cli.bodies import app

    body = ask().body
    day = ["--day", now.date().isoformat(), "--act", ACT["act"]]
    run = CliRunner().invoke(app, ["rename", body.slug, *day, "--address", "sample-new", "--dry-run"])
    assert run.exit_code == 0, run.output
    assert f"redirect\t{body.slug}\tsample-new" in run.output
    assert not Body.objects.filter(slug="sample-new").exists()
    assert CliRunner().invoke(app, ["rename", body.slug, *day, "--address", "sample-new"]).exit_code == 0
    assert Body.objects.filter(slug="sample-new").exists()
    refused = CliRunner().invoke(app, ["close", "sample-new", *day])
    assert refused.exit_code == 1
    assert "bodies.open_cases" in refused.output
    assert CliRunner().invoke(app, ["close", "no-such-body", *day]).exit_code == 2
