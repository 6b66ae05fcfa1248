"""An answer on paper: opened at a desk by the coupon's word or a code to the person's telephone; each look is kept."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.models import LetterView
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people import codes
from jariya.kernel.people.models import Channel as By
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of
from jariya.office.filing import coupons, kinds
from jariya.office.filing.actions import ASSISTANTS, REGISTRY, helped
from jariya.office.filing.models import Coupon, Filing, Opening
from jariya.office.filing.refusals import refused

OPEN_FOR = dt.timedelta(minutes=15)
"""How long the clerk's page of an opened answer stands: to print it while the person is there."""


def open_by_word(*, number: str, secret: str, clerk: Person, office: Body, network: str, now: dt.datetime) -> Opening:
    """Open an answer by the coupon's number and secret word.

    Raises:
        Refused: filing.not_a_clerk, coupon.wrong, coupon.wait, coupon.same_clerk.
    """
    _may(clerk, office, now)
    coupon = coupons.find(number, secret, network=network, now=now)
    # The clerk who filed has had the paper in hand; the word alone does not show that the person is here.
    if helped(coupon.case, clerk):
        raise refused("coupon.same_clerk")
    return _opened(coupon.case, clerk, office, "secret", now)


def send_code(
    *, number: str, clerk: Person, office: Body, network: str, now: dt.datetime
) -> tuple[int, str] | codes.NotSent:
    """Send a code to the telephone behind a coupon: the code's row and the number it went to, or why not.

    Raises:
        Refused: filing.not_a_clerk; coupon.no_phone, also where there is no such coupon.
    """
    _may(clerk, office, now)
    coupon = Coupon.objects.filter(case__public_id=ids.normal(number) or "").select_related("case__person").first()
    person = coupon.case.person if coupon else None
    if person is None or not (person.phone and person.phone_confirmed_at):
        raise refused("coupon.no_phone")
    sent = codes.send(
        By.SMS, person.phone, network=network, language=person.language, now=now, words=codes.opening_text
    )
    return sent if isinstance(sent, codes.NotSent) else (sent.pk, person.phone)


def open_by_code(
    *, number: str, code_id: int, typed: str, clerk: Person, office: Body, now: dt.datetime
) -> Opening | str:
    """Open an answer by the code that was sent to the person's telephone; a stable code where it is wrong.

    Raises:
        Refused: filing.not_a_clerk, coupon.no_phone.
    """
    _may(clerk, office, now)
    coupon = Coupon.objects.filter(case__public_id=ids.normal(number) or "").select_related("case__person").first()
    person = coupon.case.person if coupon else None
    if coupon is None or person is None or not person.phone:
        raise refused("coupon.no_phone")
    result = codes.check(code_id, By.SMS, person.phone, typed, now=now)
    return _opened(coupon.case, clerk, office, "code", now) if result == "ok" else result


def open_for_post(*, case: Case, clerk: Person, now: dt.datetime) -> Opening:
    """The body that holds the case prints the answer of a letter on paper, to send it to the address in the letter.

    Raises:
        Refused: filing.not_a_clerk.
    """
    if not roles_of(clerk, body_id=case.body_id, day=legal_day(now)) & REGISTRY:
        raise refused("filing.not_a_clerk")
    return _opened(case, clerk, case.body, "post", now)


def _may(clerk: Person, office: Body, now: dt.datetime) -> None:
    if not roles_of(clerk, body_id=office.pk, day=legal_day(now)) & (ASSISTANTS | REGISTRY):
        raise refused("filing.not_a_clerk")


def _opened(case: Case, clerk: Person, office: Body, proof: str, now: dt.datetime) -> Opening:
    with transaction.atomic():
        opening = Opening.objects.create(case=case, clerk=clerk, office=office, proof=proof, at=now)
        for part in parts_of(case):
            LetterView.objects.get_or_create(case=part, person=clerk, on=legal_day(now))
    return opening


def parts_of(case: Case) -> list[Case]:
    """The case and the parts of it that were forwarded: one letter, several answers."""
    return [case, *Case.objects.filter(parent=case).select_related("body").order_by("id")]


def standing(token: uuid.UUID, clerk: Person, *, now: dt.datetime) -> Opening | None:
    """The clerk's own opening while its page stands, else None."""
    rows = Opening.objects.filter(token=token, clerk=clerk, at__gt=now - OPEN_FOR)
    found: Opening | None = rows.select_related("case", "case__body", "case__person", "office").first()
    return found


def readings(case: Case) -> list[Any]:
    """What the person whose case it is may see of it and its parts; in order."""
    found = []
    for part in parts_of(case):
        kind = kinds.of(part.kind)
        view = kind.read(part, part.person) if kind and part.person else None
        if view is not None:
            found.append(view)
    return found


def filing_of(case: Case) -> Filing | None:
    """The filing a case, or the whole it is a part of, came from."""
    wanted = [case.pk, *([case.parent_id] if case.parent_id else [])]
    return Filing.objects.filter(case_id__in=wanted).first()
