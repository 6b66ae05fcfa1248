"""What a person is told: each code of a session or verdict, as what happened and what to do, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.signing.codes import CODES
from jariya.kernel.signing.lifecycle import RUNNING, Status
from jariya.kernel.signing.models import SigningSession

Sentence = str | Promise


@dataclass(frozen=True)
class Said:
    """`what` happened, what `remedy` there is, and the stable code."""

    code: str
    what: Sentence
    remedy: Sentence


SESSION: Mapping[str, tuple[Sentence, Sentence]] = MappingProxyType(
    {
        "session.unknown": (
            _("There is no such request to sign."),
            _("Open the page again and take its new QR code or link."),
        ),
        "session.expired": (
            _("The time for signing is over."),
            _("Open the page again and begin anew: nothing was signed."),
        ),
        "session.cancelled": (_("Signing was cancelled."), _("Nothing was signed. You may begin anew.")),
        "session.over": (
            _("This request already has its signature."),
            _("Open the page: it says what became of the signature."),
        ),
        "session.running": (
            _("This signature is still being verified."),
            _("Wait for the result; it comes by itself."),
        ),
        "session.forgotten": (
            _("The text of this request is no longer kept here."),
            _("Go to the page where you began, and sign anew."),
        ),
        "trust.missing": (
            _("Signatures cannot be checked on this site at the moment."),
            _("Nothing was taken. Try again later; the operator has to set up the list of trusted authorities."),
        ),
        "check.gave_up": (
            _("The services of the certification centre did not answer for three days."),
            _("The signature does not count. Sign again."),
        ),
        "signer.other": (
            _("This is another person's key."),
            _("Sign with the key of the person whose account this is, or sign in with your own account."),
        ),
        "signer.claimed": (
            _("This key belongs to the owner of another account."),
            _("Sign in with that account: one person has one account here."),
        ),
        "signer.no_person": (
            _("The certificate names no person."),
            _("Sign with a key that was issued to you, not with the seal of an organisation or a system."),
        ),
        "signer.not_accepted": (
            _("The key's owner could not be matched with an account."),
            _("Sign in anew and try again; if it happens once more, tell support the code."),
        ),
        "cms.missing": (
            _("No signature arrived."),
            _("Choose the file with the signature, or sign by one of the other ways."),
        ),
        "cms.too_big": (
            _("The signature is larger than 64 KB."),
            _("Sign without enclosing the document: only the signature is needed."),
        ),
        "cms.unreadable": (
            _("This is not a signature file."),
            _("Choose the file that the signing program made (.cms, .p7s, .sig), not the document."),
        ),
        "egov.unreadable": (
            _("What eGov Mobile sent could not be read."),
            _("Update the application and scan the QR code again."),
        ),
        "egov.bearer": (
            _("The application may not open this document."),
            _("Open the page again and scan its QR code: an old one is no longer good."),
        ),
    }
)

ROLES: Mapping[str, tuple[Sentence, Sentence]] = MappingProxyType(
    {
        "citizen": (
            _("This is the key of an organisation, and the act needs a person's own key."),
            _("Choose your key of an individual (natural person) and sign again."),
        ),
        "organisation": (
            _("This key gives no right to sign for the organisation."),
            _("The head or someone with the right to sign has to sign; an employee's or a private key is not enough."),
        ),
    }
)
"""`usage.role` in the words of the rule that was not met."""

NCALAYER: Mapping[str, tuple[Sentence, Sentence]] = MappingProxyType(
    {
        "asking": (
            _("Connecting to NCALayer …"),
            _("The browser may ask whether this site may reach programs on your computer (“local network”): allow it."),
        ),
        "waiting": (
            _("NCALayer is open."),
            _("In its window choose the key, enter its password and confirm. The window may be behind the browser."),
        ),
        "sending": (_("The signature is being sent …"), _("Do not close the page.")),
        "missing": (
            _("NCALayer does not answer."),
            _(
                "Start NCALayer and press the button again. If it is not installed, get it on the site of the National "
                "Certification Authority, ncl.pki.gov.kz. If the browser asked about the local network and you "
                "refused, allow it in the settings of this site."
            ),
        ),
        "cancelled": (_("You closed NCALayer's window."), _("Nothing was signed. Press the button to try again.")),
        "closed": (
            _("NCALayer broke the connection off."),
            _("Start NCALayer anew and press the button again. Nothing was signed."),
        ),
        "old": (
            _("This NCALayer is too old or lacks the module for signing."),
            _("Update NCALayer on the site of the National Certification Authority, then press the button again."),
        ),
        "failed": (
            _("NCALayer could not sign."),
            _("Check the password and that the key is not expired, then try again. NCALayer's own message:"),
        ),
    }
)
"""States of the page's script; all stand hidden in the page, so that the script holds no words."""

_INDICATIONS: Mapping[str, Sentence] = MappingProxyType(
    {
        "passed": _("TOTAL-PASSED: the signature is valid"),
        "indeterminate": _("INDETERMINATE: neither proven nor disproven"),
        "failed": _("TOTAL-FAILED: the signature is not valid"),
    }
)

CONSENTS: dict[str, Sentence] = {
    "publication": _("publication of the text, after the names of people are taken out"),
}
"""What people agree to by signing, by the code in the manifest."""

_added: dict[str, tuple[Sentence, Sentence]] = {}


def add(code: str, what: Sentence, remedy: Sentence) -> None:
    """Give a consumer's `Rejected` code its words; called by `project/wiring.py`."""
    _added[code] = (what, remedy)


def indication(name: str) -> Sentence:
    """ETSI's word of a verdict with its meaning; empty for a session without a check."""
    return _INDICATIONS.get(name, "")


def of(code: str, *, rule: str = "") -> Said:
    """What a code means and what to do. An unknown code says so and keeps the code for whoever helps.

    Args:
        rule: name of the act's rule, for a certificate in the wrong role.
    """
    if code == "usage.role" and rule in ROLES:
        return Said(code, *ROLES[rule])
    if code in _added:
        return Said(code, *_added[code])
    if code in SESSION:
        return Said(code, *SESSION[code])
    if code in CODES:
        return Said(code, gettext(CODES[code].what), gettext(CODES[code].what_to_do))
    return Said(
        code, _("The signature was not accepted."), _("Try again; if it happens once more, tell support the code.")
    )


@dataclass(frozen=True)
class Shown:
    """What the page says of a session: title, sentences, tone of the design system, ETSI's word and sub-indication."""

    title: Sentence
    what: Sentence
    remedy: Sentence
    tone: str
    code: str
    indication: Sentence
    sub: str


def verdict(session: SigningSession, *, rule: str = "") -> Shown | None:
    """What became of a session; None while it waits for its signature."""
    if session.status == Status.OPEN:
        return None
    word = indication(session.indication)
    if session.status in RUNNING:
        remedy: Sentence = _("You may close this page: the result will be here and on the page of your matter.")
        what: Sentence = _("The signature arrived. It counts only once everything is proven.")
        if session.status == Status.INDETERMINATE:
            what = _(
                "A service of the certification centre does not answer at the moment. The check is repeated by itself; "
                "the signature does not count before it has passed."
            )
        return Shown(_("The signature is being verified"), what, remedy, "info", session.code, word, session.sub)
    if session.status == Status.PASSED:
        what, remedy = _("The signature has been checked and counts."), _("Nothing more needs to be done.")
        return Shown(_("It is signed"), what, remedy, "good", session.code, word, session.sub)
    if session.status == Status.FAILED:
        said = of(session.code, rule=rule)
        title = _("The signature did not pass the check")
        return Shown(title, said.what, said.remedy, "bad", session.code, word, session.sub)
    said = of("session.expired" if session.status == Status.EXPIRED else "session.cancelled")
    return Shown(said.what, _("Nothing was signed."), said.remedy, "warn", said.code, "", "")
