"""Forms of receptions."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.portals.dialogue.forms import PlainText


class PlaceForm(forms.Form):
    """A place in time, as the list names it: `2026-03-25T15:15`."""

    place = forms.CharField(max_length=16, error_messages={"required": _("Choose a time.")})

    def clean_place(self) -> dt.datetime:
        """Day and time; anything else was not offered."""
        try:
            return dt.datetime.strptime(self.cleaned_data["place"], "%Y-%m-%dT%H:%M")  # noqa: DTZ007  local by law
        except ValueError:
            raise forms.ValidationError(_("Choose a time.")) from None


class CallOffForm(forms.Form):
    """Why a day does not take place."""

    reason = PlainText(
        label=_("Why does it not take place?"),
        max_length=300,
        help_text=_("Everyone reads it."),
        error_messages={"required": _("Write in a sentence why.")},
    )
