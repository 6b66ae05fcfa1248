"""Before publishing, what looks personal is marked: blackened at a tick for a second look, or knowingly left."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.office.test_desk import step

from jariya.kernel.lifecycle.models import Case

pytestmark = pytest.mark.django_db

PHONE = "8 701 555 01 42"


@pytest.fixture
def answered_at_desk(at: Any, ask: Any) -> Case:
    case: Case = ask(points=[f"Көршім Ахметова Айгүл Серікқызы, тел. {PHONE}"])
    officer, head = at("officer-1"), at("head")
    step(officer, case, "accept")
    step(officer, case, "draft_answer", answer_1="Жөнделеді.")
    step(head, case, "sign_answer", confirmed="on")
    return case


TEXTS = {"title": "Аула", "point_1": f"Көршім, тел. {PHONE}", "answer_1": "Жөнделеді."}


def test_marks_stand_beside_the_texts_and_nothing_marked_is_published_unseen(at: Any, answered_at_desk: Case) -> None:
    case, officer = answered_at_desk, at("officer-1")
    form = officer.get(f"/kk/desk/{case.public_id}/publish/").content.decode()
    assert form.count(PHONE) == 3, "in the letter, in the text, and in the note beside it"
    assert form.count("Ахметова Айгүл Серікқызы") == 3 and 'name="blacken"' in form
    refused = step(officer, case, "publish", **TEXTS, checked="on")
    assert refused.status_code == 422 and PHONE in refused.content.decode()
    case.refresh_from_db()
    assert case.state == "answered"
    assert step(officer, case, "publish", **TEXTS, checked="on", seen="on").status_code == 302


def test_a_tick_blackens_what_is_marked_and_shows_it_once_more(at: Any, answered_at_desk: Case) -> None:
    case, officer = answered_at_desk, at("officer-1")
    again = step(officer, case, "publish", **TEXTS, checked="on", blacken="on")
    page = again.content.decode()
    assert again.status_code == 422 and "█ ███ ███ ██ ██" in page and 'name="blacken"' not in page
    case.refresh_from_db()
    assert case.state == "answered", "a machine blackens, a person publishes"
    texts = {**TEXTS, "point_1": "Көршім, тел. █ ███ ███ ██ ██"}
    assert step(officer, case, "publish", **texts, checked="on").status_code == 302
    public = Client().get(f"/kk/questions/{case.public_id}/").content.decode()
    assert "█ ███" in public and PHONE not in public
