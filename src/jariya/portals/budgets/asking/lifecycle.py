"""The one table of a question to a line: asked, answered by the body behind the line within the house's own term."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Condition, Guard, Lifecycle, Move, State, Term, register

KIND = "line_question"
STAFF = ("officer", "deputy", "head")
HANDINGS = "budget.line.pass_on"

ANSWER = Term("line_answer", "budget.line.answer", _("Say what the line is for"))

other_body = Guard(
    "line.same_body",
    lambda context: context.facts.get("to_body_id") not in (None, context.case.body_id),
    _("No other body was chosen."),
    _("Choose the body that spends this money."),
)
once = Guard(
    "line.passed_on_already",
    lambda context: context.facts.get("hops", 0) < context.norms[HANDINGS].count,
    _("The question was passed on already."),
    _("Answer it: find out from the other body and say what you were told."),
)
answered = Condition("answered", lambda context: bool(context.facts.get("answered")), _("when it had been answered"))
unanswered = Condition("unanswered", lambda context: not context.facts.get("answered"), _("when it had no answer"))

LINE_QUESTION = register(
    Lifecycle(
        kind=KIND,
        letter="L",
        title=_("Question to a line of a budget"),
        states=(
            State("asked", _("waits for an answer"), _("The body behind the line owes an answer by the day named.")),
            State("answered", _("answered"), _("The body has said what the line is for."), waits_for="nobody"),
            State(
                "hidden",
                _("hidden"),
                _("A moderator has hidden the question on a published ground; the author may appeal."),
                waits_for="nobody",
            ),
            State(
                "withdrawn",
                _("withdrawn"),
                _("The author has taken the question back."),
                final=True,
                waits_for="nobody",
            ),
        ),
        moves=(
            Move(
                "ask",
                _("Ask what a line is for"),
                (NEW,),
                "asked",
                ("person",),
                "line_asked",
                _("Somebody asked what the line is for. The answer is due on %(due)s."),
                opens=(ANSWER,),
                law="budget.line.answer",
            ),
            Move(
                "pass_on",
                _("Pass on to another body"),
                ("asked",),
                STAY,
                STAFF,
                "line_passed_on",
                _("%(from_body)s passed the question on to %(to_body)s. The answer is due on %(due)s."),
                guards=(other_body, once),
                cancels=("line_answer",),
                opens=(ANSWER,),
                law=HANDINGS,
            ),
            Move(
                "answer",
                _("Answer"),
                ("asked",),
                "answered",
                STAFF,
                "line_answered",
                _("The body said what the line is for."),
                meets=("line_answer",),
                law="budget.line.answer",
            ),
            Move(
                "hide",
                _("Hide"),
                ("asked", "answered"),
                "hidden",
                ("system",),
                "line_hidden",
                _("A moderator hid the question."),
                cancels=("line_answer",),
            ),
            Move(
                "restore",
                _("Put back"),
                ("hidden",),
                "answered",
                ("system",),
                "line_restored",
                _("The question was put back."),
                when=answered,
            ),
            Move(
                "restore",
                _("Put back"),
                ("hidden",),
                "asked",
                ("system",),
                "line_restored_open",
                _("The question was put back. The answer is due on %(due)s."),
                opens=(ANSWER,),
                when=unanswered,
            ),
            Move(
                "withdraw",
                _("Withdraw"),
                ("asked", "answered", "hidden"),
                "withdrawn",
                ("system",),
                "line_withdrawn",
                _("The author took the question back."),
            ),
        ),
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the question over with its term."),
        },
    )
)
