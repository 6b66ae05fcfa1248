"""Forms of the citizen's side. What is wrong is said per field; what was typed stays."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MAX_POINTS = 5
TITLE_LIMIT = 150
POINT_LIMIT = 4000
_LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский")]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class PlainText(forms.CharField):
    """Text as typed, without control characters; line ends as \\n."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return _CONTROL.sub("", text.replace("\r\n", "\n")).strip()


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
        choices=_LANGUAGES,
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
        """A key that is not ours is replaced by refusing the form: it would break the promise not to double."""
        key = str(self.cleaned_data["key"])
        if not re.fullmatch(r"[A-Za-z0-9_-]{8,40}", key):
            raise forms.ValidationError(_("The form has grown old. Reload the page and send it again."), code="key")
        return key


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
            "max_length": _("The text is too long: at most %(limit_value)s characters, now %(show_value)s."),
        },
    )
