"""The one table of a question: states, verbs, who may, what runs and by which norm.

An open question is public and runs on the platform's own published terms (norms `question.*`, standing `house`): it
has no administrative effect. An appeal in the sense of the Code goes through the state system for appeals and comes
with its adapter; its kind is a column of `Question` from the first migration.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence import guards as g
from jariya.kernel.lifecycle.table import NEW, STAY, Lifecycle, Move, State, Term, register

STAFF = ("officer", "deputy", "head")
LEADERS = ("head", "deputy")
IN_WORK = ("registered", "accepted", "assigned", "answer_drafted")

ANSWER = Term("answer", "question.answer", _("Answer the question"), starts="registered_on")
FORWARD = Term(
    "forward", "question.forward", _("Accept the question, or forward it to the competent body"), starts="registered_on"
)
ANSWER_HERE = Term("answer", "question.answer", _("Answer the question"))
FORWARD_HERE = Term("forward", "question.forward", _("Accept the question, or forward it to the competent body"))
PUBLISH = Term("publish", "question.answer.publish", _("Publish the answer"))
RATE = Term("rate", "question.rating", _("Rate the answer"), duty_of="person")
COMPLAINT = Term("complaint", "question.complaint", _("Decide on the complaint"), duty_of="supervisor")
ANSWER_AGAIN = Term("answer", "question.answer", _("Answer the question"), unless_running=True)

QUESTION = register(
    Lifecycle(
        kind="question",
        letter="Q",
        title=_("Question"),
        states=(
            State("registered", _("registered"), _("The body has the question and must take it on or forward it.")),
            State("accepted", _("accepted"), _("The body has taken the question on.")),
            State("assigned", _("assigned"), _("An officer of the body is preparing the answer.")),
            State("answer_drafted", _("answer drafted"), _("An answer is written and waits for signature.")),
            State("answered", _("answered"), _("The answer is signed and sent to the asker."), waits_for="body"),
            State("published", _("published"), _("Question and answer can be read by all."), waits_for="asker"),
            State("rated", _("rated"), _("The asker has rated the answer."), waits_for="asker"),
            State(
                "complaint",
                _("complaint"),
                _("The asker has complained; the supervisor decides."),
                waits_for="supervisor",
            ),
            State("closed", _("closed"), _("Nothing is open any more."), final=True, waits_for="nobody"),
            State(
                "withdrawn", _("withdrawn"), _("The asker has taken the question back."), final=True, waits_for="nobody"
            ),
        ),
        moves=(
            Move(
                "ask",
                _("Ask"),
                (NEW,),
                "registered",
                ("person",),
                "registered",
                _("Registered under No. %(number)s; the term is counted from %(registered_on)s."),
                guards=(g.body_takes_letters,),
                opens=(FORWARD, ANSWER),
                law="appeal.registration",
            ),
            Move(
                "receive_part",
                _("Receive a part"),
                (NEW,),
                "registered",
                STAFF,
                "part_received",
                _("Received as a part of another question and registered under No. %(number)s."),
                guards=(g.body_takes_letters,),
                opens=(FORWARD_HERE, ANSWER_HERE),
                law="appeal.forward",
            ),
            Move(
                "accept",
                _("Accept"),
                ("registered",),
                "accepted",
                STAFF,
                "accepted",
                _("The body accepted the question as its own."),
                meets=("forward",),
                law="question.forward",
            ),
            Move(
                "assign",
                _("Assign"),
                ("registered", "accepted", "assigned", "answer_drafted"),
                "assigned",
                STAFF,
                "assigned",
                _("An officer was named who prepares the answer."),
                meets=("forward",),
            ),
            Move(
                "forward",
                _("Forward to another body"),
                IN_WORK,
                "registered",
                STAFF,
                "forwarded",
                _("Forwarded by %(from_body)s to %(to_body)s. The first registration day is kept."),
                guards=(g.another_body, g.body_takes_letters, g.reason_given),
                meets=("forward",),
                cancels=("answer",),
                opens=(FORWARD_HERE, ANSWER_HERE),
                law="appeal.forward",
            ),
            Move(
                "forward_part",
                _("Forward some points"),
                IN_WORK,
                STAY,
                STAFF,
                "part_forwarded",
                _("Some points were forwarded to %(part_body)s, where they are answered on their own term."),
                guards=(g.points_named, g.some_points_stay, g.reason_given),
                law="appeal.forward",
            ),
            Move(
                "extend",
                _("Extend the term"),
                ("accepted", "assigned", "answer_drafted"),
                STAY,
                (*LEADERS, "delegate"),
                "extended",
                _("The term was extended from %(old_due)s to %(due)s by a reasoned decision."),
                guards=(
                    g.reason_given,
                    g.still_in_time,
                    g.not_extended_before,
                    g.extension_in_bounds("question.extension"),
                ),
                extends="answer",
                law="question.extension",
            ),
            Move(
                "draft_answer",
                _("Write the answer"),
                ("accepted", "assigned", "answer_drafted"),
                "answer_drafted",
                STAFF,
                "answer_drafted",
                _("An answer was drafted."),
                guards=(g.every_point_answered, g.same_language),
                public=False,
            ),
            Move(
                "send_back",
                _("Send back for rework"),
                ("answer_drafted",),
                "assigned",
                LEADERS,
                "sent_back",
                _("The draft was sent back for rework."),
                guards=(g.reason_given,),
                public=False,
            ),
            Move(
                "sign_answer",
                _("Sign the answer"),
                ("answer_drafted",),
                "answered",
                ("head", "delegate"),
                "answered",
                _("The answer was signed by: %(signer_post)s."),
                guards=(g.signed, g.every_point_answered, g.same_language),
                meets=("answer", "forward"),
                opens=(PUBLISH,),
                when=g.publicly,
                law="question.answer",
            ),
            Move(
                "sign_answer",
                _("Sign the answer"),
                ("answer_drafted",),
                "answered",
                ("head", "delegate"),
                "answered",
                _("The answer was signed by: %(signer_post)s."),
                guards=(g.signed, g.every_point_answered, g.same_language),
                meets=("answer", "forward"),
                opens=(RATE,),
                when=g.privately,
                law="question.answer",
            ),
            Move(
                "publish",
                _("Publish"),
                ("answered",),
                "published",
                (*STAFF, "moderator"),
                "published",
                _("Question and answer were published."),
                guards=(g.public_copy_checked,),
                meets=("publish",),
                opens=(RATE,),
                when=g.publicly,
                law="question.answer.publish",
            ),
            Move(
                "rate",
                _("Rate the answer"),
                ("answered", "published"),
                "rated",
                ("asker",),
                "rated",
                _("The asker rated the answer."),
                guards=(g.rating_in_range, g.rating_in_time),
                meets=("rate",),
                law="question.rating",
            ),
            Move(
                "complain",
                _("Complain"),
                (*IN_WORK, "answered", "published", "rated"),
                "complaint",
                ("asker",),
                "complained",
                _("The asker complained to the supervisor."),
                guards=(g.late_or_answered, g.reason_given),
                cancels=("rate",),
                opens=(COMPLAINT,),
                topics=("supervisor",),
                law="appeal.silence",
            ),
            Move(
                "uphold",
                _("Uphold the complaint"),
                ("complaint",),
                "assigned",
                ("supervisor",),
                "complaint_upheld",
                _("The supervisor upheld the complaint; the body must answer anew."),
                guards=(g.reason_given,),
                meets=("complaint",),
                opens=(ANSWER_AGAIN,),
                law="question.complaint",
            ),
            Move(
                "dismiss",
                _("Dismiss the complaint"),
                ("complaint",),
                "closed",
                ("supervisor",),
                "complaint_dismissed",
                _("The supervisor dismissed the complaint with reasons."),
                guards=(g.reason_given,),
                meets=("complaint",),
                law="question.complaint",
            ),
            Move(
                "withdraw",
                _("Withdraw"),
                IN_WORK,
                "withdrawn",
                ("asker",),
                "withdrawn",
                _("The asker took the question back."),
            ),
            Move(
                "seal",
                _("Hide from the public"),
                (*IN_WORK, "answered", "published", "rated", "complaint", "closed"),
                STAY,
                ("moderator", "supervisor"),
                "sealed",
                _("Hidden from the public by a moderator, with reasons."),
                guards=(g.reason_given,),
                topics=("supervisor",),
            ),
            Move(
                "unseal",
                _("Show to the public again"),
                (*IN_WORK, "answered", "published", "rated", "complaint", "closed"),
                STAY,
                ("moderator", "supervisor"),
                "unsealed",
                _("Shown to the public again."),
                guards=(g.reason_given,),
            ),
            Move(
                "close",
                _("Close"),
                ("answered", "published", "rated"),
                "closed",
                ("system",),
                "closed",
                _("The case was closed: the time for rating is over."),
                guards=(g.rating_is_over,),
            ),
        ),
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the question over with its terms."),
        },
    )
)
