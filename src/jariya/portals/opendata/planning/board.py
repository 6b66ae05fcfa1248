"""Publishing plans at the desk: a list, a form for a new item, its steps, a whole plan from a table."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.desks import Desk, Step, typed
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.portals.opendata.planning import actions, indexing, queries
from jariya.portals.opendata.planning.fields import ReasonForm
from jariya.portals.opendata.planning.forms import ItemForm, LinkForm, initial
from jariya.portals.opendata.planning.lifecycle import KIND, STAFF


def _plan(form: Any, *, body: Body, **common: Any) -> Outcome:
    return actions.plan(body=body, planned=form.planned(), **common)


def _change(form: Any, **common: Any) -> Outcome:
    return actions.change(planned=form.planned(), **common)


def _of_case(case: Case | None, body: Body) -> dict[str, Any]:
    return {"case": case}


def _more(case: Case, now: dt.datetime) -> dict[str, Any]:
    item = queries.items().get(case=case)
    (line,) = queries.lines([item], today=legal_day(now))
    return {"line": line}


BOARD = Desk(
    kind=KIND,
    space="planning",
    heading=_("Publishing plan"),
    action=_("Enter into the plan"),
    empty=_("Nothing stands in the plan yet."),
    home=("planning:front", _("Publishing plans")),
    opening=Step(ItemForm, _plan, note=_("Everyone sees the item at once, with the day by which it falls due.")),
    staff=(*STAFF, "supervisor"),
    openers=STAFF,
    steps={
        "change": Step(ItemForm, _change, initial=initial),
        "link": Step(
            LinkForm,
            typed(actions.link),
            of=_of_case,
            note=_("Each new version of the data set meets the term; the next one begins by itself."),
        ),
        "drop": Step(ReasonForm, typed(actions.drop), danger=True, note=_("Everyone reads the reason.")),
        "strike": Step(ReasonForm, typed(actions.strike), danger=True, note=_("Everyone reads the reason.")),
    },
    title=indexing.at_desk,
    public="planning:item",
    template="planning/desk.html",
    more=_more,
    base="planning/base.html",
)
