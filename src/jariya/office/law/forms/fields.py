"""Fields that the forms of the law desk share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.portals.dialogue.forms import PlainText

LANGUAGES = ("kk", "ru", "en")
REASON_LIMIT = 2000
TOO_LONG = _("The text is too long: at most %(limit_value)s characters, now %(show_value)s.")
_DAY_BAD = _("This is not a day. Write it as 2026-12-31.")


def day_field(label: Any, *, missing: Any, help_text: Any = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": missing, "invalid": _DAY_BAD},
    )


def line_field(label: Any, *, missing: Any = None, limit: int = 300, help_text: Any = "") -> PlainText:
    return PlainText(
        label=label,
        required=missing is not None,
        max_length=limit,
        help_text=help_text,
        error_messages={"max_length": TOO_LONG, **({"required": missing} if missing else {})},
    )


def reason_field() -> PlainText:
    return PlainText(
        label=_("Reason"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea,
        help_text=_("The act, the decision or the mistake that is mended. Everybody reads it in the history."),
        error_messages={"required": _("Write in a sentence why."), "max_length": TOO_LONG},
    )


def source_field() -> PlainText:
    return line_field(
        _("Source"),
        missing=_("Name the source."),
        help_text=_("The act with number and day, or where the day was announced."),
    )
