"""Codes of the evidence desk in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.people.texts import SENTENCES

REFUSALS = {
    "reference_unknown": _("There is no signature with this reference. Copy it from the page of the signature."),
    "erased": _("This evidence was erased: nothing opens it any more."),
    "waits_already": _("Your request for this signature waits already."),
    "words_missing": _("Write who asks, and under which number."),
    "own_request": _("You asked for this yourself: a second registrar decides."),
    "decided": _("This request was decided already."),
    "not_approved": _("Only the two registrars of an approved request may read the evidence."),
    "over": _("The time for reading is over. Ask anew."),
    "fresh_needed": SENTENCES["fresh_needed"],
}
STATES = {None: _("waits for a second registrar"), True: _("approved"), False: _("not approved")}
TONES = {None: "gold", True: "good", False: "bad"}
LOOKS = {"page": _("read on the page"), "cms": _("signature saved as a file"), "proofs": _("proofs saved as a file")}
