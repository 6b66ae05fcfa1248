"""Telephone numbers of Kazakhstan as people write them."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _


class PhoneError(ValueError):
    """Why a text is not a number we can send to. `code` is stable; the sentence says what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        """In the reader's language."""
        return {
            "phone_missing": _("Enter your telephone number."),
            "phone_letters": _("A telephone number has digits only. Example: +7 700 000 00 00."),
            "phone_short": _("The number is too short: 11 digits are needed. Example: +7 700 000 00 00."),
            "phone_long": _("The number is too long: 11 digits are needed. Example: +7 700 000 00 00."),
            "phone_country": _(
                "Only numbers of Kazakhstan can be used: they begin with +7 7. You may use e-mail instead."
            ),
        }[self.code]


def normalise(text: str) -> str:
    """`8 (701) 123-45-67`, `+7 701 1234567`, `7011234567` -> `+77011234567`.

    Raises:
        PhoneError: nothing typed, letters, too short or long, not a number of Kazakhstan.
    """
    plain = unicodedata.normalize("NFKC", text[:100]).strip()
    if not plain:
        raise PhoneError("phone_missing")
    digits = ""
    for char in plain:
        if char.isdigit():
            digits += str(unicodedata.digit(char))
        elif not (char.isspace() or char in "+-().‐‑–—" or unicodedata.category(char) == "Cf"):
            raise PhoneError("phone_letters")
    if plain.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        if not digits.startswith("7") and len(digits) >= 8:
            raise PhoneError("phone_country")
    elif len(digits) == 10 and digits.startswith("7"):
        digits = "7" + digits
    elif digits.startswith("8"):
        digits = "7" + digits[1:]
    if len(digits) < 11:
        raise PhoneError("phone_short")
    if len(digits) > 11:
        raise PhoneError("phone_long")
    if not digits.startswith("77"):
        raise PhoneError("phone_country")
    return "+" + digits


def masked(phone: str) -> str:
    """Enough for its owner to know it: `+7 7•• ••• •• 67`."""
    return f"+7 7•• ••• •• {phone[-2:]}"


def shown(phone: str) -> str:
    """For its owner's own page: `+7 701 123 45 67`."""
    return f"{phone[:2]} {phone[2:5]} {phone[5:8]} {phone[8:10]} {phone[10:]}"
