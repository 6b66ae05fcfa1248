"""Requests for data at the desk of the body that was asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.desks import Desk, Plain, Step
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.opendata.wanted import actions, indexing, queries
from jariya.portals.opendata.wanted.forms import DeclineForm, ExistsForm, PassOnForm, PlanForm, initial
from jariya.portals.opendata.wanted.lifecycle import KIND, STAFF

IDENTITY = "staff"
"""Officials sign in by an official's means: `kernel.people.gates` lets nobody else in here."""


def _plan(form: Any, **common: Any) -> Outcome:
    return actions.plan(planned=form.planned(), text=form.cleaned_data["text"], identity=IDENTITY, **common)


def _typed(action: Any) -> Any:
    def do(form: Any, **common: Any) -> Outcome:
        found: Outcome = action(**form.cleaned_data, identity=IDENTITY, **common)
        return found

    return do


def _pass_on(form: Any, **common: Any) -> Outcome:
    return actions.pass_on(**form.cleaned_data, **common)


def _nothing(form: Any, **common: Any) -> Outcome:
    raise NotImplementedError("a request is asked by a citizen")


def _of_case(case: Case | None, body: Body) -> dict[str, Any]:
    return {"case": case}


def _more(case: Case, now: dt.datetime) -> dict[str, Any]:
    lang = translation.get_language() or "kk"
    person: Person | None = case.person
    return {"view": queries.find(case.public_id, lang=lang, person=person)}


BOARD = Desk(
    kind=KIND,
    space="wanted",
    heading=_("Data that people ask for"),
    action=_("Ask for data"),
    empty=_("Nobody has asked your body for data yet."),
    home=("wanted:front", _("Data that people ask for")),
    opening=Step(Plain, _nothing),
    openers=(),
    staff=STAFF,
    steps={
        "plan": Step(
            PlanForm,
            _plan,
            initial=initial,
            note=_("An item is entered into your publishing plan; everyone sees it and its day."),
        ),
        "exists": Step(ExistsForm, _typed(actions.exists)),
        "decline": Step(DeclineForm, _typed(actions.decline), danger=True, note=_("Everyone reads the reason.")),
        "pass_on": Step(
            PassOnForm,
            _pass_on,
            of=_of_case,
            note=_("The term begins anew there. It can be done once; everyone sees it."),
        ),
    },
    title=indexing.said,
    public="wanted:one",
    template="wanted/desk.html",
    more=_more,
    base="wanted/base.html",
)
