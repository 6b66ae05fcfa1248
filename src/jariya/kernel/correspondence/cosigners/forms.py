"""The form of a collective letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence import forms as letters

POINTS = 3


def _point(number: int) -> forms.CharField:
    label = _("What you ask together") if number == 1 else letters.point_number(number)
    return letters.point_field(label, required=number == 1, missing=_("Write what you want to ask."))


class LetterForm(letters.LetterForm):
    """What is written down for others to sign."""

    point_1 = _point(1)
    point_2 = _point(2)
    point_3 = _point(3)
    public = forms.BooleanField(
        label=_("Letter and answer may be published, without our names"),
        required=False,
        help_text=_("Everyone who signs agrees to it. The public page shows how many signed, and nobody by name."),
    )

    def letter(self) -> dict[str, Any]:
        """The texts as `actions.open_letter` takes them."""
        done = self.cleaned_data
        return {"language": done["language"], "title": done["title"], "points": self.points(), "public": done["public"]}

    def most(self) -> int:
        """How many points a letter may have."""
        return POINTS
