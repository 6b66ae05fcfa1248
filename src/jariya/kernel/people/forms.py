"""What people type at sign-in, read and refused with our own sentences. Typed text stays in the form."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from jariya.kernel.people import phone
from jariya.kernel.people.texts import SENTENCES, sentence


def refusal(code: str) -> ValidationError:
    """A field's error with its stable code."""
    return ValidationError(sentence(code), code=code)


def mail_address(text: str) -> str:
    """Lower case, no spaces around. Raises ValidationError mail_malformed."""
    text = text.strip().lower()
    try:
        validate_email(text)
    except ValidationError:
        raise refusal("mail_malformed") from None
    if len(text) > 254:
        raise refusal("mail_malformed")
    return text


class PhoneForm(forms.Form):
    """A telephone number, in any of the ways people write it."""

    channel = "sms"
    phone = forms.CharField(
        label=_("Telephone number"),
        widget=forms.TextInput(attrs={"type": "tel"}),
        error_messages={"required": SENTENCES["phone_missing"]},
    )

    def clean_phone(self) -> str:
        """Normalised."""
        try:
            return phone.normalise(self.cleaned_data["phone"])
        except phone.PhoneError as error:
            raise ValidationError(error.sentence, code=error.code) from None

    @property
    def address(self) -> str:
        """The normalised number."""
        return str(self.cleaned_data["phone"])


class MailForm(forms.Form):
    """An e-mail address."""

    channel = "mail"
    email = forms.CharField(
        label=_("E-mail address"), widget=forms.EmailInput(), error_messages={"required": SENTENCES["mail_missing"]}
    )

    def clean_email(self) -> str:
        """Lower case."""
        return mail_address(self.cleaned_data["email"])

    @property
    def address(self) -> str:
        """The normalised address."""
        return str(self.cleaned_data["email"])


class CodeForm(forms.Form):
    """The code from the message."""

    code = forms.CharField(label=_("Code from the message"), error_messages={"required": SENTENCES["code_missing"]})

    def clean_code(self) -> str:
        """Six digits, however grouped."""
        digits = "".join(char for char in self.cleaned_data["code"][:40] if char.isdigit())
        if len(digits) != 6:
            raise refusal("code_missing")
        return digits


class StaffForm(forms.Form):
    """E-mail, password and the application's code at once: nothing tells which of them was right."""

    login = forms.CharField(
        label=_("Official e-mail"), widget=forms.EmailInput(), error_messages={"required": SENTENCES["mail_missing"]}
    )
    password = forms.CharField(
        strip=False,
        label=_("Your password"),
        widget=forms.PasswordInput(),
        error_messages={"required": SENTENCES["password_needed"]},
    )
    code = forms.CharField(
        label=_("Code from the application"),
        help_text=_("Six digits. Without the telephone: one of the recovery codes."),
        error_messages={"required": SENTENCES["app_code_missing"]},
    )

    def clean(self) -> dict[str, str]:
        """Over-long input is not worth hashing."""
        found = self.cleaned_data
        if any(len(found.get(name, "")) > most for name, most in (("login", 254), ("password", 1000), ("code", 40))):
            raise refusal("staff_wrong")
        return found


CONTEXT_WORDS = (
    "jariya", "zhariya", "жария", "kazakhstan", "qazaqstan", "казахстан", "қазақстан", "egov", "akimat", "әкімдік",
    "акимат", "министрлік", "министерство", "ministry", "password", "parol", "пароль", "құпиясөз", "qupiyasoz", "admin",
)  # fmt: skip
"""Words that whoever guesses tries first here: they count for nothing in a password's length."""


def _too_plain(text: str) -> bool:
    left = text.casefold()
    for word in CONTEXT_WORDS:
        left = left.replace(word, "")
    return len(left) < 8


class PasswordForm(forms.Form):
    """A new password and the application's first code."""

    password = forms.CharField(
        strip=False,
        label=_("New password"),
        widget=forms.PasswordInput(),
        error_messages={"required": SENTENCES["password_missing"]},
    )
    again = forms.CharField(
        strip=False,
        label=_("The same password again"),
        widget=forms.PasswordInput(),
        error_messages={"required": SENTENCES["password_differs"]},
    )
    code = forms.CharField(
        label=_("Code from the application"), error_messages={"required": SENTENCES["app_code_missing"]}
    )

    def clean_password(self) -> str:
        """Long enough and not a common one (Django's list)."""
        from django.contrib.auth.password_validation import validate_password

        text = str(self.cleaned_data["password"])
        try:
            validate_password(text)
        except ValidationError:
            raise refusal("password_weak") from None
        if text.isdigit() or len(text) > 1000 or _too_plain(text):
            raise refusal("password_weak")
        return text

    def clean(self) -> dict[str, str]:
        """Twice the same."""
        found = self.cleaned_data
        if {"password", "again"} <= found.keys() and found["password"] != found["again"]:
            self.add_error("again", refusal("password_differs"))
        return found


class AccountForm(forms.Form):
    """Name and language of one's own account."""

    name = forms.CharField(
        required=False,
        label=_("First and last name"),
        help_text=_("Not shown to anyone without your consent. You may leave it empty."),
    )
    language = forms.ChoiceField(
        label=_("Language of messages to you"),
        choices=[("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")],
        widget=forms.RadioSelect(),
        error_messages={"invalid_choice": SENTENCES["language_unknown"], "required": SENTENCES["language_unknown"]},
    )

    def clean_name(self) -> str:
        """At most 200 characters."""
        text = str(self.cleaned_data["name"]).strip()
        if len(text) > 200:
            raise refusal("name_long")
        return text
