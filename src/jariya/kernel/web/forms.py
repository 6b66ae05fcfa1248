"""Fields and forms that all floors share. What is wrong is said per field; what was typed stays."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
TOO_LONG = _("The text is too long: at most %(limit_value)s characters, now %(show_value)s.")
FILL = _("Fill this in.")
numbered = lazy(lambda text, number: str(text) % {"number": number}, str)
"""A label with `%(number)s` in it. Said when the page is made: `%` on a lazy text would say it once, at import."""


class PlainText(forms.CharField):
    """Text as typed, without control characters; line ends as \\n."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return _CONTROL.sub("", text.replace("\r\n", "\n")).strip()


def text_field(
    label: Any, limit: int, *, rows: bool = True, required: bool = True, missing: Any = FILL, help_text: Any = ""
) -> PlainText:
    """A field for a text.

    Args:
        limit: in characters.
        rows: several lines.
        missing: said where it is required and empty.
    """
    return PlainText(
        label=label,
        max_length=limit,
        required=required,
        widget=forms.Textarea if rows else forms.TextInput,
        help_text=help_text,
        error_messages={"required": missing, "max_length": TOO_LONG},
    )


class Keyed(forms.Form):
    """A form that does its act once, however often it is sent."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean_key(self) -> str:
        """A key that is not ours is refused: it would break the promise not to double."""
        key = str(self.cleaned_data["key"])
        if not re.fullmatch(r"[A-Za-z0-9_-]{8,40}", key):
            raise forms.ValidationError(_("The form has grown old. Reload the page and send it again."), code="key")
        return key
