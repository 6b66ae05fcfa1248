"""The form of a collective letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence.forms import LANGUAGES, POINT_LIMIT
from jariya.kernel.web.forms import PlainText

POINTS = 3
_numbered = lazy(lambda number: gettext("Point %(n)s") % {"n": number}, str)


def _point(number: int) -> PlainText:
    return PlainText(
        label=_("What you ask together") if number == 1 else _numbered(number),
        required=number == 1,
        max_length=POINT_LIMIT,
        widget=forms.Textarea,
        error_messages={
            "required": _("Write what you want to ask."),
            "max_length": _("The text is too long: at most %(limit_value)s characters, now %(show_value)s."),
        },
    )


class LetterForm(forms.Form):
    """What is written down for others to sign."""

    language = forms.ChoiceField(
        label=_("In which language do you ask? The answer comes in the same."),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose Kazakh or Russian."), "required": _("Choose Kazakh or Russian.")},
    )
    title = PlainText(
        label=_("What is it about?"),
        max_length=150,
        help_text=_("One line, as you would name it to a neighbour. Without names of persons and telephone numbers."),
        error_messages={
            "required": _("Say in a line what it is about."),
            "max_length": _("The line is too long: at most %(limit_value)s characters, now %(show_value)s."),
        },
    )
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
        points = [done[f"point_{n}"] for n in range(1, POINTS + 1) if done.get(f"point_{n}")]
        return {"language": done["language"], "title": done["title"], "points": points, "public": done["public"]}

    def shown(self) -> int:
        """How many points are open: those that were filled in, at least one."""
        return max((n for n in range(1, POINTS + 1) if self[f"point_{n}"].value()), default=1)

    def most(self) -> int:
        """How many points a letter may have."""
        return POINTS
