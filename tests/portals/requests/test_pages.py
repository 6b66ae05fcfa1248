"""The pages of requests, read and posted as a browser does it."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.portals.requests.conftest import GIVEN, PARTLY, WITHHELD

from jariya.kernel.files.models import Attachment
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.search.actions import refresh_shares, refresh_vocabulary
from jariya.portals.requests import actions
from jariya.portals.requests.models import Draft, Request

pytestmark = pytest.mark.django_db
TEXT = {
    "title": "Жол жөндеу шығыны",
    "point_1": "Былтыр қанша шақырым жол жөнделді?",
    "point_2": "Қанша ақша жұмсалды?",
    "subject": "transport",
    "language": "kk",
    "track": "open",
    "key": "abcdefgh12345678",
    "do": "next",
}


def signed_in(name: str) -> Client:
    client = Client()
    client.post("/kk/sign-in/demo/", {"handle": f"demo-{name}"})
    return client


@pytest.fixture
def citizen(db: None) -> Client:
    return signed_in("citizen-1")


@pytest.fixture
def published(request_for: Any, decide: Any, person: Any, now: dt.datetime) -> Any:
    """A request partly granted, its public copy without what personal stood in it."""
    case = decide(request_for(title="Асановтың жолы", points=["Асанов қайда?", "Екінші"]), {1: PARTLY, 2: GIVEN})
    texts = {
        ("title", 0): "Жол туралы",
        ("point", 1): "█ қайда?",
        ("point", 2): "Екінші",
        ("answer", 1): "Кесте берілді.",
        ("answer", 2): GIVEN.text,
        ("severed", 1): "Жеке нөмірлер",
        ("harm", 1): "Жеке өмір",
    }
    actions.publish(case=case, texts=texts, checked=True, by=person("officer-1"), now=now + dt.timedelta(days=6))
    return Case.objects.get(pk=case.pk)


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_a_person_writes_reviews_and_sends(citizen: Client, ministry: Any) -> None:
    write, review = (reverse(f"requests:{name}", args=[ministry.slug]) for name in ("ask-body", "review"))
    answer = citizen.post(write, TEXT)
    assert answer.status_code == 302 and answer["Location"] == review
    shown = citizen.get(review).content.decode()
    assert TEXT["point_2"] in shown and "ati.answer" in shown
    sent = citizen.post(review, {"key": TEXT["key"]})
    case = Case.objects.get(kind="request")
    assert sent["Location"] == reverse("requests:mine", args=[case.public_id]) + "?sent=1"
    assert not Draft.objects.exists()
    again = citizen.post(review, {"key": TEXT["key"]})
    assert again["Location"] == sent["Location"], "the form sent twice leads to the same case"
    assert TEXT["point_1"] in page(citizen, "requests:mine", case.public_id)
    assert "<svg" in page(citizen, "requests:coupon", case.public_id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"point_1": ""}, {"subject": "nonsense"}, {"track": "embargo"}, {"key": "x"},
        {"track": "embargo", "embargo_until": "2020-01-01"}, {"language": "en"}, {"more": ["no-such-body"]},
    ],
)  # fmt: skip
def test_wrong_input_comes_back_with_what_was_typed(citizen: Client, ministry: Any, wrong: dict[str, Any]) -> None:
    answer = citizen.post(reverse("requests:ask-body", args=[ministry.slug]), {**TEXT, **wrong})
    assert answer.status_code == 422
    assert TEXT["point_2"] in answer.content.decode()


def test_a_file_goes_with_the_request(citizen: Client, ministry: Any) -> None:
    file = SimpleUploadedFile("кесте.csv", "жол;шақырым\nА;12\n".encode(), content_type="text/csv")
    citizen.post(reverse("requests:ask-body", args=[ministry.slug]), {**TEXT, "files": file})
    assert len(Draft.objects.get().files) == 1
    citizen.post(reverse("requests:review", args=[ministry.slug]), {"key": TEXT["key"]})
    assert Attachment.objects.get().role == "letter"
    assert "кесте.csv" in page(citizen, "requests:mine", Case.objects.get(kind="request").public_id)


def test_one_text_is_sent_to_bodies_that_were_looked_for(citizen: Client, ministry: Any, district: Any) -> None:
    write = reverse("requests:ask-body", args=[ministry.slug])
    found = citizen.post(write, {**TEXT, "find": "сынақ", "do": "find"})
    assert found.status_code == 200 and district.slug in found.content.decode()
    citizen.post(write, {**TEXT, "more": [district.slug]})
    sent = citizen.post(reverse("requests:review", args=[ministry.slug]), {"key": TEXT["key"]})
    batch = Request.objects.first().batch
    assert sent["Location"] == reverse("requests:my-batch", args=[batch.public_id]) + "?sent=1"
    assert Request.objects.filter(batch=batch).count() == 2
    assert district.name("kk").text in page(citizen, "requests:my-batch", batch.public_id)
    assert page(Client(), "requests:batch", batch.public_id)


def test_the_public_page_shows_the_checked_copy_and_nothing_else(published: Any) -> None:
    shown = page(Client(), "requests:request", published.public_id)
    assert "█ қайда?" in shown and "Жеке нөмірлер" in shown and "ati.ground.personal_data" in shown
    assert "Асанов" not in shown and PARTLY.severed not in shown and PARTLY.harm not in shown
    assert page(Client(), "requests:record", published.public_id)


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("", True), ("?outcome=partly", True), ("?outcome=refused", False), ("?ground=personal_data", True),
        ("?ground=state_secret", False), ("?subject=transport", True), ("?subject=health", False),
        ("?year=2026", True), ("?year=2025", False), ("?body=ulgi-ministry", True), ("?q=жол", True),
        ("?q=жол&outcome=refused", False), ("?q=жолды&ground=personal_data&year=2026", True), ("?year=abc", True),
        ("?after=nonsense", True),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_words_and_facets(published: Any, query: str, there: bool) -> None:
    refresh_shares()
    refresh_vocabulary()
    assert (published.public_id in page(Client(), "requests:front", query=query)) == there


def test_a_strangers_private_request_answers_as_one_that_does_not_exist(request_for: Any) -> None:
    case, other = request_for(track="closed"), signed_in("citizen-2")
    assert Client().get(reverse("requests:request", args=[case.public_id])).status_code == 404
    for name in ("mine", "coupon", "rate", "complain", "clarify", "court", "publication", "withdraw"):
        assert other.get(reverse(f"requests:{name}", args=[case.public_id])).status_code == 404, name


def test_silence_becomes_a_complaint_with_one_button(
    request_for: Any, citizen: Client, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = request_for()
    monkeypatch.setattr(timezone, "now", lambda: now + dt.timedelta(days=20))
    address = reverse("requests:complain", args=[case.public_id])
    assert address in page(citizen, "requests:mine", case.public_id)
    form = citizen.get(address).content.decode()
    reason = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", form, re.S).group(1)).strip()
    assert case.letter.label in reason
    assert citizen.post(address, {"reason": reason}).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "complaint"


def test_a_person_changes_their_mind_about_publication_before_it(request_for: Any, citizen: Client) -> None:
    case = request_for()
    address = reverse("requests:publication", args=[case.public_id])
    assert citizen.get(address).status_code == 200
    assert citizen.post(address, {"track": "closed"}).status_code == 302
    assert Case.objects.get(pk=case.pk).visibility == "parties"
    assert citizen.post(address, {"track": "embargo", "embargo_until": "2020-01-01"}).status_code == 422
    assert citizen.post(address, {"track": "open"}).status_code == 302
    assert Case.objects.get(pk=case.pk).visibility == "public"


def test_what_is_withheld_is_named_to_the_person_at_once(request_for: Any, decide: Any, citizen: Client) -> None:
    case = decide(request_for(), {1: WITHHELD}, sign=False)
    assert WITHHELD.harm not in page(citizen, "requests:mine", case.public_id), "nobody has signed it"
    case = decide(case, {1: WITHHELD})
    shown = page(citizen, "requests:mine", case.public_id)
    assert WITHHELD.harm in shown and WITHHELD.whole in shown and "ati.ground.personal_data" in shown


def test_the_public_pages_keep_their_query_budget(published: Any, django_assert_max_num_queries: Any) -> None:
    client = Client()
    page(client, "requests:request", published.public_id)
    with django_assert_max_num_queries(24):
        page(client, "requests:request", published.public_id)
    with django_assert_max_num_queries(8):
        page(client, "requests:front")
