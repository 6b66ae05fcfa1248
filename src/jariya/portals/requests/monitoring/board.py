"""Recommendations at the desk: of those who write them, and of the bodies that answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.desks import Desk, Plain, Step, plain, typed, whole
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.portals.requests.fields import WordsForm
from jariya.portals.requests.monitoring import actions
from jariya.portals.requests.monitoring.forms import FindingForm, MoreTimeForm, NewForm, ProofForm, initial
from jariya.portals.requests.monitoring.indexing import RECOMMENDATIONS
from jariya.portals.requests.monitoring.models import Recommendation
from jariya.portals.requests.monitoring.queries import term_of


def _prepare(form: Any, *, body: Body, **common: Any) -> Outcome:
    return actions.prepare(holder=form.cleaned_data["holder"], finding=form.finding(), **common)


def _more(case: Case, now: dt.datetime) -> dict[str, Any]:
    row = Recommendation.objects.select_related("case__body", "session").get(case=case)
    return {"row": row, "statements": list(row.statements.all()), "term": term_of(case)}


def _words(action: Any, *, danger: bool = False, note: Any = "") -> Step:
    return Step(WordsForm, typed(action), danger=danger, note=note)


BOARD = Desk(
    kind=RECOMMENDATIONS.kind,
    space="monitoring",
    heading=_("Recommendations to holders of information"),
    action=_("Write a recommendation"),
    empty=_("There is no recommendation yet."),
    home=("monitoring:front", _("Recommendations")),
    opening=Step(NewForm, _prepare),
    elsewhere=True,
    early=("prepared", "dropped"),
    staff=("supervisor", "head", "deputy", "ati_officer", "officer"),
    openers=("supervisor",),
    steps={
        "issue": Step(
            Plain,
            plain(actions.issue),
            note=_("Everyone reads it from now on, and the terms of the body begin."),
        ),
        "rework": Step(FindingForm, whole(actions.rework, "finding"), initial=initial),
        "drop": Step(Plain, plain(actions.drop), danger=True, note=_("Nobody but you has seen it.")),
        "accept": _words(actions.accept, note=_("Say what you will do and by when. Everyone reads it.")),
        "report": Step(
            ProofForm,
            typed(actions.report),
            note=_("Say what was done and where everyone can see it. It is checked again."),
        ),
        "dispute": _words(actions.dispute, note=_("Say why the finding is wrong. The authorised body decides.")),
        "confirm": _words(actions.confirm, note=_("Say what you saw. It counts as carried out in the yearly report.")),
        "return": _words(actions.send_back, note=_("Say what is still missing. A new term begins.")),
        "insist": _words(actions.insist, note=_("Say why the reasons do not convince. A new term begins.")),
        "withdraw": _words(actions.withdraw, note=_("Say which reason convinced you. The finding is taken back.")),
        "extend": Step(MoreTimeForm, typed(actions.extend), note=_("Everyone sees the former day and the reason.")),
    },
    title=RECOMMENDATIONS.at_desk,
    public="monitoring:one",
    template="monitoring/desk.html",
    more=_more,
)
