from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from tests.kernel.people.conftest import BROWSER, NOW, TODAY, Mailbox
from tests.kernel.people.gateway import Gateway

from jariya.kernel.people import demo, limits, means, sessions, sms
from jariya.kernel.people.models import Code, Failure, Level, Person, Session, SignIn

NUMBER = "+77011234567"


@pytest.fixture
def citizen(db: None, client: Client, gateway: Gateway) -> Person:
    client.post("/kk/sign-in/", {"phone": NUMBER})
    client.post("/kk/sign-in/code/", {"code": gateway.last_code(NUMBER)}, HTTP_USER_AGENT=BROWSER)
    return Person.objects.get(phone=NUMBER)


# -- sessions


def test_a_session_ended_from_another_device_is_over_at_once(
    citizen: Person, client: Client, gateway: Gateway, clock: Any
) -> None:
    clock.forward(minutes=2)
    stolen = Client()
    stolen.post("/kk/sign-in/", {"phone": NUMBER})
    stolen.post(
        "/kk/sign-in/code/", {"code": gateway.last_code(NUMBER)}, HTTP_USER_AGENT="Mozilla/5.0 (Windows) Firefox/140"
    )
    assert stolen.get("/kk/my/account/").status_code == 200
    page = client.get("/en/my/sessions/").content.decode()
    assert "Firefox, Windows" in page
    assert "Chrome, Android" in page
    key = Session.objects.get(device="Firefox, Windows").session_key
    assert client.post("/kk/my/sessions/", {"session": key}).status_code == 302
    assert stolen.get("/kk/my/account/").status_code == 302
    assert client.get("/kk/my/account/").status_code == 200


def test_all_other_sessions_end_by_one_button(citizen: Person, client: Client) -> None:
    others = [Client() for _ in range(3)]
    for other in others:
        other.force_login(citizen)
    client.post("/kk/my/sessions/", {"session": "others"})
    assert [other.get("/kk/my/account/").status_code for other in others] == [302] * 3
    assert client.get("/kk/my/account/").status_code == 200


def test_nobody_ends_a_strangers_session(citizen: Person, client: Client, make_person: Any) -> None:
    stranger = Client()
    stranger.force_login(make_person())
    key = Session.objects.exclude(person=citizen).get().session_key
    assert client.post("/kk/my/sessions/", {"session": key}).status_code == 302
    assert stranger.get("/kk/my/account/").status_code == 200


def test_last_seen_is_written_once_an_hour(citizen: Person, client: Client, clock: Any) -> None:
    first = Session.objects.get(person=citizen).seen_at
    clock.forward(minutes=59)
    client.get("/kk/my/fragment/")
    assert Session.objects.get(person=citizen).seen_at == first
    clock.forward(minutes=2)
    client.get("/kk/my/fragment/")
    assert Session.objects.get(person=citizen).seen_at > first


def test_ended_sessions_and_old_codes_are_forgotten(citizen: Person, clock: Any) -> None:
    Failure.objects.create(subject_digest="a", network_digest="b", at=clock())
    clock.forward(days=31)
    assert sessions.clear_expired(clock()) == 1
    assert limits.forget_old(clock()) == 2
    assert not Code.objects.exists()


@pytest.mark.parametrize("path", ["account", "sessions", "me-fragment", "sign-in", "staff", "demo"])
def test_private_pages_are_kept_by_no_cache(path: str, citizen: Person, client: Client) -> None:
    answer = client.get(reverse(f"people:{path}"))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_the_public_table_of_means_has_the_same_bytes_for_all(citizen: Person, client: Client) -> None:
    mine, theirs = client.get("/kk/sign-in/means/"), Client().get("/kk/sign-in/means/")
    assert mine.content == theirs.content
    assert "Cookie" not in mine.get("Vary", "")
    assert not mine.cookies


def test_private_pages_have_a_budget_of_queries(
    citizen: Person, client: Client, django_assert_max_num_queries: Any
) -> None:
    for path, most in (("account", 3), ("sessions", 4), ("me-fragment", 2)):
        with django_assert_max_num_queries(most):
            client.get(reverse(f"people:{path}"))
    with django_assert_max_num_queries(0):
        Client().get("/kk/sign-in/means/")


def test_the_fragment_tells_who_is_signed_in_and_strangers_the_way(citizen: Person, client: Client) -> None:
    Person.objects.filter(pk=citizen.pk).update(name="<b>Айгерім</b>")
    page = client.get("/kk/my/fragment/").content.decode()
    assert "&lt;b&gt;Айгерім&lt;/b&gt;" in page
    assert "csrfmiddlewaretoken" in page
    assert "/kk/sign-in/" in Client().get("/kk/my/fragment/").content.decode()


# -- account


def test_name_and_language_are_kept_and_the_page_answers_in_the_new_language(citizen: Person, client: Client) -> None:
    answer = client.post("/kk/my/account/", {"name": " Әйгерім Ұлықбекқызы ", "language": "ru"})
    assert answer["Location"] == "/ru/my/account/?done=saved"
    citizen.refresh_from_db()
    assert (citizen.name, citizen.language) == ("Әйгерім Ұлықбекқызы", "ru")


@pytest.mark.parametrize(
    "fields", [{"name": "а" * 10_000, "language": "kk"}, {"name": "A", "language": "de"}, {"name": "A"}]
)
def test_a_bad_account_form_keeps_what_was_typed_and_changes_nothing(
    fields: Any, citizen: Person, client: Client
) -> None:
    answer = client.post("/kk/my/account/", fields)
    assert answer.status_code == 422
    assert fields["name"] in answer.content.decode()
    citizen.refresh_from_db()
    assert citizen.name == ""


def test_a_new_number_counts_once_its_code_was_typed(citizen: Person, client: Client, gateway: Gateway) -> None:
    other = "+77027654321"
    assert client.post("/kk/my/account/address/", {"by": "sms", "phone": other})["Location"] == "/kk/sign-in/code/"
    citizen.refresh_from_db()
    assert citizen.phone == NUMBER
    answer = client.post("/kk/sign-in/code/", {"code": gateway.last_code(other)})
    assert answer["Location"] == "/kk/my/account/?done=address"
    citizen.refresh_from_db()
    assert citizen.phone == other


def test_a_number_of_another_account_is_refused_after_the_code(
    citizen: Person, client: Client, gateway: Gateway, make_person: Any
) -> None:
    other = "+77027654321"
    make_person(phone=other, phone_confirmed_at=NOW)
    client.post("/kk/my/account/address/", {"by": "sms", "phone": other})
    assert client.post("/kk/sign-in/code/", {"code": gateway.last_code(other)}).status_code == 422
    citizen.refresh_from_db()
    assert citizen.phone == NUMBER


def test_an_address_change_begun_by_one_is_not_finished_by_another(
    citizen: Person, client: Client, mailbox: Mailbox, make_person: Any
) -> None:
    import re

    client.post("/kk/my/account/address/", {"by": "mail", "email": "new@example.kz"})
    code = re.search(r"\b\d{6}\b", mailbox.text().partition("\n")[2])
    assert code
    pending = client.session["pending_code"]
    thief = Client()
    other = make_person()
    thief.force_login(other)
    session = thief.session
    session["pending_code"] = pending
    session.save()
    thief.post("/kk/sign-in/code/", {"code": code.group()})
    other.refresh_from_db()
    assert other.email is None


# -- audit


@pytest.mark.parametrize(
    "statement",
    ["UPDATE people_signin SET outcome = 'x'", "DELETE FROM people_signin", "TRUNCATE people_signin"],
)
def test_the_audit_of_sign_ins_refuses_change(statement: str, citizen: Person) -> None:
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        # TRUNCATE waits for nothing: check the foreign keys that are still deferred first.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    assert SignIn.objects.count() == 1


def test_the_audit_holds_no_number_and_no_network(citizen: Person) -> None:
    row = str(SignIn.objects.values().get())
    assert "7011234567" not in row
    assert "127.0.0.1" not in row


# -- demonstration


def test_the_demonstration_lists_its_persons_and_opens_each_by_one_button(
    client: Client, demo_people: dict[str, Person]
) -> None:
    page = client.get("/kk/sign-in/demo/").content.decode()
    for one in demo.demo_persons():
        assert f'value="{one.handle}"' in page
        opened = Client()
        assert opened.post("/kk/sign-in/demo/", {"handle": one.handle, "next": "/kk/"})["Location"] == "/kk/"
        assert Session.objects.get(person=demo_people[one.handle]).level == one.level
        assert opened.get("/kk/my/account/").status_code == 200
    assert SignIn.objects.filter(means="demo").count() == len(demo.demo_persons())


def test_loading_the_demonstration_twice_changes_nothing(demo_people: dict[str, Person]) -> None:
    before = (list(Person.objects.values()), demo_people["demo-head"].roles.count())
    demo.load_demo_people(NOW)
    assert (list(Person.objects.values()), demo_people["demo-head"].roles.count()) == before


def test_invented_persons_serve_in_invented_bodies_only(demo_people: dict[str, Person]) -> None:
    assert all(person.invented for person in demo_people.values())
    assert not Person.objects.filter(roles__body__invented=False).exists()


def test_in_production_the_demonstrations_address_does_not_exist(
    client: Client, demo_people: dict[str, Person], settings: Any
) -> None:
    settings.DEMO = False
    assert client.get("/kk/sign-in/demo/").status_code == 404
    assert client.post("/kk/sign-in/demo/", {"handle": "demo-head"}).status_code == 404
    assert "_auth_user_id" not in client.session
    with pytest.raises(demo.DemoError):
        demo.load_demo_people(NOW)


@pytest.mark.parametrize("handle", ["", "demo-nobody", "P0000000000", "x" * 10_000])
def test_the_demonstration_opens_only_its_own_persons(
    handle: str, client: Client, demo_people: dict[str, Person], make_person: Any
) -> None:
    make_person(handle="P0000000000")
    assert client.post("/kk/sign-in/demo/", {"handle": handle}).status_code == 404


def test_system_checks_refuse_a_demonstration_in_production(settings: Any) -> None:
    assert not {"people.E001", "people.E002"} & {found.id for found in run_checks(tags=["security"])}
    settings.MODE = "production"
    assert "people.E001" in {found.id for found in run_checks(tags=["security"])}
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    assert "people.E002" in {found.id for found in run_checks(tags=["security"])}


# -- means


def test_each_act_has_one_row_and_each_level_suffices_as_the_table_says() -> None:
    assert len({rule.act for rule in means.RULES}) == len(means.RULES)
    assert not means.suffices(Level.NONE, "ask")
    assert means.suffices(Level.EMAIL, "ask")
    assert means.suffices(Level.PHONE, "ask")
    assert not means.suffices(Level.PHONE, "appeal")
    assert not means.suffices(Level.EDS, "office"), "a citizen's signature makes no official"
    assert means.suffices(Level.STAFF, "office")
    assert not means.identity_proven(Level.EMAIL)
    assert means.identity_proven(Level.PHONE)
    with pytest.raises(KeyError):
        means.suffices(Level.PHONE, "unheard-of")


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_page_of_means_shows_every_row(lang: str, client: Client) -> None:
    page = client.get(f"/{lang}/sign-in/means/").content.decode()
    assert page.count("<tr>") == len(means.RULES) + 1


# -- the gateway


def test_a_message_sent_again_with_its_id_is_one_message(gateway: Gateway) -> None:
    for _twice in range(2):
        assert sms.send(NUMBER, "Сәлем", message_id="m-1") == "accepted"
    assert len(gateway.messages) == 1


def test_a_text_longer_than_one_message_is_refused_not_cut(gateway: Gateway) -> None:
    assert sms.fits("Қ" * 70)
    assert not sms.fits("Қ" * 71)
    assert sms.fits("a" * 160)
    assert not sms.fits("a" * 161)
    assert not sms.fits("😀" * 36)
    with pytest.raises(ValueError, match="sms_too_long"):
        sms.send(NUMBER, "Қ" * 71)
    assert not gateway.requests


@pytest.mark.parametrize("url", ["", "ftp://x/", "file:///etc/passwd"])
def test_only_a_web_address_is_a_gateway(url: str, settings: Any) -> None:
    settings.SMS_URL = url
    with pytest.raises(sms.SmsError, match="sms_unconfigured"):
        sms.send(NUMBER, "x")


# -- links of higher floors


def test_links_of_higher_floors_stand_where_they_were_added(
    client: Client, demo_people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jariya.kernel.people import links

    monkeypatch.setattr(links, "_links", {})
    links.add("people:means", "For all")
    links.add("people:keys", "For officials", header=True, staff=True)
    for handle, in_header, on_page in (
        ("demo-citizen-1", set(), {"For all"}),
        ("demo-officer-1", {"For officials"}, {"For all", "For officials"}),
    ):
        reader = Client()
        reader.post("/kk/sign-in/demo/", {"handle": handle})
        header = reader.get("/kk/my/fragment/").content.decode()
        page = reader.get("/kk/my/account/").content.decode()
        assert {label for label in ("For all", "For officials") if label in header} == in_header
        assert {label for label in ("For all", "For officials") if label in page} == on_page


def test_a_demo_official_with_a_post_bears_the_name_of_its_holder(demo_people: dict[str, Person]) -> None:
    from jariya.kernel.bodies.models import Holding

    with_post = [role for person in demo_people.values() for role in person.roles.exclude(post=None)]
    assert {role.kind for role in with_post} >= {"head", "deputy", "officer", "ati_officer"}
    for role in with_post:
        holder = Holding.objects.on(TODAY).get(post=role.post).holder("kk").text
        assert holder == role.person.name, role
