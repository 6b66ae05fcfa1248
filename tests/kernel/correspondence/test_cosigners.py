"""A letter of many: one text, names under it, one case, its parties told, the public shown a number."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from jariya.kernel.correspondence.cosigners import actions, queries
from jariya.kernel.correspondence.cosigners.models import Collective, Cosigner, Status
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.notices.models import InboxEntry
from jariya.portals.dialogue import actions as questions

pytestmark = pytest.mark.django_db
WORDS = "Біздің көшеде қоқыс екі айдан бері жиналмайды."


@pytest.fixture(autouse=True)
def today(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages read the clock in one place; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def letter(person: Any, ministry: Any, now: dt.datetime) -> Any:
    """Open a letter of citizen 1: `letter(public=False)`."""

    def do(**changed: Any) -> Collective:
        given: dict[str, Any] = {
            "by": person("citizen-1"),
            "kind": "question",
            "body": ministry,
            "title": "Қоқыс туралы",
            "points": [WORDS],
            "language": "kk",
            "public": True,
            "now": now,
        }
        return actions.open_letter(**{**given, **changed})

    return do


def sign(letter: Collective, who: Any, now: dt.datetime, **more: Any) -> Cosigner:
    return actions.sign_on(letter=letter, person=who, level="phone", now=now, **more)


def test_names_gather_and_the_letter_goes_as_one_case(letter: Any, person: Any, now: dt.datetime) -> None:
    opened = letter()
    sign(opened, person("citizen-2"), now)
    sign(opened, person("citizen-3"), now)
    case = actions.send(letter=opened, by=person("citizen-1"), identity="phone", now=now).case
    assert Event.objects.get(case=case, kind="registered").codes["cosigners"] == 3
    assert queries.count_of(case) == 3
    opened.refresh_from_db()
    assert (opened.status, opened.title, opened.points) == (Status.SENT, "", [])
    again = actions.send(letter=opened, by=person("citizen-1"), identity="phone", now=now)
    assert again.case == case and again.repeated and Case.objects.count() == 1


def test_every_name_is_told_of_each_public_step_and_led_to_its_own_page(
    letter: Any, person: Any, now: dt.datetime
) -> None:
    opened = letter(public=False)
    sign(opened, person("citizen-3"), now)
    case = actions.send(letter=opened, by=person("citizen-1"), identity="phone", now=now).case
    questions.accept(case=case, by=person("officer-1"), now=now)
    told = InboxEntry.objects.filter(case=case, person=person("citizen-3"))
    assert [row.about for row in told] == ["signed", "signed"]
    assert not InboxEntry.objects.filter(case=case, person=person("citizen-2")).exists()
    from jariya.kernel.notices import links

    assert links.path(case, "kk", about="signed") == f"/kk/together/{opened.token}/"


def test_a_text_that_somebody_signed_cannot_be_changed(letter: Any, person: Any, now: dt.datetime) -> None:
    opened = letter()
    text = {"title": "Т", "points": ["П"], "language": "kk", "public": True}
    actions.rewrite(letter=opened, by=person("citizen-1"), now=now, **text)
    sign(opened, person("citizen-3"), now)
    with pytest.raises(Refused) as error:
        actions.rewrite(letter=opened, by=person("citizen-1"), now=now, **text)
    assert error.value.code == "cosign.signed_already"


def test_signing_twice_is_one_name_and_a_name_may_be_taken_away(letter: Any, person: Any, now: dt.datetime) -> None:
    opened = letter()
    citizen = person("citizen-3")
    sign(opened, citizen, now)
    sign(opened, citizen, now)
    assert actions.standing(opened).count() == 1
    actions.step_back(letter=opened, person=citizen, now=now)
    with pytest.raises(Refused) as error:
        actions.send(letter=opened, by=person("citizen-1"), identity="phone", now=now)
    assert error.value.code == "cosign.alone"
    sign(opened, citizen, now)
    assert actions.standing(opened).count() == 1


def test_the_number_of_names_and_the_time_have_an_end(letter: Any, person: Any, now: dt.datetime) -> None:
    opened = letter()
    assert opened.until == dt.date(2026, 4, 17) and opened.most == 1000
    Collective.objects.filter(pk=opened.pk).update(most=2)
    sign(opened, person("citizen-2"), now)
    with pytest.raises(Refused) as error:
        sign(opened, person("citizen-3"), now)
    assert error.value.code == "cosign.full"
    late = dt.datetime(2026, 4, 18, 4, tzinfo=dt.UTC)
    for act in (
        lambda: sign(opened, person("citizen-2"), late),
        lambda: actions.send(letter=opened, by=person("citizen-1"), identity="phone", now=late),
    ):
        with pytest.raises(Refused) as error:
            act()
        assert error.value.code == "cosign.over"
    assert actions.forget_over(now=late) == 1
    opened.refresh_from_db()
    assert (opened.status, opened.points) == (Status.DROPPED, [])


def test_only_the_writer_sends_drops_and_changes(letter: Any, person: Any, now: dt.datetime) -> None:
    opened = letter()
    stranger = person("citizen-3")
    sign(opened, stranger, now)
    for act in (
        lambda: actions.send(letter=opened, by=stranger, identity="phone", now=now),
        lambda: actions.drop(letter=opened, by=stranger, now=now),
    ):
        with pytest.raises(Refused) as error:
            act()
        assert error.value.code == "cosign.not_yours"
    with pytest.raises(Refused) as error:
        sign(opened, person("citizen-1"), now)
    assert error.value.code == "cosign.own"


def test_the_link_shows_the_text_and_the_answer_is_for_those_who_signed(
    letter: Any, person: Any, now: dt.datetime
) -> None:
    opened = letter(public=False)
    address = f"/kk/together/{opened.token}/"
    assert WORDS in Client().get(address).content.decode()
    signer, stranger = Client(), Client()
    signer.post("/kk/sign-in/demo/", {"handle": "demo-citizen-3"})
    stranger.post("/kk/sign-in/demo/", {"handle": "demo-citizen-2"})
    assert signer.post(f"{address}do/", {"do": "sign"}).status_code == 303
    case = actions.send(letter=opened, by=person("citizen-1"), identity="phone", now=now).case
    assert WORDS in signer.get(address).content.decode() and case.public_id in signer.get(address).content.decode()
    for other in (stranger, Client()):
        page = other.get(address).content.decode()
        assert WORDS not in page and case.public_id not in page
    assert stranger.post(f"{address}do/", {"do": "sign"}).status_code == 409


def test_a_public_page_shows_the_number_and_nobody(letter: Any, person: Any, now: dt.datetime) -> None:
    opened = letter()
    sign(opened, person("citizen-3"), now)
    case = actions.send(letter=opened, by=person("citizen-1"), identity="phone", now=now).case
    page = Client().get(f"/ru/questions/{case.public_id}/").content.decode()
    assert person("citizen-3").handle not in page and str(opened.token) not in page
    assert "Спрашивают вместе: 2 человека" in page


def test_a_letter_is_written_on_a_page_and_found_again(person: Any, now: dt.datetime) -> None:
    client = Client()
    client.post("/kk/sign-in/demo/", {"handle": "demo-citizen-1"})
    form = {"language": "kk", "title": "Қоқыс", "point_1": WORDS, "public": "on"}
    wrong = client.post("/kk/together/new/question/ulgi-ministry/", {**form, "title": ""})
    assert wrong.status_code == 422 and WORDS in wrong.content.decode()
    sent = client.post("/kk/together/new/question/ulgi-ministry/", form)
    opened = Collective.objects.get()
    assert sent["Location"] == f"/kk/together/{opened.token}/?opened=1"
    assert str(opened.token) in client.get("/kk/together/").content.decode()
    assert client.get("/kk/together/new/none/ulgi-ministry/").status_code == 404
