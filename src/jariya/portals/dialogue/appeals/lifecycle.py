"""The one table of an appeal. Its steps are taken in the state's system for appeals; they are told here in its words.

Registered by that system, an appeal runs on the Code's clock (norm `appeal.answer`). The body answers there, not at our
desk, so its duty is told when it is late but counts in none of our figures of punctuality (`duty_of` outside).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Guard, Lifecycle, Move, State, Term, register

KIND = "appeal"
RUNNING = ("registered", "accepted", "forwarded")

signed_by_eds = Guard(
    "appeal.unsigned",
    lambda context: bool(context.facts.get("signed")),
    _("An appeal must be signed by EDS before it can be handed over."),
    _("Sign it on the next page, by NCALayer or by eGov Mobile. Without EDS, ask an open question instead."),
)
kind_known = Guard(
    "appeal.kind_unknown",
    lambda context: bool(context.facts.get("kind")),
    _("It is not said what kind of appeal this is."),
    _("Choose one of the kinds on the form; each is explained beside it."),
)
not_handed = Guard(
    "appeal.handed_over",
    lambda context: not context.facts.get("handed"),
    _("The state system already has the appeal, so it cannot be taken back here."),
    _("Write to the body under the number on this page and ask it to leave the appeal without consideration."),
)
later_day = Guard(
    "appeal.no_later_day",
    lambda context: (
        context.facts.get("due_on") is not None
        and (row := context.running("answer")) is not None
        and context.facts["due_on"] > row.due_on
    ),
    _("The new day is not later than the former one."),
    _("Nothing is moved; the former day stands."),
)

ANSWER = Term(
    "answer", "appeal.answer", _("Answer the appeal"), duty_of="outside", starts="registered_on", public=False
)

APPEAL = register(
    Lifecycle(
        kind=KIND,
        letter="A",
        title=_("Appeal"),
        states=(
            State(
                "handing_over",
                _("on its way"),
                _("Signed by you. The state system for appeals has not yet said that it has it; we keep trying."),
                waits_for="system",
            ),
            State("handed", _("handed over"), _("The state system has the appeal and has given it a number.")),
            State("registered", _("registered"), _("Registered in the state system; the term of the Code runs.")),
            State("accepted", _("in work"), _("The body is working on the appeal.")),
            State("forwarded", _("forwarded"), _("Another body, competent for it, has the appeal.")),
            State("answered", _("answered"), _("The body has answered; the answer is below."), waits_for="asker"),
            State(
                "returned",
                _("not accepted"),
                _("The state system or the body did not accept the appeal; the reason is below."),
                final=True,
                waits_for="asker",
            ),
            State("closed", _("closed"), _("Nothing is open any more."), final=True, waits_for="nobody"),
            State(
                "withdrawn", _("withdrawn"), _("Taken back before it was handed over."), final=True, waits_for="nobody"
            ),
        ),
        moves=(
            Move(
                "submit",
                _("Sign and hand over"),
                (NEW,),
                "handing_over",
                ("person",),
                "appeal_submitted",
                _("Signed by EDS and set on its way to the state system for appeals."),
                guards=(signed_by_eds, kind_known),
                public=False,
                law="appeal.kinds",
            ),
            Move(
                "withdraw",
                _("Take back"),
                ("handing_over",),
                "withdrawn",
                ("asker",),
                "appeal_withdrawn",
                _("Taken back by its writer before it was handed over."),
                guards=(not_handed,),
                public=False,
            ),
            Move(
                "hand",
                _("Hand over"),
                ("handing_over",),
                "handed",
                ("system",),
                "appeal_handed",
                _("The state system has it under No. %(number)s."),
                public=False,
            ),
            Move(
                "register",
                _("Register"),
                ("handing_over", "handed"),
                "registered",
                ("system",),
                "appeal_registered",
                _("Registered in the state system under No. %(number)s; the term is counted from %(registered_on)s."),
                opens=(ANSWER,),
                public=False,
                law="appeal.registration",
            ),
            Move(
                "accept",
                _("Accept"),
                ("registered", "forwarded"),
                "accepted",
                ("system",),
                "appeal_accepted",
                _("The body accepted the appeal."),
                public=False,
            ),
            Move(
                "forward",
                _("Forward"),
                RUNNING,
                "forwarded",
                ("system",),
                "appeal_forwarded",
                _("Sent on to the competent body."),
                public=False,
                law="appeal.forward",
            ),
            Move(
                "extend",
                _("Extend"),
                RUNNING,
                STAY,
                ("system",),
                "appeal_extended",
                _("The term was extended to %(due)s."),
                guards=(later_day,),
                extends="answer",
                public=False,
                law="appeal.extension",
            ),
            Move(
                "answer",
                _("Answer"),
                RUNNING,
                "answered",
                ("system",),
                "appeal_answered",
                _("The body answered."),
                meets=("answer",),
                public=False,
                law="appeal.answer",
            ),
            Move(
                "return",
                _("Not accept"),
                ("handing_over", "handed", *RUNNING),
                "returned",
                ("system",),
                "appeal_returned",
                _("Not accepted; the reason is on the page of the appeal."),
                cancels=("answer",),
                public=False,
                law="appeal.refusal_to_accept",
            ),
            Move(
                "close",
                _("Close"),
                ("answered",),
                "closed",
                ("system",),
                "appeal_closed",
                _("Closed in the state system."),
                public=False,
            ),
        ),
        system_events={
            "overdue": _("The day %(due)s has passed without an answer. No answer in time counts as a refusal."),
            "due_moved": _("The due day moved from %(old)s to %(new)s by an edition of the calendar or of the law."),
        },
    )
)
