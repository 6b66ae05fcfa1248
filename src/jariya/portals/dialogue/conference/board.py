"""Conferences at the desk: which form and which action each verb has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.discussion import queries as discussion
from jariya.kernel.lifecycle.models import Case
from jariya.portals.dialogue.conference import actions
from jariya.portals.dialogue.conference.forms import CancelForm, PlanForm, initial
from jariya.portals.dialogue.conference.lifecycle import KIND
from jariya.portals.dialogue.conference.models import Conference
from jariya.portals.dialogue.desks import Desk, Plain, Step, plain, typed, whole

WAITING = 50
"""Questions without an answer on the desk's page, the most supported first."""


def _title(case: Case, lang: str) -> tuple[str, str]:
    return Conference.objects.get(case=case).said("title", lang) or case.public_id, "ru" if lang == "ru" else "kk"


def _more(case: Case, now: dt.datetime) -> dict[str, Any]:
    waiting = list(actions.unanswered(case)[:WAITING]) if case.state not in {"prepared", "dropped"} else []
    rows = discussion.comments().filter(pk__in=[row.pk for row in waiting])
    views = {view.comment.pk: view for view in discussion.views(list(rows))}
    return {
        "conference": Conference.objects.get(case=case),
        "waiting": [views[row.pk] for row in waiting if row.pk in views],
    }


CONFERENCES = Desk(
    kind=KIND,
    space="conference",
    heading=_("Internet conferences of the head"),
    action=_("Prepare a conference"),
    empty=_("No conference has been prepared yet."),
    opening=Step(PlanForm, whole(actions.prepare, "plan")),
    steps={
        "announce": Step(
            Plain,
            plain(actions.announce),
            note=_(
                "Everyone reads the announcement and may write questions from now on. It begins and ends by itself;"
                " what has no answer then is registered as an ordinary question with its own due day."
            ),
        ),
        "rework": Step(PlanForm, whole(actions.rework, "plan"), initial=initial),
        "open": Step(Plain, plain(actions.open_now)),
        "close": Step(Plain, plain(actions.close)),
        "cancel": Step(
            CancelForm,
            typed(actions.cancel),
            danger=True,
            note=_("Those who have asked are told why. Their questions are registered and answered within the term."),
        ),
        "drop": Step(Plain, plain(actions.drop), danger=True, note=_("Nobody but your body has seen it.")),
    },
    title=_title,
    public="conference:conference",
    template="conference/desk.html",
    more=_more,
)
