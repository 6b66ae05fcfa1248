"""Forms of letters that portals share. What is wrong is said per field; what was typed stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.web.forms import TOO_LONG, PlainText

POINT_LIMIT = 4000
TITLE_LIMIT = 150
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский")]


# Said when the page is made: `%` on a lazy text would say it once, at import, in whatever language that was.
point_number = lazy(lambda number: gettext("Point %(n)s") % {"n": number}, str)
"""Label of a further point."""


def language_field(label: Any) -> forms.ChoiceField:
    """In which language the letter is written; the answer comes in the same."""
    return forms.ChoiceField(
        label=label,
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose Kazakh or Russian."), "required": _("Choose Kazakh or Russian.")},
    )


def point_field(label: Any, *, required: bool, missing: Any, too_long: Any = TOO_LONG) -> PlainText:
    """One point of a letter.

    Args:
        missing: said when the first point is empty.
        too_long: with `%(limit_value)s` and `%(show_value)s`, both in characters.
    """
    return PlainText(
        label=label,
        required=required,
        max_length=POINT_LIMIT,
        widget=forms.Textarea,
        error_messages={"required": missing, "max_length": too_long},
    )


class LetterForm(forms.Form):
    """What every letter holds: a language, a title, points `point_1`, `point_2` … that are answered one by one."""

    language = language_field(_("In which language do you ask? The answer comes in the same."))
    title = PlainText(
        label=_("What is it about?"),
        max_length=TITLE_LIMIT,
        help_text=_("One line, as you would name it to a neighbour. Without names of persons and telephone numbers."),
        error_messages={
            "required": _("Say in a line what it is about."),
            "max_length": _("The line is too long: at most %(limit_value)s characters, now %(show_value)s."),
        },
    )

    def _places(self) -> list[str]:
        return [name for name in self.fields if name.startswith("point_")]

    def points(self) -> list[str]:
        """The points that were filled in, in order."""
        return [text for name in self._places() if (text := self.cleaned_data.get(name, ""))]

    def shown(self) -> int:
        """How many points are open: up to the last that was filled in, at least one."""
        return max((n for n, name in enumerate(self._places(), start=1) if self[name].value()), default=1)


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
            "max_length": TOO_LONG,
        },
    )
