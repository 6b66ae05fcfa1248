"""The answer by SMS, for a person who has only a telephone and asked for it: numbered messages, each sent once."""

from __future__ import annotations

import datetime as dt
import textwrap

from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import Happening, legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people import sms
from jariya.kernel.people.models import Person
from jariya.office.filing import handing, kinds

PARTS = "filing.answer.sms_parts"
_SAID = 70 - len("99/99 ")
"""Characters of the answer in one message: a Cyrillic one holds 70 (see `people.sms`)."""


def listener(happening: Happening) -> None:
    """Queue the messages in the transaction of the answer. Joined to the engine by `project/wiring.py`."""
    kind = kinds.of(happening.case.kind)
    if kind is None or happening.event.kind not in kind.answered:
        return
    filing = handing.filing_of(happening.case)
    if filing is not None and filing.answer_by_sms:
        from jariya.office.filing import tasks

        tasks.send_answer.defer(case_id=happening.case.pk, event_id=happening.event.pk)


def messages(texts: list[str], *, number: str, most: int, language: str) -> list[str]:
    """The messages of an answer, each at most 70 characters: numbered parts, or one that says it is too long.

    Args:
        texts: the answers to the points, in order.
        number: public id of the case.
        most: the norm `filing.answer.sms_parts`.
    """
    words = " ".join(" ".join(text.split()) for text in texts)
    parts = textwrap.wrap(words, _SAID, break_on_hyphens=False)
    if len(parts) <= most:
        return [f"{n}/{len(parts)} {part}" for n, part in enumerate(parts, start=1)]
    with translation.override(language):
        return [_("%(number)s: the answer is long. Any desk prints it by your coupon") % {"number": number}]


def send(case: Case, *, event_id: int, now: dt.datetime) -> int:
    """Send the answer to the person's telephone; how many messages the gateway took.

    A message has the event and its place as its id: run again after a failure, nothing arrives twice.

    Raises:
        SmsError: the gateway is away or refuses; the job is tried again by the queue.
    """
    person: Person | None = case.person
    kind = kinds.of(case.kind)
    if person is None or kind is None or not (person.phone and person.phone_confirmed_at):
        return 0
    view = kind.read(case, person)
    if view is None or view.answer is None:
        return 0
    norm = norms_now().at(legal_day(now))[PARTS]
    texts = [point.answer for point in view.points if point.answer]
    parts = messages(texts, number=case.public_id, most=norm.count, language=case.language)
    for place, text in enumerate(parts, start=1):
        sms.send(person.phone, text, message_id=f"answer-{event_id}-{place}")
    return len(parts)


def tell_opened(case: Case, *, opening_id: int) -> bool:
    """Tell the person's telephone that the answer was printed at a desk by the coupon's word."""
    person: Person | None = case.person
    if person is None or not (person.phone and person.phone_confirmed_at) or not sms.available():
        return False
    with translation.override(person.language):
        text = _("Jariya: the answer to %(number)s was printed at a desk") % {"number": case.public_id}
    sms.send(person.phone, text, message_id=f"opened-{opening_id}")
    return True
