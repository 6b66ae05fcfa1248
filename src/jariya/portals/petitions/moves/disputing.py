"""A refusal, or the silence of the moderators, that its author complains of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import STAY, Move
from jariya.portals.petitions import guards as g
from jariya.portals.petitions import terms as t
from jariya.portals.petitions.moves.who import AUTHOR, MODERATORS, SUPERVISOR, SYSTEM
from jariya.portals.petitions.states import AT_DESK

DISPUTING = (
    Move(
        "complain",
        _("Complain"),
        ("refused", *AT_DESK),
        "complaint",
        AUTHOR,
        "petition_complained",
        _("The author complained; the supervisor decides by %(due)s."),
        guards=(g.may_complain, g.reason_given),
        cancels=("complain",),
        opens=(t.PASS_ON, t.COMPLAINT),
        topics=("supervisor",),
        law="appeal.silence",
    ),
    Move(
        "pass_on",
        _("Pass the complaint on"),
        ("complaint",),
        STAY,
        MODERATORS,
        "petition_passed_on",
        _("The moderators passed the complaint on with what they have to say to it."),
        guards=(g.reason_given,),
        meets=("pass_on",),
        topics=("supervisor",),
        law="complaint.pass_on",
    ),
    Move(
        "grant_complaint",
        _("Grant the complaint"),
        ("complaint",),
        "submitted",
        MODERATORS,
        "petition_complaint_granted",
        _("The moderators granted the complaint and check the petition anew."),
        guards=(g.second_person, g.reason_given),
        meets=("complaint", "pass_on"),
        opens=(t.MODERATION,),
        law="complaint.pass_on",
    ),
    Move(
        "overturn",
        _("Oblige to decide anew"),
        ("complaint",),
        "submitted",
        SUPERVISOR,
        "petition_complaint_upheld",
        _("The complaint was upheld: the moderators check the petition anew."),
        guards=(g.reason_given,),
        meets=("complaint",),
        cancels=("pass_on",),
        opens=(t.MODERATION,),
        law="complaint.decide",
    ),
    Move(
        "let_stand",
        _("Let the refusal stand"),
        ("complaint",),
        "refusal_final",
        SUPERVISOR,
        "petition_complaint_dismissed",
        _("The complaint was dismissed with reasons. The way to the court is open."),
        guards=(g.refusal_stands, g.reason_given),
        meets=("complaint",),
        law="complaint.decide",
    ),
    Move(
        "settle",
        _("Make the refusal final"),
        ("refused",),
        "refusal_final",
        SYSTEM,
        "petition_refusal_final",
        _("Nobody complained in time: the refusal is final."),
        guards=(g.complaining_over,),
        law="complaint.file",
    ),
)
