"""Forms of the citizen's side. What is wrong is said per field; what was typed stays."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence.forms import LANGUAGES, POINT_LIMIT, RateForm, ReasonForm, good_key
from jariya.kernel.web.forms import PlainText

__all__ = ["MAX_POINTS", "POINT_LIMIT", "TITLE_LIMIT", "AskForm", "PlainText", "RateForm", "ReasonForm"]

MAX_POINTS = 5
TITLE_LIMIT = 150

# Said when the page is made: `%` on a lazy text would say it once, at import, in whatever language that was.
_numbered = lazy(lambda number: gettext("Question %(n)s") % {"n": number}, str)


def _point(required: bool, number: int) -> PlainText:
    return PlainText(
        label=_("Your question") if number == 1 else _numbered(number),
        required=required,
        max_length=POINT_LIMIT,
        widget=forms.Textarea,
        error_messages={
            "required": _("Write what you want to ask."),
            "max_length": _(
                "The text is too long: at most %(limit_value)s characters, now %(show_value)s."
                " Shorten it or ask in several points."
            ),
        },
    )


class AskForm(forms.Form):
    """What a citizen fills in. Points are answered one by one; one that belongs elsewhere can be forwarded alone."""

    language = forms.ChoiceField(
        label=_("In which language do you ask? The answer comes in the same."),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose Kazakh or Russian."), "required": _("Choose Kazakh or Russian.")},
    )
    title = PlainText(
        label=_("What is it about?"),
        max_length=TITLE_LIMIT,
        help_text=_("One line, as you would name it to a neighbour. Without names of persons and telephone numbers."),
        error_messages={
            "required": _("Say in a line what it is about."),
            "max_length": _("The line is too long: at most %(limit_value)s characters, now %(show_value)s."),
        },
    )
    point_1 = _point(True, 1)
    point_2 = _point(False, 2)
    point_3 = _point(False, 3)
    point_4 = _point(False, 4)
    point_5 = _point(False, 5)
    public = forms.BooleanField(
        label=_("Question and answer may be published, without my name"),
        required=False,
        help_text=_("An answer given in the open helps others. Without this tick only you and the body read them."),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def points(self) -> list[str]:
        """The points that were filled in, in order."""
        texts = [self.cleaned_data.get(f"point_{number}", "") for number in range(1, MAX_POINTS + 1)]
        return [text for text in texts if text]

    def clean_key(self) -> str:
        """The idempotency key of the form."""
        return good_key(str(self.cleaned_data["key"]))
