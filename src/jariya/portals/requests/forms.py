"""Forms of the person's side. What is wrong is said per field; what was typed stays."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.forms import (
    POINT_LIMIT,
    TOO_LONG,
    LetterForm,
    language_field,
    point_field,
    point_number,
)
from jariya.kernel.web.forms import Keyed, PlainText
from jariya.portals.requests.decisions import OTHER_SUBJECT
from jariya.portals.requests.facets import Choice
from jariya.portals.requests.models import Track

MAX_POINTS = 8


class DayField(forms.DateField):
    """A day, chosen or typed."""

    widget = forms.DateInput(attrs={"type": "date"})
    default_error_messages = {"invalid": _("This is not a day. Write it as 2026-12-31.")}


def _publication() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Publication"),
        choices=[
            (Track.OPEN.value, _("Request and answer may be published, without my name")),
            (Track.EMBARGO.value, _("They may be published from a day that I choose")),
            (Track.CLOSED.value, _("Keep them private: only I and the body read them")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say whether request and answer may be published."),
            "invalid_choice": _("Say whether request and answer may be published."),
        },
    )


class RequestForm(LetterForm, Keyed):
    """What a person fills in. Points are decided one by one; one that belongs elsewhere can be forwarded alone."""

    language = language_field(_("In which language do you write? The answer comes in the same."))
    subject = forms.ChoiceField(
        label=_("Subject"),
        help_text=_("On some subjects the law does not allow a refusal; the page then says so."),
        error_messages={"required": _("Choose a subject."), "invalid_choice": _("Choose a subject from the list.")},
    )
    track = _publication()
    embargo_until = DayField(
        label=_("Publish from"),
        required=False,
        help_text=_("Only if they may be published from a day that you choose."),
    )
    as_media = forms.BooleanField(label=_("I ask on behalf of my editorial office"), required=False)

    def __init__(
        self,
        *args: Any,
        subjects: list[Choice],
        office: str = "",
        today: dt.date,
        last: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.last = today, last
        cast(forms.ChoiceField, self.fields["subject"]).choices = [(row.code, row.title) for row in subjects]
        self.fields["subject"].initial = OTHER_SUBJECT
        for number in range(1, MAX_POINTS + 1):
            self.fields[f"point_{number}"] = point_field(
                _("Which information do you ask for?") if number == 1 else point_number(number),
                required=number == 1,
                missing=_("Write which information you ask for."),
            )
        if office:
            self.fields["as_media"].help_text = office
        else:
            del self.fields["as_media"]

    def clean(self) -> dict[str, Any]:
        """A day belongs to an embargo and lies within its bounds."""
        said = super().clean() or {}
        if said.get("track") != Track.EMBARGO:
            said["embargo_until"] = None
        elif "embargo_until" in said:
            day = said["embargo_until"]
            if day is None or not self.today < day <= self.last:
                self.add_error("embargo_until", _("Choose a day after today and within the longest embargo."))
        return said


class ManyForm(forms.Form):
    """Further bodies that get the same text."""

    more = forms.MultipleChoiceField(
        label=_("Send the same text to these bodies too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("This body does not take requests here.")},
    )

    def __init__(self, *args: Any, bodies: list[Body], lang: str, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most
        field = cast(forms.MultipleChoiceField, self.fields["more"])
        field.choices = [(body.slug, body.name(lang).text) for body in bodies]

    def clean_more(self) -> list[str]:
        """Not more than the norm allows, the first body included."""
        chosen = list(dict.fromkeys(self.cleaned_data["more"]))
        if len(chosen) + 1 > self.most:
            raise forms.ValidationError(
                _("At most %(most)s bodies at once: leave out some."), params={"most": self.most}
            )
        return chosen


class CourtForm(forms.Form):
    """What a person notes of going to court."""

    note = PlainText(
        label=_("Court and number of the case"),
        required=False,
        max_length=500,
        help_text=_("Only you and the body read it. That the matter is in court is shown to all."),
        error_messages={"max_length": TOO_LONG},
    )


class TrackForm(forms.Form):
    """Publish, or keep private."""

    track = _publication()
    embargo_until = DayField(label=_("Publish from"), required=False)


class ClarifyForm(forms.Form):
    """What exactly is meant, in the person's words."""

    reason = PlainText(
        label=_("What exactly do you mean?"),
        max_length=POINT_LIMIT,
        widget=forms.Textarea,
        error_messages={"required": _("Write what exactly you mean."), "max_length": TOO_LONG},
    )
