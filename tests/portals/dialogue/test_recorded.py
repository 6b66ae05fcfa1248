"""The public record as a citizen meets it on the pages of a question."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.record import actions as record
from jariya.kernel.record import sequencing
from jariya.portals.dialogue import actions
from jariya.project import recording_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def sequence(settings: Any, tmp_path: Any, now: dt.datetime) -> Any:
    """A record of the test's own; calling it takes in what waits."""
    settings.STORAGES = {
        **settings.STORAGES,
        "record": {
            "BACKEND": "jariya.kernel.record.storage.TileFolder",
            "OPTIONS": {"location": str(tmp_path / "logs")},
        },
    }
    settings.LOG_KEY_DIR = tmp_path / "keys"
    settings.LOG_KEYS, settings.WITNESSES = [], ""
    return lambda: sequencing.sequence("events", now=now)


def signed_in(client: Client, handle: str) -> Client:
    client.post("/kk/sign-in/demo/", {"handle": handle})
    return client


def test_each_public_step_of_a_question_leads_to_its_entry(ask: Any, client: Client, sequence: Any) -> None:
    case = ask()
    waiting = client.get(f"/ru/questions/{case.public_id}/record/").content.decode()
    assert "ждёт следующей контрольной точки" in waiting
    sequence()
    page = client.get(f"/ru/questions/{case.public_id}/record/").content.decode()
    assert '/ru/log/events/0/"' in page
    assert client.get("/ru/log/events/0/").status_code == 200


def test_the_asker_saves_a_receipt_and_a_stranger_does_not(
    ask: Any, client: Client, sequence: Any, person: Any, now: dt.datetime
) -> None:
    case = ask(public=False)
    actions.accept(case=case, by=person("officer-1"), now=now)
    sequence()
    assert client.get(f"/kk/questions/{case.public_id}/record/").status_code == 404
    assert signed_in(client, "demo-citizen-2").get(f"/kk/questions/{case.public_id}/mine/record/1/").status_code == 404
    mine = signed_in(Client(), "demo-citizen-1")
    assert (
        f"/kk/questions/{case.public_id}/mine/record/2/"
        in mine.get(f"/kk/questions/{case.public_id}/mine/record/").content.decode()
    )
    saved = mine.get(f"/kk/questions/{case.public_id}/mine/record/2/")
    assert saved["Content-Type"].startswith("text/plain")
    assert saved.content.startswith(b"c2sp.org/tlog-proof@v1\n")
    assert mine.get(f"/kk/questions/{case.public_id}/mine/record/9/").status_code == 404


def test_a_receipt_asked_for_too_early_leads_to_the_page_that_says_so(ask: Any, sequence: Any) -> None:
    case = ask()
    mine = signed_in(Client(), "demo-citizen-1")
    early = mine.get(f"/kk/questions/{case.public_id}/mine/record/1/")
    assert early["Location"] == f"/kk/questions/{case.public_id}/mine/record/"
    assert "күтіп тұр" in mine.get(early["Location"]).content.decode()


def test_a_published_answer_enters_the_log_of_answers_with_the_digests_of_its_texts(
    answered: Any, client: Client, sequence: Any, now: dt.datetime
) -> None:
    case = answered()
    sequencing.sequence("answers", now=now)
    opened = client.get("/log/answers/openings/0.json").json()
    content = json.loads(base64.b64decode(opened["openings"][0]["content"]))
    words = "Жарық маусым айында орнатылады."
    assert content["case"] == case.public_id
    assert content["texts_sha256"]["answer.1"] == hashlib.sha256(words.encode()).hexdigest()
    Case.objects.filter(pk=case.pk).update(sealed=True)
    assert client.get("/log/answers/openings/0.json").json()["openings"] == []


def test_answers_written_past_the_acts_are_found_once(answered: Any, sequence: Any, now: dt.datetime) -> None:
    answered()
    last = Event.objects.order_by("-id").first()
    assert last is not None
    found = recording_answers.rows(0, last.pk, 10)
    assert [leaf is not None for _pk, leaf in found][0]
    assert record.append("answers", [leaf for _pk, leaf in found if leaf], now=now) == 0
    assert recording_answers.rows(last.pk, last.pk, 10) == []
