"""The form by which evidence is asked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.signing.models import Reason
from jariya.office.evidence.words import REFUSALS
from jariya.portals.dialogue.forms import PlainText


class AskForm(forms.Form):
    """Which signature, why, and on whose request."""

    reference = PlainText(
        label=_("Reference of the signature"),
        max_length=26,
        help_text=_("26 letters and digits; the page of the signature shows it."),
        error_messages={
            "required": REFUSALS["reference_unknown"],
            "max_length": REFUSALS["reference_unknown"],
        },
    )
    reason = forms.ChoiceField(
        label=_("Why it must be opened"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )
    words = PlainText(
        label=_("Who asks, under which number"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("It stays for ever. Do not write the name or number of the signer."),
        error_messages={
            "required": REFUSALS["words_missing"],
            "max_length": _("The text is too long: at most %(limit_value)s characters, now %(show_value)s."),
        },
    )
