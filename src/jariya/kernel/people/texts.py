"""Every refusal of sign-in: its stable code, and a sentence that says what happened and what to do."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.people.limits import Wait

SENTENCES = {
    "phone_missing": _("Enter your telephone number."),
    "mail_missing": _("Enter your e-mail address."),
    "mail_malformed": _("This is not an e-mail address. Example: name@example.kz."),
    "sms_unconfigured": _("Codes by SMS are not available on this site yet. Use e-mail."),
    "sms_unreachable": _("The SMS service does not answer. Try again in a minute or use e-mail."),
    "sms_failed": _("The SMS service did not take the message. Try again in a minute or use e-mail."),
    "sms_refused": _("The SMS service cannot send to this number. Check the number or use e-mail."),
    "mail_failed": _("The mail server does not answer. Try again in a minute or use a telephone number."),
    "code_missing": _("Enter the code from the message: six digits."),
    "code_wrong": _("The code is wrong. Check the digits and try again."),
    "code_used_up": _("Too many wrong tries. Ask for a new code."),
    "code_expired": _("The code has expired: it is good for 10 minutes. Ask for a new code."),
    "code_unknown": _("This code has been used already. Ask for a new code."),
    "account_closed": _("This account is closed. Write to the support of the platform."),
    "account_official": _("This is an official's account: it opens only with a passkey, or password and application."),
    "address_taken": _("Another account has this number or address. Sign in there, or enter another one."),
    "staff_wrong": _("The e-mail, the password or the code is wrong. Check all three; a code is good once."),
    "password_needed": _("Enter your password."),
    "app_code_missing": _("Enter the code that the application shows: six digits."),
    "passkey_unreadable": _("The device's answer could not be read. Try again, or sign in with a password and code."),
    "passkey_stale": _("The request has grown old. Press the button once more."),
    "passkey_unknown": _("This passkey is not known here. Use another device, or ask your registrar for a new link."),
    "passkey_refused": _("The passkey did not pass the check. Try again, or sign in with a password and code."),
    "passkey_copied": _("This passkey may have been copied: it is refused. Ask your registrar for a new link."),
    "passkey_known": _("This device already has a passkey here."),
    "password_missing": _("Choose a password."),
    "password_differs": _("The two passwords differ. Type the same one twice."),
    "password_weak": _(
        "The password is too weak: take at least 12 characters, not a common word and not digits alone."
    ),
    "app_code_wrong": _(
        "The application's code is wrong. Check that the telephone's clock is right, and try the next code."
    ),
    "name_missing": _("Enter the name."),
    "name_long": _("The name is too long: at most 200 characters."),
    "language_unknown": _("Choose one of the languages."),
    "body_missing": _("Choose the body from the list."),
    "kind_missing": _("Choose at least one role."),
    "email_taken": _("There is already an account with this e-mail. Issue a new link in the list instead."),
    "role_not_staff": _("Roles are given to officials' accounts only. Enrol the person with an official e-mail."),
    "role_real_body": _("An invented person cannot hold a role in a real body. Choose an invented body."),
    "role_not_everywhere": _("Only a supervisor or registrar can hold the role in all bodies."),
    "role_held": _("This role is held already."),
    "last_key": _("This is the only key of the account: add another one first."),
    "fresh_needed": _("For this, sign in again: it can be done within 15 minutes of a sign-in."),
}


def sentence(code: str, wait: Wait | None = None) -> str:
    """The sentence of a code, in the reader's language."""
    if wait is None:
        return str(SENTENCES[code])
    if code == "code_just_sent":
        left = max(1, int(wait.after.total_seconds()))
        return ngettext(
            "A code was sent just now. A new one can be sent in %(n)s second.",
            "A code was sent just now. A new one can be sent in %(n)s seconds.",
            left,
        ) % {"n": left}
    first = {
        "too_many_codes": gettext("Too many codes were asked for this number or address."),
        "network_busy": gettext("Too many codes were asked from your network and not used."),
        "too_many_tries": gettext("Too many failed tries."),
    }[code]
    again = ngettext("Try again in %(n)s minute.", "Try again in %(n)s minutes.", wait.minutes) % {"n": wait.minutes}
    return f"{first} {again}"
