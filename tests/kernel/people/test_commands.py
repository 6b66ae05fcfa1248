"""`jariya persons` and `jariya role`, as an operator types them."""

from __future__ import annotations

import json
from typing import Any

import pytest
import typer
from django.test import Client
from typer.testing import CliRunner

from jariya.kernel.people.demo import demo_persons
from jariya.kernel.people.models import Enrolment, Person, Role
from jariya.project.cli import persons, role, sessions

run = CliRunner()


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django is up already; preparing it again would bind the log to the runner's closed output."""
    monkeypatch.setattr("jariya.project.cli.django", lambda: None)


def app(command: Any) -> typer.Typer:
    made = typer.Typer()
    made.command()(command)
    return made


def test_the_demonstrations_persons_are_listed_for_people_and_machines() -> None:
    plain = run.invoke(app(persons.command), ["--demo"])
    assert plain.exit_code == 0
    assert len(plain.stdout.strip().splitlines()) == len(demo_persons())
    rows = json.loads(run.invoke(app(persons.command), ["--demo", "--json", "--lang", "ru"]).stdout)
    assert {row["handle"] for row in rows} == {one.handle for one in demo_persons()}
    assert all(row["invented"] and row["may"] for row in rows)


@pytest.mark.parametrize("words", [[], ["--demo", "--lang", "de"]])
def test_real_persons_are_listed_to_nobody(words: list[str]) -> None:
    assert run.invoke(app(persons.command), words).exit_code == 2


def test_an_operator_makes_the_first_registrar_by_a_one_time_link(body: Any) -> None:
    words = ["grant", "first@one.example", body.slug, "registrar", "--everywhere", "--name", "Алия Үлгіқызы"]
    done = run.invoke(role.app, words)
    assert done.exit_code == 0, done.output
    assert "/kk/sign-in/enrol/" in done.stdout
    person = Person.objects.get(email="first@one.example")
    assert person.staff
    assert Role.objects.get(person=person).everywhere
    assert Enrolment.objects.get(person=person).issued_by is None
    again = run.invoke(role.app, words)
    assert again.exit_code == 2
    assert "role_held" in again.output
    listed = run.invoke(role.app, ["list", body.slug])
    assert f"{person.handle}\tregistrar\teverywhere" in listed.stdout
    ended = run.invoke(role.app, ["revoke", "first@one.example", body.slug, "registrar"])
    assert ended.exit_code == 0
    assert Role.objects.get(person=person).until is not None
    assert run.invoke(role.app, ["revoke", "first@one.example", body.slug, "registrar"]).exit_code == 1


def test_an_operator_gives_a_registrar_who_lost_every_key_a_new_link(body: Any) -> None:
    words = ["grant", "first@one.example", body.slug, "registrar", "--everywhere", "--name", "Алия Үлгіқызы"]
    run.invoke(role.app, words)
    done = run.invoke(role.app, ["link", "First@one.example"])
    assert done.exit_code == 0 and "/kk/sign-in/enrol/" in done.stdout
    earlier, fresh = Enrolment.objects.filter(person__email="first@one.example").order_by("pk")
    assert earlier.cancelled_at is not None and fresh.cancelled_at is None and fresh.issued_by is None


@pytest.mark.parametrize(
    "words",
    [
        ["link", "nobody@one.example"],
        ["grant", "a@b.example", "no-such-body", "head"],
        ["grant", "a@b.example", "one", "king"],
        ["grant", "a@b.example", "one", "head"],
        ["grant", "a@b.example", "one", "head", "--name", "A", "--since", "tomorrow"],
        ["grant", "a@b.example", "one", "head", "--name", "A", "--everywhere"],
        ["revoke", "a@b.example", "one", "head", "--last", "never"],
        ["list", "no-such-body"],
    ],
)
def test_misuse_is_a_sentence_and_leaves_nothing(words: list[str], body: Any) -> None:
    done = run.invoke(role.app, words)
    assert done.exit_code == 2
    assert len(done.output) > 20
    assert not Person.objects.filter(email="a@b.example").exists()


def test_an_operator_ends_sessions_and_closes_an_account_at_once(demo_people: dict[str, Person]) -> None:
    browsers = {}
    for handle in ("demo-citizen-1", "demo-head"):
        browsers[handle] = Client()
        browsers[handle].post("/kk/sign-in/demo/", {"handle": handle})

    def states() -> list[int]:
        return [browser.get("/kk/my/account/").status_code for browser in browsers.values()]

    assert states() == [200, 200]
    assert run.invoke(sessions.app, ["end", "demo-citizen-1"]).stdout == "ended\t1\n"
    assert states() == [302, 200]
    assert run.invoke(sessions.app, ["close", "demo-head"]).stdout == "closed\tdemo-head\t1\n"
    assert states() == [302, 302]
    again = Client()
    again.post("/kk/sign-in/demo/", {"handle": "demo-citizen-1"})
    assert run.invoke(sessions.app, ["end", "--everybody"]).exit_code == 0
    assert again.get("/kk/my/account/").status_code == 302
    assert run.invoke(sessions.app, ["open", "demo-head"]).exit_code == 0
    for words in (["end"], ["end", "x", "--everybody"], ["end", "nobody"], ["close", "nobody"]):
        assert run.invoke(sessions.app, words).exit_code == 2
