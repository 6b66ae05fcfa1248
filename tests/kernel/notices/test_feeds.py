"""Feeds over HTTP: public events of public cases, and one's own deadlines at a secret address."""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.kernel.notices.conftest import make_body
from tests.kernel.notices.matter import NOW, SECRET, act, ask

from jariya.kernel.notices import actions

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESSES = {"body": "/feeds/{lang}/body/one.atom", "kind": "/feeds/{lang}/matters.atom"}


def entries(response: Any) -> list[ET.Element]:
    assert response.status_code == 200, response.content[:300]
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content).findall(f"{ATOM}entry")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_a_feed_tells_public_events_of_public_cases_newest_first(
    someone: Any, body: Any, client: Any, name: str, language: str
) -> None:
    officer = someone.official(body, "officer")
    case = ask(someone(), body)
    hidden, sealed = ask(someone(), body, visibility="parties"), ask(someone(), body)
    type(case).objects.filter(pk=sealed.pk).update(sealed=True)
    act(case, "draft", officer)
    act(case, "answer", officer, now=NOW + dt.timedelta(days=1))
    found = entries(client.get(ADDRESSES[name].format(lang=language)))
    assert [entry.findtext(f"{ATOM}summary") for entry in found] == ["Answered.", "Registered."]
    assert case.public_id in (found[0].findtext(f"{ATOM}title") or "")
    text = ET.tostring(found[0], encoding="unicode")
    assert f"/{language}/matters/{case.public_id}" in text
    assert SECRET not in text and hidden.public_id not in text


def test_the_feed_of_a_case_is_there_only_while_the_case_is_public(someone: Any, body: Any, client: Any) -> None:
    case, hidden = ask(someone(), body), ask(someone(), body, visibility="parties")
    assert len(entries(client.get(f"/feeds/kk/case/{case.public_id}.atom"))) == 1
    assert client.get(f"/feeds/kk/case/{hidden.public_id}.atom").status_code == 404
    type(case).objects.filter(pk=case.pk).update(sealed=True)
    assert client.get(f"/feeds/kk/case/{case.public_id}.atom").status_code == 404


def test_a_feed_of_an_invented_body_says_so_in_every_entry(someone: Any, body: Any, client: Any) -> None:
    ask(someone(), body)
    (entry,) = entries(client.get("/feeds/kk/body/one.atom"))
    assert entry.findtext(f"{ATOM}rights") == "ОЙДАН ШЫҒАРЫЛҒАН ДЕРЕКТЕР"
    assert "invented" in [category.get("term") for category in entry.findall(f"{ATOM}category")]


def test_ids_of_a_feed_stay_and_differ(someone: Any, body: Any, client: Any) -> None:
    officer = someone.official(body, "officer")
    case = ask(someone(), body)
    act(case, "assign", officer)
    address = f"/feeds/kk/case/{case.public_id}.atom"
    before = [entry.findtext(f"{ATOM}id") for entry in entries(client.get(address))]
    act(case, "answer", officer)
    after = [entry.findtext(f"{ATOM}id") for entry in entries(client.get(address))]
    assert after[1:] == before
    assert len(set(after)) == 3
    assert all(str(name).startswith("tag:localhost,2026:") for name in after)


def test_a_reader_with_the_same_bytes_gets_304(someone: Any, body: Any, client: Any) -> None:
    ask(someone(), body)
    first = client.get("/feeds/kk/body/one.atom")
    assert first["Cache-Control"] == "public, max-age=300"
    again = client.get("/feeds/kk/body/one.atom", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = client.get("/feeds/kk/body/one.atom", headers={"If-Modified-Since": first["Last-Modified"]})
    assert since.status_code == 304
    ask(someone(), body, now=NOW + dt.timedelta(hours=1))
    assert client.get("/feeds/kk/body/one.atom", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_an_empty_feed_is_still_a_feed(db: None, client: Any) -> None:
    make_body("quiet")
    response = client.get("/feeds/kk/body/quiet.atom")
    assert entries(response) == []
    assert ET.fromstring(response.content).findtext(f"{ATOM}updated") == "2026-01-01T00:00:00Z"


def test_a_former_address_of_a_body_leads_to_its_feed(body: Any, client: Any) -> None:
    from jariya.kernel.bodies.models import FormerAddress

    FormerAddress.objects.create(slug="was", body=body)
    response = client.get("/feeds/ru/body/was.atom")
    assert (response.status_code, response["Location"]) == (301, "/feeds/ru/body/one.atom")


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/xx/body/one.atom",
        "/feeds/kk/body/none.atom",
        "/feeds/kk/nothing.atom",
        "/feeds/kk/case/Q2026-1.atom",
        "/feeds/calendar/x.ics",
    ],
)
def test_a_feed_that_is_none_is_404(db: None, client: Any, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_feed_asks_few_questions_and_knows_no_session(someone: Any, body: Any, client: Any) -> None:
    reader = someone()
    for _index in range(12):
        ask(someone(), body)
    plain = client.get("/feeds/kk/body/one.atom")
    client.force_login(reader)
    with CaptureQueriesContext(connection) as seen:
        signed = client.get("/feeds/kk/body/one.atom")
    assert len(seen) <= 2, [row["sql"] for row in seen]
    assert signed.content == plain.content
    assert "Cookie" not in signed.get("Vary", "")


def calendar(client: Any, person: Any) -> str:
    token = actions.preference_of(person).calendar_token
    response = client.get(f"/feeds/calendar/{token}.ics")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"].startswith("private")
    return str(response.content.replace(b"\r\n ", b"").decode())


def test_the_calendar_holds_the_due_days_of_ones_cases_and_of_ones_work(someone: Any, body: Any, client: Any) -> None:
    asker, officer = someone(), someone.official(body, "officer")
    mine, other = ask(asker, body), ask(someone(), body)
    text = calendar(client, asker)
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20260413" in text and "DTEND;VALUE=DATE:20260414" in text
    assert mine.public_id in text and other.public_id not in text
    assert "ОЙДАН ШЫҒАРЫЛҒАН ДЕРЕКТЕР" in text and SECRET not in text and "тасқын" not in text
    assert "BEGIN:VEVENT" not in calendar(client, officer)
    act(other, "assign", officer, changes={"assignee": officer})
    assert other.public_id in calendar(client, officer)
    act(mine, "answer", officer)
    assert "BEGIN:VEVENT" not in calendar(client, asker)


def test_a_moved_due_day_is_the_same_calendar_event_in_a_new_revision(someone: Any, body: Any, client: Any) -> None:
    asker, head = someone(), someone.official(body, "head")
    case = ask(asker, body)
    before = calendar(client, asker)
    act(case, "extend", head, facts={"due_on": dt.date(2026, 4, 20)})
    after = calendar(client, asker)

    def line(text: str, name: str) -> str:
        return next(row for row in text.split("\r\n") if row.startswith(name))

    assert line(before, "UID:") == line(after, "UID:")
    assert (line(before, "SEQUENCE:"), line(after, "SEQUENCE:")) == ("SEQUENCE:0", "SEQUENCE:1")
    assert line(after, "DTSTART") == "DTSTART;VALUE=DATE:20260420"


def test_a_new_address_of_the_calendar_ends_the_old_one(someone: Any, client: Any) -> None:
    person = someone()
    old = actions.preference_of(person).calendar_token
    client.force_login(person)
    assert client.post("/kk/my/notices/calendar/").status_code == 303
    assert client.get(f"/feeds/calendar/{old}.ics").status_code == 404
    calendar(client, person)


def test_the_calendar_of_a_closed_account_is_gone(someone: Any, client: Any) -> None:
    person = someone()
    token = actions.preference_of(person).calendar_token
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(f"/feeds/calendar/{token}.ics").status_code == 404
