"""The one table of a request for data: asked, then taken into the plan, found, or declined; published in the end."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Condition, Guard, Lifecycle, Move, State, Term, register

KIND = "wanted_data"
STAFF = ("officer", "deputy", "head")
HANDINGS = "opendata.wanted.pass_on"
SHOWN = ("asked", "planned", "exists", "declined", "published")

ANSWER = Term("wanted_answer", "opendata.wanted.answer", _("Say whether the data will be published"))

other_body = Guard(
    "wanted.same_body",
    lambda context: context.facts.get("to_body_id") not in (None, context.case.body_id),
    _("No other body was chosen."),
    _("Choose the body that holds these data."),
)
once = Guard(
    "wanted.passed_on_already",
    lambda context: context.facts.get("hops", 0) < context.norms[HANDINGS].count,
    _("The request was passed on already."),
    _("Find out from the other body and answer."),
)
set_public = Guard(
    "wanted.no_such_set",
    lambda context: bool(context.facts.get("set_public")),
    _("There is no such data set that everyone can read."),
    _("Write the last part of its address, for example kato-regions; publish it first if it is not public."),
)
reasoned = Guard(
    "wanted.no_reason",
    lambda context: bool(str(context.facts.get("text") or "").strip()),
    _("Nothing is said to the person who asked."),
    _("Write why: everyone who supported the request reads it."),
)


def _back_to(state: str) -> Condition:
    return Condition(f"was_{state}", lambda context: context.facts.get("was") == state, _("as it was before"))


def _restore(state: str, event: str, **more: Any) -> Move:
    return Move("restore", _("Put back"), ("hidden",), state, ("system",), event, _("The request was put back."),
                when=_back_to(state), **more)  # fmt: skip


WANTED = register(
    Lifecycle(
        kind=KIND,
        letter="E",
        title=_("Request for missing data"),
        states=(
            State("asked", _("waits for an answer"), _("The body says by the day named what becomes of it.")),
            State("planned", _("in the plan"), _("The body has taken the data into its publishing plan.")),
            State("exists", _("there already"), _("The data are published; the page leads to them."),
                  waits_for="nobody"),
            State("declined", _("will not be published"), _("The body will not publish the data and has said why."),
                  waits_for="nobody"),
            State("published", _("published"), _("The data that were asked for are published."), waits_for="nobody"),
            State("hidden", _("hidden"),
                  _("A moderator has hidden the request on a published ground; the author may appeal."),
                  waits_for="nobody"),
            State("withdrawn", _("withdrawn"), _("The author has taken the request back."), final=True,
                  waits_for="nobody"),
        ),
        moves=(
            Move("ask", _("Ask for data that are missing"), (NEW,), "asked", ("person",), "wanted_asked",
                 _("Somebody asked for data that are missing. The answer is due on %(due)s."), opens=(ANSWER,),
                 law="opendata.wanted.answer"),
            Move("plan", _("Take into the plan"), ("asked", "declined"), "planned", STAFF, "wanted_planned",
                 _("The body took the data into its publishing plan: %(plan)s."), meets=("wanted_answer",),
                 law="opendata.wanted.answer"),
            Move("exists", _("Say where the data are"), ("asked", "declined"), "exists", STAFF, "wanted_found",
                 _("The body said that the data are there already: %(set)s."), guards=(set_public,),
                 meets=("wanted_answer",), law="opendata.wanted.answer"),
            Move("decline", _("Decline with a reason"), ("asked",), "declined", STAFF, "wanted_declined",
                 _("The body will not publish the data and said why."), guards=(reasoned,),
                 meets=("wanted_answer",), law="opendata.wanted.answer"),
            Move("pass_on", _("Pass on to another body"), ("asked",), STAY, STAFF, "wanted_passed_on",
                 _("%(from_body)s passed the request on to %(to_body)s. The answer is due on %(due)s."),
                 guards=(other_body, once), cancels=("wanted_answer",), opens=(ANSWER,), law=HANDINGS),
            Move("publish", _("Published"), ("planned",), "published", ("system",), "wanted_published",
                 _("The data that were asked for are published: %(set)s.")),
            Move("reopen", _("Open again"), ("planned",), "asked", ("system",), "wanted_reopened",
                 _("The item was taken out of the plan. A new answer is due on %(due)s."), opens=(ANSWER,)),
            Move("hide", _("Hide"), SHOWN, "hidden", ("system",), "wanted_hidden", _("A moderator hid the request."),
                 cancels=("wanted_answer",)),
            _restore("asked", "wanted_restored_open", opens=(ANSWER,)),
            *(_restore(state, "wanted_restored") for state in SHOWN[1:]),
            Move("withdraw", _("Withdraw"), (*SHOWN, "hidden"), "withdrawn", ("system",), "wanted_withdrawn",
                 _("The author took the request back.")),
        ),
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the request over with its term."),
        },
    )
)  # fmt: skip
