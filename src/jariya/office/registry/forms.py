"""Forms of the registry desk: a verb each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.web.forms import TOO_LONG
from jariya.portals.dialogue.forms import PlainText

NAMES = ("name_kk", "name_ru", "name_en", "short_kk", "short_ru", "short_en")


def _line(label: Any, *, limit: int, help_text: Any = "", required: bool = False) -> PlainText:
    return PlainText(
        label=label,
        required=required,
        max_length=limit,
        help_text=help_text,
        error_messages={"max_length": TOO_LONG, "required": _("Give the number, the day and the title of the act.")},
    )


class Change(forms.Form):
    """What every change needs: the act and the first day."""

    day = forms.DateField(
        label=_("First day of the new state of things"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("Give the day."),
            "invalid": _("This is not a day. Write it as 2026-12-31."),
        },
    )
    act = _line(_("The act: number, day, title"), limit=500, required=True)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        self.body = body
        super().__init__(*args, **kwargs)

    def clean_day(self) -> dt.date:
        """A day that a calendar of today can count from."""
        day: dt.date = self.cleaned_data["day"]
        if not 1900 <= day.year <= 2200:
            raise forms.ValidationError(self.fields["day"].error_messages["invalid"], code="invalid")
        return day

    @property
    def said(self) -> dict[str, Any]:
        """Arguments for `bodies.edits` besides verb, body, person and time."""
        day: dt.date = self.cleaned_data["day"]
        return {"into": None, "names": {}, "slug": "", "day": day, "act": self.cleaned_data["act"].strip()}


class Rename(Change):
    """New names, and a new address if one is given."""

    name_kk = _line(_("Name in Kazakh"), limit=500)
    name_ru = _line(_("Name in Russian"), limit=500)
    name_en = _line(_("Name in English"), limit=500)
    short_kk = _line(_("Short name in Kazakh"), limit=200)
    short_ru = _line(_("Short name in Russian"), limit=200)
    short_en = _line(_("Short name in English"), limit=200)
    slug = _line(_("Public address"), limit=80, help_text=_("The old address leads to the new one for ever."))
    field_order = (*NAMES, "slug", "day", "act")

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        initial = {**{name: getattr(body, name) or "" for name in NAMES}, "slug": body.slug}
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, body=body, **kwargs)

    @property
    def said(self) -> dict[str, Any]:
        said, slug = self.cleaned_data, self.cleaned_data["slug"].strip()
        changed = {name: said[name] for name in NAMES if said[name] != (getattr(self.body, name) or "")}
        return {**super().said, "names": changed, "slug": "" if slug == self.body.slug else slug}


class Merge(Change):
    """The body becomes part of another, which goes on."""

    into = _line(
        _("Public address of the successor"),
        limit=80,
        required=True,
        help_text=_("The last part of the address of its page, for example mof."),
    )
    field_order = ("into", "day", "act")

    def clean_into(self) -> Body:
        found = Body.objects.filter(slug=self.cleaned_data["into"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("There is no body with this address."))
        return found

    @property
    def said(self) -> dict[str, Any]:
        return {**super().said, "into": self.cleaned_data["into"]}


class Close(Change):
    """The body ends and nobody takes over."""


class Refusal(forms.Form):
    """Why a change is refused."""

    reason = PlainText(
        label=_("Reason of the refusal"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write in a sentence why."), "max_length": TOO_LONG},
    )


FORMS: dict[str, type[Change]] = {"rename": Rename, "merge": Merge, "close": Close}
