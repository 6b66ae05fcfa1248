"""Requests and decisions under electronic digital signatures of the TEST authority, checked whole."""

# ruff: noqa: F811
from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.portals.dialogue.test_signed import authority, sign, trust  # noqa: F401
from tests.portals.requests.conftest import WITHHELD

from jariya.kernel.correspondence.models import Answer
from jariya.kernel.lifecycle.models import Case
from jariya.portals.requests import actions, signed
from jariya.portals.requests.models import Draft, SignedDraft

pytestmark = pytest.mark.django_db


def test_a_signed_request_is_registered_as_it_was_signed(person: Any, ministry: Any, sign: Any, now: Any) -> None:
    draft = actions.save_draft(
        person=person("citizen-1"), body=ministry, now=now, key="k-signed-0001", language="kk",
        title="Жол", points=["Қанша?"], subject="transport",
    )  # fmt: skip
    session = signed.begin_request(draft=draft, back="/kk/requests/", language="kk", now=now)
    Draft.objects.filter(pk=draft.pk).update(title="Басқа", points=["Басқа?"])
    session = sign(session, "citizen-1")
    case = Case.objects.get()
    assert session.outcome == {"case": case.public_id} and case.request.subject == "transport"
    assert (case.letter.identity, case.letter.signing_id) == ("eds", session.pk)
    assert case.wordings.get(part="title").text == "Жол" and not SignedDraft.objects.exists()


def test_a_head_signs_the_decision_and_what_is_withheld(
    request_for: Any,
    decide: Any,
    person: Any,
    sign: Any,
    now: dt.datetime,
) -> None:
    case, later = decide(request_for(), {1: WITHHELD}, sign=False), now + dt.timedelta(days=5)
    session = signed.begin_answer(case=case, by=person("head"), back="/kk/desk/", language="kk", now=later)
    assert session.shown is not None and WITHHELD.harm in session.shown["text"]
    session = sign(session, "head", at=later)
    assert session.status == "passed", session.code
    assert Case.objects.get(pk=case.pk).state == "refused"
    assert Answer.objects.get(case=case).signing_id == session.pk


def test_a_ground_changed_after_the_page_was_opened_needs_a_new_signature(
    request_for: Any,
    decide: Any,
    person: Any,
    sign: Any,
    now: dt.datetime,
) -> None:
    case, later = decide(request_for(), {1: WITHHELD}, sign=False), now + dt.timedelta(days=5)
    session = signed.begin_answer(case=case, by=person("head"), back="/kk/desk/", language="kk", now=later)
    other = {1: replace(WITHHELD, ground="official_use")}
    actions.draft_answer(case=case, decisions=other, by=person("officer-1"), now=later)
    session = sign(session, "head", at=later)
    assert session.code == "signed.text_changed"
    assert Case.objects.get(pk=case.pk).state == "answer_drafted"
