"""Every refusal of these ways: its stable code, what happened, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Said = tuple[str | Promise, str | Promise]

IDENTITY: Mapping[str, Said] = MappingProxyType(
    {
        "identity.no_person": (
            _("This certificate names an organisation and no person."),
            _("Sign in with a key on which your own IIN stands: your personal one, or the one of an employee."),
        ),
        "identity.iin_invalid": (
            _("The number in this certificate is not a possible IIN."),
            _("Ask the certification centre to look at the certificate, or sign in another way."),
        ),
        "identity.account_closed": (
            _("The account of this person is closed."),
            _("Write to the support of the platform."),
        ),
        "identity.account_official": (
            _("This is an official's account: it opens only with a passkey, or password and application."),
            _("Sign in as an official; afterwards you may join your signature to that account."),
        ),
        "identity.identity_taken": (
            _("Another account here belongs to the owner of this identity."),
            _(
                "You have two accounts. They are not joined by themselves: what was done under two pseudonyms stays "
                "under two. Sign out and sign in with your signature to use the other one."
            ),
        ),
        "identity.identity_other": (
            _("This account already belongs to another person's identity."),
            _("One account is one person. Sign out and sign in with your own signature."),
        ),
    }
)
"""Codes of `identity.linking.LinkError`."""

EDS: Mapping[str, Said] = MappingProxyType(
    {
        "sign_in.unknown": (
            _("This sign-in is not known in this browser, or it was used already."),
            _("Begin anew in the browser in which you want to be signed in."),
        ),
        "sign_in.too_late": (
            _("Too much time has passed since you signed."),
            _("Begin anew: a signature opens the account within ten minutes."),
        ),
    }
)

STATE: Mapping[str, Said] = MappingProxyType(
    {
        "state.unavailable": (
            _("Sign-in through the identity service of the state is not set up on this site."),
            _("Choose another way to sign in."),
        ),
        "state.unreachable": (
            _("The identity service of the state does not answer."),
            _("Try again in a minute, or choose another way to sign in."),
        ),
        "state.cancelled": (
            _("You did not allow the identity service to tell us who you are."),
            _("Nothing was passed on. You may try again or choose another way."),
        ),
        "state.unknown": (
            _("This answer belongs to no sign-in that was begun in this browser, or it was used already."),
            _("Begin anew, and finish within ten minutes in the same browser."),
        ),
        "state.refused": (
            _("The identity service of the state refused to finish the sign-in."),
            _("Begin anew. If it happens again, choose another way and tell support the code."),
        ),
        "state.forged": (
            _("The answer of the identity service did not pass the check."),
            _("You are not signed in. Begin anew; if it happens again, tell support the code."),
        ),
        "state.no_identity": (
            _("The identity service did not say who you are."),
            _("Allow it to pass your IIN on: without it we cannot find your account. Or choose another way."),
        ),
    }
)

CLAIMS: Mapping[str, Said] = MappingProxyType(
    {
        "claim_decided": (_("This request has been decided already."), _("Look at the list anew.")),
        "own_claim": (_("Nobody decides on a role of one's own."), _("Another registrar has to decide.")),
        "not_registrar": (_("You do not keep the officials of this body."), _("Its registrar has to decide.")),
        "reason_missing": (_("A refusal needs a reason."), _("Write it in a sentence: the official reads it.")),
        "role_held": (_("This role is held already."), _("Look at the list anew.")),
        "role_not_staff": (_("Roles are given to officials' accounts only."), _("Enrol the person as an official.")),
        "role_real_body": (
            _("An invented person cannot hold a role in a real body."),
            _("Refuse the request with a reason."),
        ),
    }
)

ALL: Mapping[str, Said] = MappingProxyType({**IDENTITY, **EDS, **STATE, **CLAIMS})


def of(code: str) -> Said | None:
    """What a code means and what to do; None for a code that is not ours (nothing of an address is shown back)."""
    return ALL.get(code)
