"""Sessions of the Commission at the authorised body's desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.desks import Desk, Plain, Step, plain, typed, whole
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.portals.requests.commission import actions
from jariya.portals.requests.commission.forms import CorrectForm, MinutesForm, PlanForm, initial
from jariya.portals.requests.commission.indexing import SESSIONS
from jariya.portals.requests.commission.models import Session
from jariya.portals.requests.fields import ReasonForm
from jariya.portals.requests.monitoring.forms import NewForm
from jariya.portals.requests.monitoring.models import Recommendation


def _minute(form: Any, **common: Any) -> Outcome:
    said = form.cleaned_data
    texts = {name: said[name] for name in ("text_kk", "text_ru", "present")}
    return actions.minute(decisions=form.decisions(), **texts, **common)


def _recommend(form: Any, **common: Any) -> Outcome:
    return actions.recommend(holder=form.cleaned_data["holder"], finding=form.finding(), **common)


def _minutes(case: Case) -> dict[str, Any]:
    last = Session.objects.get(case=case).minutes.first()
    return {"text_kk": last.text_kk, "text_ru": last.text_ru} if last else {}


def _more(case: Case, now: dt.datetime) -> dict[str, Any]:
    row = Session.objects.select_related("case__body").get(case=case)
    # Prepared recommendations too: who works here sends them from their own desk.
    decided = Recommendation.objects.filter(session=case).select_related("case__body").order_by("case_id")
    return {
        "row": row,
        "agenda": list(row.agenda.all()),
        "minutes": list(row.minutes.all()),
        "decided": list(decided),
    }


BOARD = Desk(
    kind=SESSIONS.kind,
    space="commission",
    heading=_("Sessions of the Commission"),
    action=_("Prepare a session"),
    empty=_("No session has been prepared yet."),
    home=("commission:front", _("Commission on access to information")),
    opening=Step(PlanForm, whole(actions.prepare, "plan")),
    staff=("supervisor",),
    openers=("supervisor",),
    steps={
        "announce": Step(
            Plain,
            plain(actions.announce),
            note=_("Day, place and agenda are public from now on. The minutes fall due after the session."),
        ),
        "rework": Step(PlanForm, whole(actions.rework, "plan"), initial=initial),
        "drop": Step(Plain, plain(actions.drop), danger=True, note=_("Nobody but you has seen it.")),
        "minute": Step(MinutesForm, _minute),
        "cancel": Step(ReasonForm, typed(actions.cancel), danger=True),
        "recommend": Step(
            NewForm,
            _recommend,
            note=_("The recommendation is written down here and sent to the body from its own desk."),
        ),
        "correct": Step(
            CorrectForm,
            typed(actions.correct),
            note=_("The correction is published at once, with what was mended; the former version stays readable."),
            initial=_minutes,
        ),
    },
    title=SESSIONS.at_desk,
    public="commission:session",
    template="commission/desk.html",
    more=_more,
)
