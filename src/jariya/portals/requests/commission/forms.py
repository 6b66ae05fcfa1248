"""Forms of the Commission's desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.context import ALMATY
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.web.forms import PlainText
from jariya.portals.requests.commission.actions import Pairs, Plan, plan_of
from jariya.portals.requests.commission.models import Seat, Session, Side
from jariya.portals.requests.fields import CHOOSE, Address, WordsForm, day, line, text

ITEMS = 30
_LINES = _("One a line, in the same order in both languages.")
_WHEN = {"required": _("Name day and time."), "invalid": _("Name day and time.")}


def lines(words: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [row.strip()[:500] for row in words.split("\n") if row.strip()]


class PlanForm(forms.Form):
    """A session: what, when, where, which points."""

    title_kk = line(_("Title in Kazakh"))
    title_ru = line(_("Title in Russian"))
    starts_at = forms.DateTimeField(
        label=_("Day and time of the beginning"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        error_messages=_WHEN,
    )
    place_kk = line(_("Place, in Kazakh"), limit=300)
    place_ru = line(_("Place, in Russian"), limit=300)
    broadcast = Address(label=_("Address of the broadcast"), required=False)
    agenda_kk = text(_("Agenda in Kazakh"), help_text=_LINES)
    agenda_ru = text(_("Agenda in Russian"), help_text=_LINES)
    closed_kk = line(_("Ground on which the session is closed, in Kazakh"), limit=500, required=False)
    closed_ru = line(_("Ground on which the session is closed, in Russian"), limit=500, required=False)

    def clean(self) -> dict[str, Any]:
        """As many points in Russian as in Kazakh."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        kk, ru = lines(said.get("agenda_kk") or ""), lines(said.get("agenda_ru") or "")
        if len(kk) > ITEMS:
            self.add_error("agenda_kk", _("These are too many points for one session."))
        elif kk and ru and len(kk) != len(ru):
            self.add_error("agenda_ru", _("Write as many points as in Kazakh, in the same order."))
        return said

    def clean_starts_at(self) -> dt.datetime:
        """The moment in Asia/Almaty."""
        moment: dt.datetime = self.cleaned_data["starts_at"]
        return moment.replace(tzinfo=ALMATY).astimezone(dt.UTC)

    def plan(self) -> Plan:
        """What was written."""
        said = dict(self.cleaned_data)
        agenda = tuple(zip(lines(said.pop("agenda_kk")), lines(said.pop("agenda_ru")), strict=True))
        return Plan(agenda=agenda, **said)


def initial(case: Case) -> dict[str, Any]:
    """The session as it stands, for the form that changes it."""
    plan = plan_of(Session.objects.get(case=case))
    return {
        **plan.columns,
        "starts_at": plan.starts_at.astimezone(ALMATY).strftime("%Y-%m-%dT%H:%M"),
        "agenda_kk": "\n".join(kk for kk, _ru in plan.agenda),
        "agenda_ru": "\n".join(ru for _kk, ru in plan.agenda),
    }


class MinutesForm(WordsForm):
    """The minutes, and what was decided on each point."""

    decisions_kk = text(_("What was decided, in Kazakh"), help_text=_("A line for each point of the agenda."))
    decisions_ru = text(_("What was decided, in Russian"), help_text=_("A line for each point of the agenda."))
    present = forms.IntegerField(
        label=_("How many members were there"),
        min_value=1,
        max_value=200,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Write a number.")),
    )

    def decisions(self) -> Pairs:
        """What was decided, point by point; shorter than the agenda where a line is missing."""
        kk, ru = lines(self.cleaned_data["decisions_kk"]), lines(self.cleaned_data["decisions_ru"])
        return tuple(zip(kk, ru, strict=False)) if len(kk) == len(ru) else ()


class CorrectForm(WordsForm):
    """Corrected minutes, and what was mended."""

    corrected_kk = line(_("What was corrected, in Kazakh"), limit=500)
    corrected_ru = line(_("What was corrected, in Russian"), limit=500)


class MemberForm(forms.Form):
    """A member of the Commission."""

    name_kk = line(_("Name in Kazakh"), limit=300)
    name_ru = line(_("Name in Russian"), limit=300)
    side = forms.ChoiceField(label=_("Whom the member comes from"), choices=Side.choices, error_messages=CHOOSE)
    seat = forms.ChoiceField(label=_("What the member is in the Commission"), choices=Seat.choices,
                             error_messages=CHOOSE)  # fmt: skip
    post_kk = line(_("Post and organisation, in Kazakh"), limit=300, required=False)
    post_ru = line(_("Post and organisation, in Russian"), limit=300, required=False)
    since = day(_("Member since"))
    source = PlainText(
        label=_("Source"),
        max_length=500,
        help_text=_("Number and day of the order by which the Commission was composed."),
        error_messages={"required": _("Without a source a member is not entered.")},
    )
