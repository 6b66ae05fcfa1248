"""The form of a refusal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.office.law.forms.fields import (
    REASON_LIMIT,
    TOO_LONG,
)
from jariya.portals.dialogue.forms import PlainText


class Decision(forms.Form):
    """Why an edit is refused."""

    reason = PlainText(
        label=_("Reason of the refusal"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea,
        error_messages={"required": _("Write in a sentence why."), "max_length": TOO_LONG},
    )
