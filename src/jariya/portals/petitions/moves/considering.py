"""What the addressee does with a petition that has its signatures. Its actions live in `consideration`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import STAY, Move
from jariya.portals.petitions import guards as g
from jariya.portals.petitions import terms as t
from jariya.portals.petitions.moves.who import HEAD, STAFF, SYSTEM

_DECIDED = {
    "satisfied": (
        _("satisfied"),
        "petition_satisfied",
        _("Satisfied. Decided by the head, with EDS: %(signer_post)s."),
    ),
    "partly": (
        _("satisfied in part"),
        "petition_partly_satisfied",
        _("Satisfied in part. Decided by the head, with EDS: %(signer_post)s."),
    ),
    "refused": (
        _("refused"),
        "petition_declined",
        _("Refused, with reasons. Decided by the head, with EDS: %(signer_post)s."),
    ),
}


def _inside(verb: str, title: object, event: str, sentence: object, *sources: str, law: str = "") -> Move:
    """A step of the addressee's staff that leaves the state as it is; its own rules stand where it is taken."""
    return Move(
        verb,
        title,
        sources or ("considering",),
        STAY,
        STAFF,
        event,
        sentence,
        guards=(g.not_suspended,),
        law=law,
    )


CONSIDERING = (
    Move(
        "register",
        _("Register"),
        ("supported",),
        "registered",
        (*STAFF, *SYSTEM),
        "petition_registered",
        _("Registered under No. %(number)s. The body decides by %(due)s."),
        guards=(g.not_suspended,),
        meets=("registration",),
        opens=t.CONSIDERATION,
        law="petition.registration",
    ),
    Move(
        "take_up",
        _("Begin to consider it"),
        ("registered",),
        "considering",
        STAFF,
        "petition_taken_up",
        _("The body began to consider the petition."),
        guards=(g.not_suspended,),
    ),
    _inside(
        "form_group",
        _("Form the working group"),
        "group_formed",
        _("A working group was formed; the petitioner is invited."),
    ),
    _inside(
        "announce_hearing", _("Announce a hearing"), "hearing_announced", _("A hearing was announced for %(since)s.")
    ),
    _inside(
        "hold_hearing",
        _("Note that the hearing was held"),
        "hearing_held",
        _("The hearing was held; minutes are published."),
    ),
    _inside(
        "cancel_hearing", _("Cancel the hearing"), "hearing_cancelled", _("The hearing was cancelled, with reasons.")
    ),
    _inside(
        "publish_draft",
        _("Publish the draft of the decision"),
        "decision_drafted",
        _("The draft of the decision is open for comments."),
    ),
    *(
        Move(
            "decide",
            _("Decide"),
            ("considering",),
            "decided",
            HEAD,
            event,
            sentence,
            guards=(g.not_suspended, g.outcome_known, g.decided_by_head),
            meets=("consideration",),
            law="petition.decision.by",
            when=g.decided(outcome, title),
        )
        for outcome, (title, event, sentence) in _DECIDED.items()
    ),
    Move(
        "implement",
        _("Begin to carry it out"),
        ("decided",),
        "implementing",
        (*STAFF, *SYSTEM),
        "petition_implementing",
        _("The body carries out what it promised. Promises: %(promises)s."),
        guards=(g.promises_made,),
    ),
    _inside(
        "keep_promise",
        _("Show that a promise is kept"),
        "promise_kept",
        _("Promise %(promise)s was kept; the evidence is published."),
        "decided",
        "implementing",
    ),
    _inside(
        "move_promise",
        _("Move the day of a promise"),
        "promise_moved",
        _("The day of promise %(promise)s was moved from %(old_due)s to %(due)s, with reasons."),
        "decided",
        "implementing",
    ),
    Move(
        "close",
        _("Close"),
        ("decided", "implementing"),
        "closed",
        (*STAFF, *SYSTEM),
        "petition_closed",
        _("Nothing is open any more."),
        guards=(g.promises_settled,),
    ),
)
