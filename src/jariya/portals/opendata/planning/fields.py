"""Fields that forms of plans and of requests for data share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.web.forms import PlainText

_BOTH = {"required": _("Write it in both languages: everyone reads it.")}
CHOOSE = {"required": _("Choose from the list."), "invalid_choice": _("Choose from the list.")}


def line(label: Any, *, required: bool = True, limit: int = 300, **more: Any) -> PlainText:
    """A field for one line."""
    return PlainText(label=label, max_length=limit, required=required, error_messages=_BOTH, **more)


def text(label: Any, *, required: bool = True, limit: int = 2000, **more: Any) -> PlainText:
    """A field for a text of several lines."""
    return line(label, required=required, limit=limit, widget=forms.Textarea, **more)


class ReasonForm(forms.Form):
    """Why, in both languages."""

    text_kk = text(_("Why, in Kazakh"))
    text_ru = text(_("Why, in Russian"))
