"""Forms of guides and seminars."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.language.beside import Words
from jariya.kernel.lifecycle.context import ALMATY
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.web.forms import PlainText
from jariya.portals.requests.fields import CHOOSE, Address, WordsForm, line, text
from jariya.portals.requests.learning.guides import latest
from jariya.portals.requests.learning.models import Audience, Guide, Place, PlaceStatus, Seminar
from jariya.portals.requests.learning.seminars import Plan, plan_of

GUIDE_LIMIT = 30_000
_WHEN = {"required": _("Name day and time."), "invalid": _("Name day and time.")}
_MOMENT = "%Y-%m-%dT%H:%M"


class _WordsOfGuide(forms.Form):
    title_kk = line(_("Title in Kazakh"))
    title_ru = line(_("Title in Russian"))
    text_kk = text(_("Text in Kazakh"), limit=GUIDE_LIMIT)
    text_ru = text(_("Text in Russian"), limit=GUIDE_LIMIT)
    title_en = line(_("Title in English"), required=False)
    text_en = text(_("Text in English"), limit=GUIDE_LIMIT, required=False)

    def words(self) -> Words:
        """What was written."""
        return Words.typed(self.cleaned_data)


class GuideForm(_WordsOfGuide):
    """A guide: for whom, and what it says."""

    field_order = ("audience",)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices, error_messages=CHOOSE)


class RenewForm(_WordsOfGuide):
    """A new version, and what is new in it."""

    changed_kk = line(_("What is new, in Kazakh"), limit=500)
    changed_ru = line(_("What is new, in Russian"), limit=500)


def words_as_initial(case: Case) -> dict[str, Any]:
    """A guide as it stands, for the form that changes it."""
    audience = Guide.objects.values_list("audience", flat=True).get(case=case)
    return {"audience": audience, **Words.of(latest(case)).__dict__}


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        input_formats=[_MOMENT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        error_messages=_WHEN,
    )


class SeminarForm(forms.Form):
    """A seminar: for whom, what, when, where, how many."""

    audience = forms.ChoiceField(label=_("For whom"), choices=Audience.choices, error_messages=CHOOSE)
    title_kk = line(_("Title in Kazakh"))
    title_ru = line(_("Title in Russian"))
    about_kk = text(_("What it is about, in Kazakh"))
    about_ru = text(_("What it is about, in Russian"))
    starts_at = _moment(_("Day and time of the beginning"))
    ends_at = _moment(_("Day and time of the end"))
    place_kk = line(_("Place, in Kazakh"), limit=300)
    place_ru = line(_("Place, in Russian"), limit=300)
    seats = forms.IntegerField(
        label=_("How many places"),
        min_value=1,
        max_value=5000,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Write a number.")),
    )

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("starts_at", "ends_at"):
            if said.get(name):
                said[name] = said[name].replace(tzinfo=ALMATY).astimezone(dt.UTC)
        if said.get("starts_at") and said.get("ends_at") and said["ends_at"] <= said["starts_at"]:
            self.add_error("ends_at", _("It has to end after it begins."))
        return said

    def plan(self) -> Plan:
        """What was written."""
        return Plan(**self.cleaned_data)


def plan_as_initial(case: Case) -> dict[str, Any]:
    """A seminar as it stands, for the form that changes it."""
    found = dict(plan_of(Seminar.objects.get(case=case)).__dict__)
    return found | {name: found[name].astimezone(ALMATY).strftime(_MOMENT) for name in ("starts_at", "ends_at")}


class MaterialsForm(WordsForm):
    """What was spoken of, where the files lie, and who was there."""

    link = Address(label=_("Address of the materials"), required=False)
    came = forms.MultipleChoiceField(
        label=_("Who was there"), required=False, widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = Place.objects.filter(seminar_id=case.pk, status=PlaceStatus.SEATED).order_by("pk")
        self.fields["came"].choices = [(str(row.pk), row.name) for row in seated]  # type: ignore[attr-defined]

    def clean_came(self) -> list[int]:
        """Ids of places."""
        return [int(pk) for pk in self.cleaned_data["came"]]


class PlaceForm(forms.Form):
    """Registering for a seminar."""

    name = PlainText(
        label=_("How we call you at the seminar"),
        max_length=120,
        help_text=_("Only the organiser reads it."),
        error_messages={"required": _("Write how we are to call you.")},
    )
