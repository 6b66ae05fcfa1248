"""The one table of a recommendation: found, sent with a term, carried out or disputed, checked again.

Monitoring and the Commission share it: only the term for carrying it out rests on a norm of its own. A dispute is
possible while that term runs, so that no lateness vanishes behind it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Condition, Context, Guard, Lifecycle, Move, State, Term, register
from jariya.portals.requests.matters import both

KIND = "recommendation"
SUPERVISOR = ("supervisor",)
ANSWERING = ("head", "deputy", "ati_officer")
LEADERS = ("head", "deputy")

of_commission = Condition(
    "of_commission",
    lambda context: context.facts.get("source") == "commission",
    _("a recommendation of the Commission"),
)
of_monitoring = Condition(
    "of_monitoring",
    lambda context: context.facts.get("source") == "monitoring",
    _("a recommendation of the monitoring"),
)
REPLY = Term("reply", "recommendation.reply", _("Say whether the recommendation is accepted"))
CARRY = (
    Term("carry_out", "recommendation.carry_out", _("Carry the recommendation out"), when=of_monitoring),
    Term("carry_out", "commission.carry_out", _("Carry the recommendation out"), when=of_commission),
)
CHECK = Term("check", "recommendation.check", _("Check what the body says"), duty_of="supervisor")

words_there = both(
    "words",
    "recommendation.language_missing",
    _("Something is missing in Kazakh or in Russian."),
    _("Write it in both languages: everyone reads it."),
)
proof_given = Guard(
    "recommendation.no_proof",
    lambda context: bool(context.facts.get("proof")),
    _("There is no address at which everyone can see that it was done."),
    _("Give the address of the page or document."),
)


def _in_time(context: Context) -> bool:
    term = context.running("carry_out")
    return term is not None and context.today <= term.due_on


term_runs = Guard(
    "recommendation.too_late_to_dispute",
    _in_time,
    _("The term for carrying it out is over."),
    _("A recommendation is disputed within its term. Carry it out and say where that can be seen."),
)
later_day = Guard(
    "recommendation.day_not_later",
    lambda context: bool(
        (term := context.running("carry_out"))
        and context.facts.get("due_on")
        and context.facts["due_on"] > max(term.due_on, context.today)
    ),
    _("The new day is not later than the present one."),
    _("Name a later working day."),
)
on_a_working_day = Guard(
    "recommendation.day_off",
    lambda context: context.calendar.next_working(context.facts["due_on"]) == context.facts["due_on"],
    _("The day is a day off."),
    _("Name a working day."),
)


def _supervisor(verb: str, title: Any, source: str, target: str, event: str, sentence: Any, **more: Any) -> Move:
    return Move(verb, title, (source,), target, SUPERVISOR, event, sentence, guards=(words_there,), **more)


RECOMMENDATION = register(
    Lifecycle(
        kind=KIND,
        letter="M",
        title=_("Recommendation to a holder of information"),
        states=(
            State("prepared", _("prepared"), _("The finding is being written; nobody else sees it."),
                  waits_for="supervisor"),
            State("issued", _("sent to the body"), _("The body says whether it accepts it, and carries it out.")),
            State("accepted", _("accepted"), _("The body carries it out within the term.")),
            State("disputed", _("disputed"), _("The body disagrees and has said why; the authorised body decides."),
                  waits_for="supervisor"),
            State("done", _("reported as done"), _("The body says it is done and where to see it; it is checked."),
                  waits_for="supervisor"),
            State("carried_out", _("carried out"), _("Checked again: it was done."), final=True, waits_for="nobody"),
            State("withdrawn", _("withdrawn"), _("The finding was taken back, with the reason."), final=True,
                  waits_for="nobody"),
            State("dropped", _("thrown away"), _("It was never sent."), final=True, waits_for="nobody"),
        ),
        moves=(
            Move("prepare", _("Write a recommendation"), (NEW,), "prepared", SUPERVISOR, "recommendation_prepared",
                 _("The recommendation was prepared."), public=False),
            Move("rework", _("Change the recommendation"), ("prepared",), STAY, SUPERVISOR, "recommendation_reworked",
                 _("The recommendation was reworked."), public=False),
            Move("issue", _("Send to the body"), ("prepared",), "issued", SUPERVISOR, "recommendation_issued",
                 _("The recommendation was sent to %(body)s; it is to be carried out by %(due)s."),
                 guards=(words_there,), opens=(REPLY, *CARRY), law="recommendation.carry_out"),
            Move("drop", _("Throw away"), ("prepared",), "dropped", SUPERVISOR, "recommendation_dropped",
                 _("The prepared recommendation was thrown away."), public=False),
            Move("accept", _("Accept"), ("issued",), "accepted", ANSWERING, "recommendation_accepted",
                 _("The body accepted the recommendation."), guards=(words_there,), meets=("reply",),
                 topics=("supervisor",), law="recommendation.reply"),
            Move("dispute", _("Dispute"), ("issued",), "disputed", LEADERS, "recommendation_disputed",
                 _("The body disputed the recommendation, with reasons."), guards=(words_there, term_runs),
                 meets=("reply",), cancels=("carry_out",), opens=(CHECK,), topics=("supervisor",),
                 law="recommendation.reply"),
            Move("report", _("Report it done"), ("issued", "accepted"), "done", ANSWERING, "recommendation_reported",
                 _("The body reported it done and said where to see it."), guards=(words_there, proof_given),
                 meets=("reply", "carry_out"), opens=(CHECK,), topics=("supervisor",),
                 law="recommendation.carry_out"),
            _supervisor("confirm", _("Confirm that it was done"), "done", "carried_out", "recommendation_confirmed",
                        _("Checked again: it was done."), meets=("check",), law="recommendation.check"),
            _supervisor("return", _("Not done yet"), "done", "accepted", "recommendation_returned",
                        _("Checked again: it was not done. The body carries it out by %(due)s."), meets=("check",),
                        opens=CARRY, law="recommendation.check"),
            _supervisor("insist", _("Keep the recommendation"), "disputed", "accepted", "recommendation_kept",
                        _("The reasons of the body were looked at; the recommendation stands until %(due)s."),
                        meets=("check",), opens=CARRY, law="recommendation.check"),
            _supervisor("withdraw", _("Agree with the body"), "disputed", "withdrawn", "recommendation_withdrawn",
                        _("The reasons of the body were accepted; the finding was taken back."), meets=("check",),
                        law="recommendation.check"),
            Move("extend", _("Give more time"), ("issued", "accepted"), STAY, SUPERVISOR, "recommendation_extended",
                 _("The day for carrying it out moved from %(old_due)s to %(due)s, with the reason."),
                 guards=(words_there, later_day, on_a_working_day), extends="carry_out"),
        ),
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the recommendation over with its terms."),
        },
    )
)  # fmt: skip
