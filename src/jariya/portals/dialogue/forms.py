"""Forms of the citizen's side. What is wrong is said per field; what was typed stays."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence.forms import (
    POINT_LIMIT,
    TITLE_LIMIT,
    LetterForm,
    RateForm,
    ReasonForm,
    point_field,
)
from jariya.kernel.web.forms import Keyed, PlainText

__all__ = ["MAX_POINTS", "POINT_LIMIT", "TITLE_LIMIT", "AskForm", "PlainText", "RateForm", "ReasonForm"]

MAX_POINTS = 5

# Said when the page is made: `%` on a lazy text would say it once, at import, in whatever language that was.
_numbered = lazy(lambda number: gettext("Question %(n)s") % {"n": number}, str)


def _point(required: bool, number: int) -> PlainText:
    return point_field(
        _("Your question") if number == 1 else _numbered(number),
        required=required,
        missing=_("Write what you want to ask."),
        too_long=_(
            "The text is too long: at most %(limit_value)s characters, now %(show_value)s."
            " Shorten it or ask in several points."
        ),
    )


class AskForm(LetterForm, Keyed):
    """What a citizen fills in. Points are answered one by one; one that belongs elsewhere can be forwarded alone."""

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
