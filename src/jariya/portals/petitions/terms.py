"""The terms of a petition: what runs, by which norm, and whose it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import Term
from jariya.portals.petitions import guards as g

MODERATION = Term("moderation", "petition.moderation", _("Decide whether the petition opens"), unless_running=True)
"""A complaint of silence does not hide that the moderators are late: the old term stays beside the new decision."""
REWORK = Term("rework", "petition.rework", _("Change the petition"), duty_of="person")
SUPPORT = Term("support", "petition.support.term", _("Gather the first supporters"), duty_of="person")
COLLECTING = Term("collecting", "petition.collecting", _("Collect signatures"), duty_of="person")
COMPLAIN = Term("complain", "complaint.file", _("Complain of the refusal"), duty_of="person")
PASS_ON = Term("pass_on", "complaint.pass_on", _("Grant the complaint or pass it on with the case"))
COMPLAINT = Term("complaint", "complaint.decide", _("Decide on the complaint"), duty_of="supervisor")
REGISTRATION = Term("registration", "petition.registration", _("Register the petition"))
CONSIDERATION = (
    Term("consideration", "petition.consideration.central", _("Decide on the petition"), when=g.runs_central),
    Term("consideration", "petition.consideration.local", _("Decide on the petition"), when=g.runs_local),
)
