"""Forms of the conference's desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.context import ALMATY
from jariya.kernel.lifecycle.models import Case
from jariya.portals.dialogue.conference.actions import Plan, plan_of
from jariya.portals.dialogue.conference.models import Conference
from jariya.portals.dialogue.forms import PlainText

ABOUT_LIMIT = 4000
REASON_LIMIT = 500
_TIME = {"invalid": _("Write the time as 15:00."), "required": _("Write the time as 15:00.")}


def _text(label: Any, limit: int, *, required: bool = True) -> PlainText:
    return PlainText(label=label, max_length=limit, required=required, widget=forms.Textarea)


class PlanForm(forms.Form):
    """What the conference is about, and when. Times are those of Almaty."""

    title_kk = PlainText(label=_("Title in Kazakh"), max_length=200)
    title_ru = PlainText(label=_("Title in Russian"), max_length=200, required=False)
    about_kk = _text(_("Announcement in Kazakh"), ABOUT_LIMIT)
    about_ru = _text(_("Announcement in Russian"), ABOUT_LIMIT, required=False)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    begins = forms.TimeField(label=_("Begins at"), error_messages=_TIME, help_text=_("For example: 15:00"))
    ends = forms.TimeField(label=_("Ends at"), error_messages=_TIME, help_text=_("For example: 16:30"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].widget.input_type = "date"

    def clean(self) -> dict[str, Any]:
        """The end lies after the beginning, on the same day."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("begins") and said.get("ends") and said["ends"] <= said["begins"]:
            self.add_error("ends", _("The end lies before the beginning."))
        return said

    def plan(self) -> Plan:
        """What was planned, its moments aware."""
        said = self.cleaned_data
        return Plan(
            **{name: said[name] for name in ("title_kk", "title_ru", "about_kk", "about_ru")},
            starts_at=_moment(said["day"], said["begins"]),
            ends_at=_moment(said["day"], said["ends"]),
        )


class CancelForm(forms.Form):
    """Why a conference does not take place."""

    reason_kk = _text(_("Why, in Kazakh"), REASON_LIMIT)
    reason_ru = _text(_("Why, in Russian"), REASON_LIMIT)


def initial(case: Case) -> dict[str, Any]:
    """The plan as it stands, for the form that changes it."""
    plan = plan_of(Conference.objects.get(case=case))
    starts, ends = plan.starts_at.astimezone(ALMATY), plan.ends_at.astimezone(ALMATY)
    return {**plan.__dict__, "day": starts.date(), "begins": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}


def _moment(day: dt.date, at: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, at, tzinfo=ALMATY).astimezone(dt.UTC)
