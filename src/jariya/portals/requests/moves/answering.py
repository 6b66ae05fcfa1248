"""The answer: extended, drafted, signed, published."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence import guards as g
from jariya.kernel.lifecycle.table import STAY, Move
from jariya.portals.requests import guards as r
from jariya.portals.requests import terms as t
from jariya.portals.requests.decisions import OUTCOMES
from jariya.portals.requests.moves.who import ALIVE, LEADERS, STAFF

_SIGNED = {
    "granted": (_("everything is given"), "granted", _("Granted. Signed by: %(signer_post)s.")),
    "partly": (
        _("a part is given"),
        "partly_granted",
        _("Granted in part; what was severed and why stands in the answer. Signed by: %(signer_post)s."),
    ),
    "refused": (_("everything is refused"), "refused", _("Refused on a named ground. Signed by: %(signer_post)s.")),
    "not_held": (
        _("the body does not hold it"),
        "not_held",
        _("The body answered that nobody holds this information. Signed by: %(signer_post)s."),
    ),
    "already_public": (
        _("it is public already"),
        "already_public",
        _("The body answered with the address at which the information is published. Signed by: %(signer_post)s."),
    ),
}
SIGNED_EVENTS = tuple(event for _title, event, _sentence in _SIGNED.values())
"""Kinds of the events by which an answer is given."""

_DECISION_GUARDS = (
    g.every_point_answered,
    g.same_language,
    r.outcome_known,
    r.may_be_restricted,
    r.ground_named,
    r.severed_named,
    r.harm_named,
    r.part_considered,
    r.link_given,
    r.document_shown,
)

ANSWERING = (
    Move(
        "extend",
        _("Extend the term"),
        ("clarification", "in_work", "answer_drafted", "overturned"),
        STAY,
        (*LEADERS, "delegate"),
        "extended",
        _("The term was extended from %(old_due)s to %(due)s by a reasoned decision."),
        guards=(
            g.reason_given,
            r.holder_named,
            g.still_in_time,
            g.not_extended_before,
            g.extension_in_bounds("ati.extension", media="media.extension"),
        ),
        opens=t.EXTENSION_NOTICE,
        extends="answer",
        law="ati.extension",
    ),
    Move(
        "tell_extension",
        _("Note that the person was told of the extension"),
        ALIVE,
        STAY,
        ("system", *STAFF),
        "extension_told",
        _("The person was told of the extension."),
        meets=("extension_notice",),
        law="ati.extension.notice",
    ),
    Move(
        "draft_answer",
        _("Write the decision"),
        ("in_work", "answer_drafted", "overturned"),
        "answer_drafted",
        STAFF,
        "answer_drafted",
        _("A decision was drafted."),
        guards=_DECISION_GUARDS,
        cancels=("refusal_notice",),
        public=False,
        when=r.giving,
    ),
    Move(
        "draft_answer",
        _("Write the decision"),
        ("in_work", "answer_drafted", "overturned"),
        "answer_drafted",
        STAFF,
        "answer_drafted",
        _("A decision was drafted."),
        guards=_DECISION_GUARDS,
        opens=(t.REFUSAL_NOTICE,),
        public=False,
        law="ati.refusal_notice",
        when=r.restricting,
    ),
    Move(
        "send_back",
        _("Send back for rework"),
        ("answer_drafted",),
        "in_work",
        LEADERS,
        "sent_back",
        _("The draft was sent back for rework."),
        guards=(g.reason_given,),
        public=False,
    ),
    *(
        Move(
            "sign_answer",
            _("Sign the decision"),
            ("answer_drafted",),
            outcome,
            ("head", "delegate"),
            event,
            sentence,
            guards=(g.signed, *_DECISION_GUARDS, r.link_works),
            meets=("answer", "forward", "refusal_notice"),
            cancels=("clarify",),
            opens=(t.PUBLISH, t.RATE, t.COMPLAIN),
            law="ati.refusal_notice" if outcome in {"partly", "refused"} else "ati.answer",
            when=r.decided(outcome, title),
        )
        for outcome, (title, event, sentence) in _SIGNED.items()
    ),
    Move(
        "publish",
        _("Publish"),
        (*OUTCOMES, "complaint", "upheld", "court"),
        STAY,
        (*STAFF, "moderator"),
        "published",
        _("Request and answer were published."),
        guards=(g.public_copy_checked,),
        meets=("publish",),
        when=g.publicly,
        law="request.publish",
    ),
    Move(
        "oblige_publication",
        _("Oblige to publish the information"),
        ALIVE,
        STAY,
        ("system",),
        "publication_owed",
        _("The same information was asked for repeatedly: %(body)s must publish it."),
        guards=(r.asked_often,),
        opens=(t.PUBLISH_INFORMATION,),
        topics=("supervisor",),
        law="request.publish_after_repeats",
    ),
    Move(
        "liken",
        _("Name as the same information"),
        ALIVE,
        STAY,
        STAFF,
        "likened",
        _("The body named the request as one for the same information as another."),
        guards=(r.alike,),
        public=False,
        law="request.publish_after_repeats",
    ),
    Move(
        "publish_information",
        _("Name where the information is published"),
        ALIVE,
        STAY,
        STAFF,
        "information_published",
        _("The information that was asked for repeatedly is published."),
        guards=(r.publication_owed, r.information_link_works),
        meets=("publish_information",),
        law="request.information.publish",
    ),
)
