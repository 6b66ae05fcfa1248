"""Forms of letters that portals share. What is wrong is said per field; what was typed stays."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.web.forms import PlainText

POINT_LIMIT = 4000
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский")]


def good_key(key: str) -> str:
    """An idempotency key that is ours. Any other is refused with the form: it would break the promise not to double."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,40}", key):
        raise forms.ValidationError(_("The form has grown old. Reload the page and send it again."), code="key")
    return key


class RateForm(forms.Form):
    """Rating of an answer."""

    score = forms.TypedChoiceField(
        label=_("How good is the answer?"),
        coerce=int,
        choices=[
            (5, _("5 – very good")),
            (4, _("4 – good")),
            (3, _("3 – fair")),
            (2, _("2 – poor")),
            (1, _("1 – very poor")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose 1 to 5."), "invalid_choice": _("Choose 1 to 5.")},
    )
    resolved = forms.TypedChoiceField(
        label=_("Was your matter resolved?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no."), "invalid_choice": _("Say yes or no.")},
    )


class ReasonForm(forms.Form):
    """A reason in the asker's words."""

    reason = PlainText(
        label=_("What is wrong?"),
        max_length=POINT_LIMIT,
        widget=forms.Textarea,
        error_messages={
            "required": _("Write in a sentence what is wrong."),
            "max_length": _("The text is too long: at most %(limit_value)s characters, now %(show_value)s."),
        },
    )
