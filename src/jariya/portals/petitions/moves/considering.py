"""What the addressee does with a petition that has its signatures. Its actions live in `consideration`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import STAY, Guard, Move
from jariya.portals.petitions import guards as g
from jariya.portals.petitions import terms as t
from jariya.portals.petitions.consideration import guards as c
from jariya.portals.petitions.moves.who import AUTHOR, HEAD, STAFF, SYSTEM

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


def _inside(
    verb: str,
    title: object,
    event: str,
    sentence: object,
    *guards: Guard,
    source: str = "considering",
    who: tuple[str, ...] = STAFF,
    law: str = "",
    public: bool = True,
) -> Move:
    """A step that leaves the state as it is."""
    rules = (g.not_suspended, *guards) if source == "considering" else guards
    return Move(verb, title, (source,), STAY, who, event, sentence, guards=rules, law=law, public=public)


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
        c.group_named,
        c.seats_whole,
        law="petition.working_group",
    ),
    _inside(
        "accept_invitation",
        _("Take part in the working group"),
        "invitation_accepted",
        _("The petitioner takes part in the working group."),
        c.invited,
        who=AUTHOR,
    ),
    _inside(
        "decline_invitation",
        _("Do not take part in the working group"),
        "invitation_declined",
        _("The petitioner does not take part in the working group."),
        c.invited,
        who=AUTHOR,
    ),
    _inside(
        "announce_hearing",
        _("Announce a hearing"),
        "hearing_announced",
        _("A hearing was announced for %(since)s."),
        c.agenda_said,
        c.notice_given,
        law="petition.hearing.notice",
    ),
    _inside(
        "tell_stream",
        _("Say where the hearing can be watched"),
        "hearing_stream_told",
        _("The address of the hearing's broadcast was told."),
        c.stream_given,
    ),
    _inside(
        "hold_hearing",
        _("Publish the minutes of the hearing"),
        "hearing_held",
        _("The hearing was held; minutes are published."),
        c.hearing_begun,
        c.minutes_said,
    ),
    _inside(
        "cancel_hearing",
        _("Cancel the hearing"),
        "hearing_cancelled",
        _("The hearing was cancelled, with reasons."),
        c.reason_said,
    ),
    _inside(
        "draft_decision",
        _("Write the draft of the decision"),
        "decision_written",
        _("The draft of the decision was written."),
        c.decision_whole,
        c.pledges_whole,
        public=False,
    ),
    _inside(
        "publish_draft",
        _("Publish the draft of the decision"),
        "decision_drafted",
        _("The draft of the decision is open for comments until %(due)s."),
        c.draft_there,
        c.promises_fit,
        law="petition.draft_decision.comments",
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
            guards=(
                g.not_suspended,
                c.draft_public,
                g.outcome_known,
                c.comments_over,
                c.comments_answered,
                g.decided_by_head,
            ),
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
        SYSTEM,
        "petition_implementing",
        _("The body carries out what it promised. Promises: %(promises)s."),
        guards=(g.promises_made,),
    ),
    _inside(
        "keep_promise",
        _("Show that a promise is kept"),
        "promise_kept",
        _("Promise %(promise)s was kept; the evidence is published."),
        c.report_said,
        c.evidence_given,
        source="implementing",
    ),
    _inside(
        "move_promise",
        _("Move the day of a promise"),
        "promise_moved",
        _("The day of promise %(promise)s was moved from %(old_due)s to %(due)s, with reasons."),
        c.reason_said,
        c.day_later,
        source="implementing",
    ),
    _inside(
        "give_up_promise",
        _("Say that a promise will not be kept"),
        "promise_given_up",
        _("Promise %(promise)s was given up, with reasons."),
        c.reason_said,
        source="implementing",
        who=("deputy", "head"),
    ),
    Move(
        "close",
        _("Close"),
        ("decided", "implementing"),
        "closed",
        (*STAFF, *SYSTEM),
        "petition_closed",
        _("The petition was closed. Promises: %(promises)s, kept: %(kept)s."),
        guards=(g.promises_settled,),
    ),
)
