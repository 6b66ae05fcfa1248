"""An IIN and a name come in with a certificate and are found nowhere afterwards: pages, logs, mail, tables."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from jariya.kernel.people.models import Person
from jariya.kernel.signing.identity import linking
from jariya.kernel.signing.models import Evidence, SigningSession
from jariya.kernel.signing.testca.persons import BY_KEY

pytestmark = pytest.mark.django_db
START = "/kk/sign-in/eds/"
WHO = ("citizen-4", "revoked", "head", "deputy")
PLANTED = [word for key in WHO for word in (BY_KEY[key].iin, BY_KEY[key].surname, BY_KEY[key].common_name)]


def found_in(text: str) -> list[str]:
    low = text.lower()
    return [word for word in PLANTED if word.lower() in low or word.encode().hex() in low]


def every_row() -> str:
    """Every row of every table as text; bytes stand in it as hexadecimal digits."""
    rows = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


def test_after_sign_ins_that_passed_failed_and_claimed_no_number_or_name_is_found_anywhere(
    sign: Any, person: Any, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    before = found_in(every_row())
    said: list[str] = []

    def look(client: Client, languages: tuple[str, ...] = ("kk", "ru", "en")) -> None:
        for language in languages:
            with translation.override(language):
                names = ("people:account", "people:sessions", "identity:mine", "identity:eds", "identity:state",
                         "identity:claims", "people:staff-list", "people:me-fragment", "pages:front")  # fmt: skip
                paths = [reverse(name) for name in names]
            for path in paths:
                answer = client.get(path)
                said.append(f"{path} {answer.headers} {answer.cookies} {answer.content.decode()}")

    citizen = Client()
    passed = sign(citizen, citizen.post(START, {"next": "/kk/my/eds/"}), "citizen-4")
    said.append(passed["Location"])
    said.append(citizen.get(passed["Location"]).content.decode())
    public_id = SigningSession.objects.get(act="login").public_id
    citizen.post("/kk/sign-in/eds/enter/", {"signing": public_id})
    look(citizen)

    stranger = Client()
    said.append(sign(stranger, stranger.post(START), "revoked").content.decode())
    look(stranger)

    official = Client()
    official.post("/kk/sign-in/demo/", {"handle": "demo-officer-2"})
    linking.Identity.objects.filter(person=person("deputy")).delete()
    sign(official, official.post(START), "deputy")
    look(official)
    registrar = Client()
    registrar.post("/kk/sign-in/demo/", {"handle": "demo-registrar"})
    look(registrar)

    assert Person.objects.filter(sign_ins__means="eds").exists()
    for text in said:
        assert not found_in(text), text[:200]
    # Statements of the database carry sealed values only; tasks and requests carry ids.
    assert not found_in("\n".join(record.getMessage() for record in caplog.records))
    assert not found_in("\n".join(str(letter.message()) for letter in mail.outbox))
    assert found_in(every_row()) == before == []


def test_a_signature_that_waits_for_its_check_lies_sealed(sign: Any, settings: Any) -> None:
    settings.EDS_OCSP_URL = "http://127.0.0.1:9/ocsp"
    client = Client()
    sign(client, client.post(START), "citizen-4")
    assert Evidence.objects.exclude(sealed_cms=None).exists(), "it waits"
    assert found_in(every_row()) == []


def test_an_error_of_the_database_in_the_midst_of_a_sign_in_says_no_number(sign: Any, caplog: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE signing_identity ADD CONSTRAINT never CHECK (key_version > 1000) NOT VALID")
    client = Client()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        sign(client, client.post(START), "citizen-4")
    assert not found_in(str(caught.value))
    assert not found_in("\n".join(record.getMessage() for record in caplog.records))
