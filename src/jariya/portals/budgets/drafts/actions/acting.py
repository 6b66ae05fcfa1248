"""What the verbs of a draft share: one way to act, and what guards are told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.portals.budgets.drafts.content import Content
from jariya.portals.budgets.drafts.models import Draft
from jariya.portals.budgets.drafts.topics import programme_topic


def act(case: Case, verb: str, **options: Any) -> Outcome:
    """Act on a draft; who follows its programme is told as well."""
    programme = Draft.objects.filter(case=case).values_list("programme", flat=True).first()
    topics = (programme_topic(programme),) if programme else ()
    return engine.act(case, verb, alerts=topics, **options)


def ends(norm: str, day: dt.date) -> dt.date:
    """The last day of a term that begins on a day."""
    law = law_now()
    return law.norms.at(day)[norm].ends(day, law.calendar).day


def whole(content: Content) -> dict[str, Any]:
    """What the guards ask of a content: plain words and a passport."""
    return {
        "plain_kk": content.summary_kk.strip(),
        "plain_ru": content.summary_ru.strip(),
        "amounts": content.amounts,
        "indicators": content.indicators,
    }
