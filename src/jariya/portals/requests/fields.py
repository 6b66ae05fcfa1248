"""Fields that the forms of guides, seminars, sessions, recommendations and officers share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.web.forms import PlainText

TEXT_LIMIT = 6000
_BOTH = {"required": _("Write it in both languages: everyone reads it.")}
CHOOSE = {"required": _("Choose from the list."), "invalid_choice": _("Choose from the list.")}


def line(label: Any, *, required: bool = True, limit: int = 200, **more: Any) -> PlainText:
    """A field for one line."""
    return PlainText(label=label, max_length=limit, required=required, error_messages=_BOTH, **more)


def text(label: Any, *, required: bool = True, limit: int = TEXT_LIMIT, **more: Any) -> PlainText:
    """A field for a text of several lines."""
    return line(label, required=required, limit=limit, widget=forms.Textarea, **more)


def day(label: Any, **more: Any) -> forms.DateField:
    """A field for a day."""
    messages = {"required": _("Name the day."), "invalid": _("Name the day.")}
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), error_messages=messages, **more)


class Address(forms.URLField):
    """A web address that everyone can open."""

    def __init__(self, **options: Any) -> None:
        messages = {
            "required": _("Give the address of the page or document."),
            "invalid": _("This is no web address."),
        }
        super().__init__(max_length=1000, assume_scheme="https", error_messages=messages, **options)


class WordsForm(forms.Form):
    """What is said at a step, in both languages."""

    text_kk = text(_("Text in Kazakh"))
    text_ru = text(_("Text in Russian"))


class ReasonForm(forms.Form):
    """Why, in both languages."""

    text_kk = text(_("Why, in Kazakh"), limit=500)
    text_ru = text(_("Why, in Russian"), limit=500)
