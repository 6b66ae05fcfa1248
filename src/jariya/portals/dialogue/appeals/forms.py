"""The form before an appeal is signed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.portals.dialogue.appeals.contract import KINDS
from jariya.portals.dialogue.appeals.words import KIND_WORDS


class KindForm(forms.Form):
    """Which kind of appeal it is; the text is that of the draft."""

    kind = forms.ChoiceField(
        label=_("What kind of appeal is it?"),
        choices=[(kind, KIND_WORDS[kind][0]) for kind in KINDS],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the kind of your appeal."),
            "invalid_choice": _("Choose the kind of your appeal."),
        },
    )
