"""From the first supporter to the threshold, and what stops or moves the term on the way.

Signatures are no acts: the sequencer moves the count, and calls `crossing.crossed` when a number is reached.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import STAY, Move
from jariya.portals.petitions import guards as g
from jariya.portals.petitions import terms as t
from jariya.portals.petitions.moves.who import AUTHOR, SUPERVISOR, SYSTEM
from jariya.portals.petitions.states import BEFORE

_COURT = (*SUPERVISOR, "registrar")
_OUTAGE = _("Signing did not work on %(since)s: by a public act the term was moved from %(old_due)s to %(due)s.")
_RESUMED = _("The suspension ended; the days it lasted were added to the term, which now ends on %(due)s.")
_RUNNING = (("gathering_support", "support"), ("collecting", "collecting"))

GATHERING = (
    Move(
        "open_collecting",
        _("Open for signatures"),
        ("gathering_support",),
        "collecting",
        SYSTEM,
        "petition_opened",
        _("Public with the supporters it needed; signatures are collected until %(due)s. Needed: %(needed)s."),
        guards=(g.not_suspended, g.enough_supporters, g.threshold_known),
        meets=("support",),
        opens=(t.COLLECTING,),
        law="petition.collecting",
    ),
    Move(
        "lapse_support",
        _("Lapse without supporters"),
        ("gathering_support",),
        "lapsed_support",
        SYSTEM,
        "petition_support_lapsed",
        _("The first supporters did not come in time: %(count)s of %(needed)s."),
        guards=(g.not_suspended, g.support_over, g.all_counted, g.support_missed),
        law="petition.support.term",
    ),
    Move(
        "succeed",
        _("Reach the threshold"),
        ("collecting",),
        "supported",
        SYSTEM,
        "petition_supported",
        _("The threshold of %(needed)s signatures is reached."),
        guards=(g.threshold_reached,),
        meets=("collecting",),
        opens=(t.REGISTRATION,),
        law="petition.collecting",
    ),
    Move(
        "lapse",
        _("Lapse"),
        ("collecting",),
        "lapsed",
        SYSTEM,
        "petition_lapsed",
        _("The term is over: %(count)s signatures of %(needed)s."),
        guards=(g.not_suspended, g.collecting_over, g.all_counted, g.threshold_missed),
        law="petition.collecting",
    ),
    *(
        Move(
            "add_outage",
            _("Add the days of an outage"),
            (state,),
            STAY,
            SUPERVISOR,
            "petition_outage_added",
            _OUTAGE,
            guards=(g.day_added_once,),
            extends=term,
            law="petition.outage",
        )
        for state, term in _RUNNING
    ),
    Move(
        "suspend",
        _("Note a court's suspension"),
        ("gathering_support", "collecting", "supported", "registered", "considering"),
        STAY,
        _COURT,
        "petition_suspended",
        _("Suspended by a court's decision from %(since)s."),
        guards=(g.not_suspended, g.court_named),
        topics=("supervisor",),
        law="petition.suspension",
    ),
    *(
        Move(
            "resume",
            _("End the suspension"),
            (state,),
            STAY,
            _COURT,
            "petition_resumed",
            _RESUMED,
            guards=(g.is_suspended,),
            extends=term,
            law="petition.suspension",
        )
        for state, term in (*_RUNNING, ("registered", "consideration"), ("considering", "consideration"))
    ),
    Move(
        "resume",
        _("End the suspension"),
        ("supported",),
        STAY,
        _COURT,
        "petition_resumed",
        _RESUMED,
        guards=(g.is_suspended,),
        extends="registration",
        law="petition.suspension",
    ),
    Move(
        "withdraw",
        _("Withdraw the petition"),
        (*BEFORE, "gathering_support", "collecting"),
        "withdrawn",
        AUTHOR,
        "petition_withdrawn",
        _("The author withdrew the petition."),
    ),
    Move(
        "seal",
        _("Hide from the public"),
        ("gathering_support", "collecting", "lapsed", "supported", "registered", "considering", "decided",
         "implementing", "closed", "refused", "complaint", "refusal_final", "lapsed_support", "withdrawn"),
        STAY,
        (*SUPERVISOR, "moderator"),
        "petition_sealed",
        _("Hidden from the public by a moderator, with reasons."),
        guards=(g.reason_given,),
        topics=("supervisor",),
    ),
    Move(
        "unseal",
        _("Show to the public again"),
        ("gathering_support", "collecting", "lapsed", "supported", "registered", "considering", "decided",
         "implementing", "closed", "refused", "complaint", "refusal_final", "lapsed_support", "withdrawn"),
        STAY,
        (*SUPERVISOR, "moderator"),
        "petition_unsealed",
        _("Shown to the public again."),
        guards=(g.reason_given,),
    ),
)  # fmt: skip
