"""Signing a letter of many by EDS: what counts is a signature over the very words of the letter."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.portals.dialogue.test_signed import authority, sign, trust  # noqa: F401  fixtures

from jariya.kernel.correspondence.cosigners import actions, signed
from jariya.kernel.correspondence.cosigners.models import Collective, Cosigner

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(person: Any, ministry: Any, now: dt.datetime) -> Collective:
    return actions.open_letter(
        by=person("citizen-3"),
        kind="question",
        body=ministry,
        title="Қоқыс туралы",
        points=["Қоқыс қашан жиналады?"],
        language="kk",
        public=True,
        now=now,
    )


def begin(letter: Collective, who: Any, now: dt.datetime) -> Any:
    back = f"/kk/together/{letter.token}/"
    return signed.begin(letter=letter, person=who, back=back, language="kk", now=now)


def test_a_name_stands_under_the_letter_once_its_signature_has_passed(
    letter: Collective,
    sign: Any,  # noqa: F811
    person: Any,
    now: dt.datetime,
) -> None:
    citizen = person("citizen-1")
    actions.sign_on(letter=letter, person=citizen, level="phone", now=now)
    session = begin(letter, citizen, now)
    assert Cosigner.objects.get().signing is None
    session = sign(session, "citizen-1")
    name = Cosigner.objects.get()
    assert (session.outcome, name.level, name.signing_id) == ({"letter": str(letter.token)}, "eds", session.pk)


def test_a_signature_over_words_that_are_no_longer_there_counts_for_nothing(
    letter: Collective,
    sign: Any,  # noqa: F811
    person: Any,
    now: dt.datetime,
) -> None:
    session = begin(letter, person("citizen-1"), now)
    text = {"title": "Басқа", "points": ["Басқа сөз"], "language": "kk", "public": True}
    actions.rewrite(letter=letter, by=person("citizen-3"), now=now, **text)
    session = sign(session, "citizen-1")
    assert (session.status, session.code) == ("failed", "cosign.changed")
    assert not Cosigner.objects.exists()
