"""Surveys at the desk: which form and which action each verb has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.models import Case
from jariya.portals.dialogue.desks import Desk, Plain, Step, plain, typed, whole
from jariya.portals.dialogue.survey import actions
from jariya.portals.dialogue.survey.forms import BothReasons, BothTexts, SurveyForm, initial
from jariya.portals.dialogue.survey.lifecycle import KIND
from jariya.portals.dialogue.survey.models import OpenText, Response, Survey

SHOWN_TEXTS = 200
"""Texts in people's own words that the desk's page shows of each question."""


def _title(case: Case, lang: str) -> tuple[str, str]:
    return Survey.objects.get(case=case).said("title", lang) or case.public_id, "ru" if lang == "ru" else "kk"


def _more(case: Case, now: dt.datetime) -> dict[str, Any]:
    """Own words are read once the survey is over, in an order that is none of time."""
    survey = Survey.objects.get(case=case)
    over = case.state in {"over", "reported"}
    items = list(survey.items.all())
    texts = {
        item.number: list(OpenText.objects.filter(item=item).order_by("mark")[:SHOWN_TEXTS]) if over else []
        for item in items
    }
    answers = Response.objects.filter(survey=survey).count() if over else None
    return {"survey": survey, "items": items, "texts": texts, "answers": answers}


SURVEYS = Desk(
    kind=KIND,
    space="survey",
    heading=_("Surveys of the body"),
    action=_("Prepare a survey"),
    empty=_("No survey has been prepared yet."),
    opening=Step(SurveyForm, whole(actions.prepare, "content")),
    steps={
        "publish": Step(
            Plain,
            plain(actions.publish),
            note=_(
                "Nothing of the survey can be changed after this. You see no figures before it is over, and never who"
                " answered what. Then a report is due: what the results lead to."
            ),
        ),
        "rework": Step(SurveyForm, whole(actions.rework, "content"), initial=initial),
        "close": Step(Plain, plain(actions.close)),
        "report": Step(BothTexts, typed(actions.report)),
        "withdraw": Step(
            BothReasons, typed(actions.withdraw), danger=True, note=_("Answers that came are not counted. Say why.")
        ),
    },
    title=_title,
    public="survey:survey",
    template="survey/desk.html",
    more=_more,
)
