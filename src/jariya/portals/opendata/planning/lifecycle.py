"""The one table of an item of a publishing plan: owed, kept and owed again by its frequency, dropped with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Condition, Context, Guard, Lifecycle, Move, State, Term, register
from jariya.portals.opendata.planning.words import FREQUENCIES

KIND = "plan_item"
STAFF = ("officer", "deputy", "head")
LEADERS = ("deputy", "head")
SUPERVISOR = ("supervisor",)
TERM = "data_set"
NORMS = {
    "continuous": "opendata.plan.daily",
    "daily": "opendata.plan.daily",
    "weekly": "opendata.plan.weekly",
    "monthly": "opendata.plan.monthly",
    "quarterly": "opendata.plan.quarterly",
    "half_yearly": "opendata.plan.half_yearly",
    "yearly": "opendata.plan.yearly",
    "irregular": "opendata.plan.first",
    "never": "opendata.plan.first",
}
"""How long a body has, by how often it must publish. The frequency is the plan's, the length of it a norm."""
ONCE = ("irregular", "never")
"""Frequencies without a term after the first publication."""


def norm_of(frequency: str) -> str:
    """Key of the norm by which an item of this frequency falls due."""
    return NORMS[frequency]


def _is(codes: tuple[str, ...], title: Any, *, again: bool = False) -> Condition:
    def holds(context: Context) -> bool:
        said = context.facts.get("frequency")
        return said in codes and not (again and context.facts.get("kept") and said in ONCE)

    return Condition("+".join(codes), holds, title)


def _terms(starts: str | None) -> tuple[Term, ...]:
    """A term for each norm; the one whose frequency holds is opened."""
    by_norm: dict[str, list[str]] = {}
    for code, norm in NORMS.items():
        by_norm.setdefault(norm, []).append(code)
    return tuple(
        Term(
            TERM,
            norm,
            _("Publish the data set"),
            starts=starts,
            when=_is(tuple(codes), FREQUENCIES[codes[-1]], again=True),
        )
        for norm, codes in by_norm.items()
    )


FIRST, NEXT = _terms("since"), _terms(None)


def _due(context: Context) -> dt.date | None:
    """When what the form says would fall due; None without a term."""
    facts = context.facts
    if facts.get("frequency") not in NORMS or (facts.get("kept") and facts["frequency"] in ONCE):
        return None
    return context.norms[NORMS[facts["frequency"]]].ends(facts["since"], context.calendar).day


def _in_time(context: Context) -> bool:
    term = context.running(TERM)
    return term is None or context.today <= term.due_on


words_there = Guard(
    "plan.language_missing",
    lambda context: all(str(text).strip() for text in context.facts.get("words") or ("",)),
    _("Something is missing in Kazakh or in Russian."),
    _("Write it in both languages: everyone reads it."),
)
frequency_known = Guard(
    "plan.frequency_unknown",
    lambda context: context.facts.get("frequency") in NORMS,
    _("It is not said how often the data set is renewed."),
    _("Choose one of the frequencies."),
)
due_ahead = Guard(
    "plan.due_passed",
    lambda context: (due := _due(context)) is None or due >= context.today,
    _("By this day and frequency it would have fallen due already."),
    _("Name a later day from which the term is counted: a term is never born late."),
)
in_time = Guard(
    "plan.late_stays",
    _in_time,
    _("The data set is overdue: a new clock never hides an old lateness."),
    _("Publish the data set first; an item entered by mistake is struck by the authorised body."),
)
own_set = Guard(
    "plan.set_of_another_body",
    lambda context: context.facts.get("set_body") == context.case.body_id,
    _("There is no such data set of this body."),
    _("Choose one of the data sets that the body publishes."),
)
set_free = Guard(
    "plan.set_planned_already",
    lambda context: not context.facts.get("taken"),
    _("This data set stands at another item of the plan."),
    _("One data set meets one item: choose another, or drop the other item."),
)
other_frequency = Condition(
    "other_frequency", lambda context: bool(context.facts.get("moved")), _("when the term changes")
)
same_frequency = Condition("same_frequency", lambda context: not context.facts.get("moved"), _("when the term stays"))

PLAN_ITEM = register(
    Lifecycle(
        kind=KIND,
        letter="T",
        title=_("Item of a publishing plan"),
        states=(
            State("owed", _("to be published"), _("The body must publish the data set by the day named.")),
            State("kept", _("published"), _("The data set is published; by its frequency it falls due again."),
                  waits_for="body"),
            State("dropped", _("dropped"), _("The body has taken the item out of its plan and has said why."),
                  final=True, waits_for="nobody"),
        ),
        moves=(
            Move("plan", _("Enter into the plan"), (NEW,), "owed", STAFF, "plan_entered",
                 _("The body must publish the data set by %(due)s."),
                 guards=(words_there, frequency_known, due_ahead), opens=FIRST, law="opendata.plan.first"),
            Move("link", _("Name the data set"), ("owed", "kept"), STAY, (*STAFF, "system"), "plan_linked",
                 _("The data set that meets the item was named."), guards=(own_set, set_free)),
            Move("keep", _("Published"), ("owed", "kept"), "kept", ("system",), "plan_kept",
                 _("A version of the data set was published."), meets=(TERM,), opens=NEXT),
            Move("change", _("Change"), ("owed", "kept"), STAY, STAFF, "plan_changed",
                 _("The words of the item were changed."), guards=(words_there, frequency_known),
                 when=same_frequency),
            Move("change", _("Change"), ("owed", "kept"), STAY, STAFF, "plan_frequency_changed",
                 _("How often the data set must be published was changed."),
                 guards=(words_there, frequency_known, in_time, due_ahead), cancels=(TERM,), opens=FIRST,
                 when=other_frequency),
            Move("drop", _("Take out of the plan"), ("owed", "kept"), "dropped", LEADERS, "plan_dropped",
                 _("The body took the item out of its plan, with the reason."), guards=(words_there, in_time)),
            Move("strike", _("Strike an item entered by mistake"), ("owed", "kept"), "dropped", SUPERVISOR,
                 "plan_struck", _("The authorised body struck the item, with the reason."), guards=(words_there,)),
        ),
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the item over with its term."),
        },
    )
)  # fmt: skip
