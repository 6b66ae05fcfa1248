"""Things of other channels for the walk over all addresses: their texts are secrets."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.office.filing.conftest import scan

from jariya.kernel.bodies.models import Body, ReceptionDay
from jariya.kernel.correspondence.cosigners import actions as together
from jariya.kernel.people.models import Person
from jariya.office.filing import actions, coupons, handing
from jariya.office.filing.models import Coupon, Filing
from jariya.office.reception import actions as receptions
from jariya.portals.requests.editorial import actions as editorial
from jariya.portals.requests.editorial.demo import load_invented_offices
from jariya.portals.requests.editorial.models import Office

RECEPTION_DAY = dt.date(2026, 6, 3)
"""A Wednesday; the one before it is a day off."""


def channels(people: dict[str, Person], bodies: dict[str, Body], say: Any, *, now: dt.datetime) -> dict[str, Any]:
    """Make them through the actions; `say` makes secrets."""
    ministry, village, city = bodies["ulgi-ministry"], bodies["akim-ulgi-ulgili"], bodies["akimat-ulgi-mysal-city"]

    def begun(what: str, **more: Any) -> Filing:
        given: dict[str, Any] = {
            "clerk": people["assistant"],
            "office": village,
            "channel": "assisted",
            "kind": "question",
            "body": ministry,
            "language": "kk",
            "title": f"Тақырып {say(f'title of {what}')}",
            "points": [f"Мәтін {say(f'text of {what}')}"],
            "public": False,
            "document": "id_card",
            "now": now,
        }
        return actions.begin(**{**given, **more})

    written = begun("a letter that a clerk wrote down")
    ready = begun("a letter that was read back", phone="+77015550177")
    ready = actions.read_back(filing=ready, by=people["assistant"], now=now)
    done = actions.read_back(filing=begun("a letter filed for others"), by=people["assistant"], now=now)
    done = actions.confirm_by_hand(filing=done, scan=scan(), by=people["assistant"], now=now)
    assert done.case is not None
    word = coupons.word(Coupon.objects.get(case=done.case), now=now)
    say.keep("secret word of a coupon", word or "")
    paper = begun(
        "a letter on paper",
        clerk=people["officer-1"],
        office=ministry,
        channel="paper",
        document="none",
        received_on=dt.date(2026, 5, 18),
        late_reason=f"Кешікті {say('reason of a late entry')}",
        reply_to=f"Ауыл {say('address in a letter on paper')}",
    )
    paper = actions.enter(filing=paper, scan=scan(), by=people["officer-1"], now=now)
    assert paper.case is not None
    opening = handing.open_by_word(
        number=done.case.public_id, secret=word or "", clerk=people["assistant-2"], office=city, network="n", now=now
    )
    wednesdays = ReceptionDay.objects.get(post__body=ministry, weekday=3)
    booking = receptions.book(
        person=people["citizen-1"], reception=wednesdays, day=RECEPTION_DAY, starts=dt.time(15), now=now
    )
    return {
        "filing": str(written.token),
        "filing_ready": str(ready.token),
        "filing_done": str(done.token),
        "coupon": done.case.public_id,
        "answer_opening": str(opening.token),
        "paper_letter": paper.case.public_id,
        "reception": wednesdays.pk,
        "reception_day": RECEPTION_DAY.isoformat(),
        "booking": str(booking.token),
        **_together(people, ministry, say, now),
        "invitation": _newsroom(people, now),
    }


def _together(people: dict[str, Person], ministry: Body, say: Any, now: dt.datetime) -> dict[str, str]:
    def opened(text: str) -> Any:
        return together.open_letter(
            by=people["citizen-1"],
            kind="question",
            body=ministry,
            title="Қоқыс туралы",
            points=[text],
            language="kk",
            public=False,
            now=now,
        )

    # Whoever has the link may read a letter that gathers names: that is what the link is for.
    alone, signed = opened("Қоқыс қашан жиналады?"), opened("Қоқыс қашан жиналады?")
    sent = opened(f"Мәтін {say('text of a letter of many')}")
    for letter in (signed, sent):
        together.sign_on(letter=letter, person=people["citizen-3"], level="phone", now=now)
    together.send(letter=sent, by=people["citizen-1"], identity="phone", now=now)
    return {"together": str(alone.token), "together_signed": str(signed.token), "together_sent": str(sent.token)}


def _newsroom(people: dict[str, Person], now: dt.datetime) -> str:
    load_invented_offices(now)
    office = Office.objects.get(code="ulgi-habary")
    return editorial.invite(office=office, role="journalist", by=people["editor"], now=now)
