"""The one table of an officer for access to information: appointed, trained in time, away with somebody in place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Guard, Lifecycle, Move, State, Term, register
from jariya.portals.requests.matters import both

KIND = "ati_officer"
LEADERS = ("head", "deputy")
IN_OFFICE = ("appointed", "trained")
TRAINING = Term("training", "officer.training", _("Train the officer for access to information"), starts="since")
AGAIN = Term(
    "training_again", "officer.training.again", _("Train the officer for access to information again"), starts="on"
)

post_of_body = Guard(
    "officer.another_body",
    lambda context: context.facts.get("post_body") == context.case.body_id,
    _("The post is none of this body."),
    _("Choose a post of the body itself."),
)
order_named = Guard(
    "officer.no_order",
    lambda context: bool(str(context.facts.get("order_ref") or "").strip()),
    _("The order is not named."),
    _("Give number and day of the order: it stands in the register."),
)
post_free = Guard(
    "officer.post_taken",
    lambda context: not context.facts.get("taken"),
    _("This post or this duty has its officer already."),
    _("End the former appointment first, or appoint a deputy."),
)
begun = Guard(
    "officer.day_ahead",
    lambda context: bool(context.facts.get("since")) and context.facts["since"] <= context.today,
    _("The day has not come yet."),
    _("Enter it on the day or after it."),
)
day_over = Guard(
    "officer.training_ahead",
    lambda context: bool(context.facts.get("on")) and context.facts["on"] <= context.today,
    _("The training has not taken place yet."),
    _("Enter it when it is over."),
)
title_there = both(
    "words",
    "officer.training_untitled",
    _("The training is not named in both languages."),
    _("Write what it was about in Kazakh and in Russian."),
)
holder_known = Guard(
    "officer.no_holder",
    lambda context: bool(context.facts.get("holder")),
    _("The register of bodies names nobody in this post today."),
    _("Ask the registrar to enter who holds it."),
)
stand_in_named = Guard(
    "officer.nobody_stands_in",
    lambda context: bool(context.facts.get("stand_in")),
    _("Nobody would answer for access to information meanwhile."),
    _("Name another officer of the body who is there; appoint a deputy first where there is none."),
)
days_in_order = Guard(
    "officer.days_reversed",
    lambda context: bool(context.facts.get("days_in_order")),
    _("The last day lies before the first one, or the leave overlaps another."),
    _("Correct the days."),
)
is_away = Guard(
    "officer.not_away",
    lambda context: bool(context.facts.get("away")),
    _("The officer is not on leave."),
    _("There is nothing to end."),
)

OFFICER = register(
    Lifecycle(
        kind=KIND,
        letter="N",
        title=_("Officer for access to information"),
        states=(
            State("appointed", _("appointed, to be trained"), _("The officer is in office and has to be trained.")),
            State("trained", _("in office, trained"), _("The officer is in office and was trained.")),
            State("ended", _("no longer in office"), _("The appointment ended."), final=True, waits_for="nobody"),
        ),
        moves=(
            Move("appoint", _("Appoint"), (NEW,), "appointed", LEADERS, "officer_appointed",
                 _("Appointed since %(since)s: %(signer_post)s."),
                 guards=(post_of_body, order_named, begun, post_free), opens=(TRAINING,), law="ati.training"),
            Move("train", _("Enter a training"), IN_OFFICE, "trained", (*LEADERS, "officer", "ati_officer"),
                 "officer_trained", _("The officer was trained, %(hours)s hours."), guards=(title_there, day_over),
                 meets=("training", "training_again"), opens=(AGAIN,), law="ati.training"),
            Move("away", _("Enter a leave"), IN_OFFICE, STAY, (*LEADERS, "ati_officer"), "officer_away",
                 _("On leave from %(since)s to %(due)s; instead answers: %(signer_post)s."),
                 guards=(holder_known, stand_in_named, days_in_order)),
            Move("come_back", _("End the leave today"), IN_OFFICE, STAY, (*LEADERS, "ati_officer"),
                 "officer_back", _("The officer is back."), guards=(is_away,)),
            Move("change", _("Change how to reach"), IN_OFFICE, STAY, (*LEADERS, "ati_officer"), "officer_changed",
                 _("How to reach the officer was changed.")),
            Move("end", _("End the appointment"), IN_OFFICE, "ended", LEADERS, "officer_ended",
                 _("The appointment ended on %(since)s."), guards=(begun,)),
        ),
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; the officer goes on at %(to_body)s."),
        },
    )
)  # fmt: skip
