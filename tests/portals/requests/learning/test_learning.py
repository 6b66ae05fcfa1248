"""Guides in versions and seminars with places: the last place is given once, and who waits moves up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.portals.requests.information_made import BOTH, DAY, seminar, words

from jariya.kernel.language.beside import Words
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.notices.models import InboxEntry
from jariya.kernel.people.models import Person
from jariya.portals.requests.learning import guides, places, seminars
from jariya.portals.requests.learning.models import Place, Seminar

pytestmark = pytest.mark.django_db


def code(call: Any, *args: Any, **said: Any) -> str:
    with pytest.raises(Refused) as refusal:
        call(*args, **said)
    return refusal.value.code


@pytest.fixture
def announced(person: Any, ministry: Any, now: dt.datetime) -> Any:
    """Announce a seminar in ten days: `announced(seats=2)`."""

    def do(seats: int = 2, **changed: Any) -> Seminar:
        by = person("supervisor")
        plan = seminars.Plan(**{**seminar(now + 10 * DAY, seats=seats).__dict__, **changed})
        case = seminars.prepare(body=ministry, plan=plan, by=by, now=now).case
        seminars.announce(case=case, by=by, now=now)
        found: Seminar = Seminar.objects.select_related("case__body").get(case=case)
        return found

    return do


@pytest.fixture
def crowd(db: None, now: dt.datetime) -> list[Person]:
    return Person.objects.bulk_create([Person(handle=f"guest-{n}", language="kk", created_at=now) for n in range(5)])


def statuses(row: Seminar) -> list[str]:
    return list(Place.objects.filter(seminar=row).order_by("pk").values_list("status", flat=True))


def test_a_guide_is_written_in_both_languages_and_renewed_in_versions(
    person: Any, ministry: Any, now: dt.datetime, client: Client
) -> None:
    common: dict[str, Any] = {"by": person("supervisor"), "now": now}
    half = Words("Атау", "", "Мәтін", "Текст")
    case = guides.prepare(body=ministry, audience="press", words=half, **common).case
    assert code(guides.publish, case=case, **common) == "learning.language_missing"
    guides.rework(case=case, audience="press", words=words("бірінші"), **common)
    page = f"/kk/learning/guides/{case.public_id}/"
    assert client.get(page).status_code == 404
    case = guides.publish(case=Case.objects.get(pk=case.pk), **common).case
    changed = {"changed_kk": "Мысал", "changed_ru": "Пример"}
    case = guides.renew(case=case, words=words("екінші"), **changed, **common).case
    assert "екінші" in client.get(page).content.decode()
    assert "бірінші" in client.get(f"{page}versions/1/").content.decode(), "the former version can be read"
    assert "How to ask" in client.get(page.replace("/kk/", "/en/")).content.decode()
    whole = client.get(f"/api/v1/access/guides/{case.public_id}").json()
    assert (whole["version"], len(whole["versions"]), whole["title_en"]) == (2, 2, "How to ask")
    assert [one["id"] for one in client.get("/api/v1/access/guides?audience=press").json()["items"]] == [case.public_id]
    guides.withdraw(case=case, **BOTH, **common)
    gone = client.get(page).content.decode()
    assert "екінші" not in gone and BOTH["text_kk"] in gone
    assert client.get(f"{page}versions/1/").status_code == 404


def test_the_last_place_is_given_once_and_who_waits_moves_up_and_is_told(
    announced: Any, crowd: list[Person], now: dt.datetime
) -> None:
    row = announced(seats=2)
    taken = [places.take(seminar=row, person=who, name="Айжан", now=now) for who in crowd[:4]]
    assert statuses(row) == ["seated", "seated", "waiting", "waiting"]
    assert code(places.take, seminar=row, person=crowd[0], name="Айжан", now=now) == "learning.registered_before"
    places.give_up(place=taken[0], now=now + DAY)
    places.give_up(place=taken[0], now=now + DAY)
    assert statuses(row) == ["given_up", "seated", "seated", "waiting"], "twice is once, and the first who waited"
    told = InboxEntry.objects.filter(person=crowd[2])
    assert [entry.about for entry in told] == ["seminar"]
    assert not Event.objects.get(case=row.case, kind="place_given").public, "nobody else learns who"
    again = places.take(seminar=row, person=crowd[0], name="Айжан", now=now + 2 * DAY)
    assert again.status == "waiting", "who gave a place up stands at the end"


def test_more_seats_are_given_to_those_who_wait_and_never_fewer_than_taken(
    announced: Any, crowd: list[Person], person: Any, now: dt.datetime
) -> None:
    row = announced(seats=2)
    for who in crowd:
        places.take(seminar=row, person=who, name="Айжан", now=now)
    common: dict[str, Any] = {"case": row.case, "by": person("supervisor"), "now": now + DAY}
    moved = seminar(now + 20 * DAY)
    fewer = seminars.Plan(**{**moved.__dict__, "seats": 1})
    assert code(seminars.change, plan=fewer, **common) == "learning.seats_too_few"
    more = seminars.Plan(**{**moved.__dict__, "seats": 4})
    seminars.change(plan=more, **common)
    assert statuses(row) == ["seated"] * 4 + ["waiting"]
    due = Obligation.objects.running().get(case=row.case)
    assert due.started_on == (now + 20 * DAY).date(), "the term for the materials follows the new day"
    assert InboxEntry.objects.filter(person=crowd[0], about="followed").exists(), "who registered is told"


def test_materials_come_after_the_seminar_with_who_was_there(
    announced: Any, crowd: list[Person], person: Any, now: dt.datetime, client: Client
) -> None:
    row = announced(seats=2)
    taken = [places.take(seminar=row, person=who, name="Айжан Үлгі", now=now) for who in crowd[:3]]
    said: dict[str, Any] = {"case": row.case, "link": "https://example.org/m", "by": person("supervisor"), **BOTH}
    came = [taken[0].pk, taken[2].pk]
    assert code(seminars.publish, came=came, now=now + DAY, **said) == "learning.not_over"
    seminars.publish(came=came, now=now + 11 * DAY, **said)
    assert statuses(row) == ["came", "seated", "waiting"], "who had no place cannot have been there"
    page = client.get(f"/kk/learning/seminars/{row.case.public_id}/").content.decode()
    assert BOTH["text_kk"] in page and "https://example.org/m" in page and "Айжан Үлгі" not in page
    assert "Айжан" not in client.get("/api/v1/access/seminars?past=1").content.decode()
    late = {"seminar": row, "person": crowd[4], "name": "Айжан", "now": now + 12 * DAY}
    row.refresh_from_db()
    assert code(places.take, **late) == "learning.closed"


def test_a_reader_registers_and_gives_up_on_pages(announced: Any, client: Client, monkeypatch: Any) -> None:
    from django.utils import timezone

    row = announced(seats=1, starts_at=timezone.now() + 9 * DAY, ends_at=timezone.now() + 10 * DAY)
    page = f"/kk/learning/seminars/{row.case.public_id}/place/"
    assert client.get(page).status_code == 302, "to the sign-in and back"
    client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-1"})
    assert client.post(page, {"do": "take", "name": " "}).status_code == 422
    assert client.post(page, {"do": "take", "name": "Айжан"}).status_code == 302
    assert client.post(page, {"do": "take", "name": "Айжан"}).status_code == 409
    assert "Айжан" in client.get(page).content.decode()
    assert row.case.public_id in client.get("/kk/learning/seminars/mine/").content.decode()
    client.post(page, {"do": "give_up"})
    assert statuses(row) == ["given_up"]


def test_names_are_erased_after_their_days_and_the_number_of_those_who_came_stays(
    announced: Any, crowd: list[Person], person: Any, now: dt.datetime
) -> None:
    row, owed = announced(), announced()
    came = [places.take(seminar=row, person=one, name="ҚҰПИЯ ЕСІМ", now=now) for one in crowd[:2]]
    places.take(seminar=owed, person=crowd[0], name="ҚҰПИЯ ЕСІМ", now=now)
    after = now + 11 * DAY
    said = {"text_kk": "Слайдтар", "text_ru": "Слайды", "link": "https://example.org/slides"}
    seminars.publish(case=row.case, came=[came[0].pk], by=person("supervisor"), now=after, **said)
    assert places.forget_names(now=row.ends_at + 29 * DAY) == 0
    assert places.forget_names(now=row.ends_at + 31 * DAY) == 2 and places.forget_names(now=row.ends_at + 32 * DAY) == 0
    assert statuses(row) == [] and statuses(owed) == ["seated"], "whose materials are owed waits for them"
    assert Event.objects.get(case=row.case, kind="materials_published").codes["came"] == 1
