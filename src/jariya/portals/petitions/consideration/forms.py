"""Forms of the consideration. What is wrong is said per field; what was typed stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.context import ALMATY
from jariya.kernel.web import outgoing
from jariya.kernel.web.forms import FILL, TOO_LONG, Keyed, PlainText, numbered, text_field
from jariya.portals.petitions.consideration.actions.group import Seat
from jariya.portals.petitions.consideration.actions.hearing import Plan
from jariya.portals.petitions.consideration.models.group import Part
from jariya.portals.petitions.consideration.outcome import OUTCOMES, Demand, Pledge, Ruling

SEATS, DEMANDS, PLEDGES = 5, 6, 6
OUTCOME_WORDS = {"satisfied": _("satisfied"), "partly": _("satisfied in part"), "refused": _("refused")}


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    wrong = _("Choose the day.")
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": wrong, "invalid": wrong},
    )


class Address(PlainText):
    """An address of the web that anyone can open. It is shown as a link and called by nobody here."""

    def to_python(self, value: Any) -> str:
        address = super().to_python(value)
        if not address:
            return ""
        try:
            outgoing.read(address)
        except outgoing.Refused:
            raise forms.ValidationError(
                _("Give a whole address of a public page, such as https://example.kz/page."), code="address"
            ) from None
        return address


def _address(label: Any, help_text: Any = "") -> Address:
    return Address(
        label=label,
        max_length=500,
        required=False,
        widget=forms.TextInput,
        help_text=help_text,
        error_messages={"max_length": TOO_LONG},
    )


class PlainForm(Keyed):
    """A step that needs nothing typed."""


class BothForm(Keyed):
    """A text in both languages, under the name that the action gives it."""

    name, limit = "reason", 2000
    labels: tuple[Any, Any] = (_("Reason, in Kazakh"), _("Reason, in Russian"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for lang, label in zip(("kk", "ru"), self.labels, strict=True):
            self.fields[f"{self.name}_{lang}"] = text_field(label, self.limit)

    def texts(self) -> dict[str, str]:
        """What was typed, as the action takes it."""
        return {f"{self.name}_{lang}": self.cleaned_data[f"{self.name}_{lang}"] for lang in ("kk", "ru")}


class GroupForm(Keyed):
    """Members of the working group besides the petitioner, who is always invited."""

    def __init__(self, *args: Any, posts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"] = forms.MultipleChoiceField(
            label=_("Officials"),
            choices=[(str(pk), name) for pk, name in posts],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Choose from the list.")},
        )
        for number in range(1, SEATS + 1):
            self.fields[f"part_{number}"] = forms.ChoiceField(
                label=numbered(_("Member %(number)s is"), number),
                choices=[("", ""), (Part.EXPERT.value, Part.EXPERT.label), (Part.PUBLIC.value, Part.PUBLIC.label)],
                required=False,
            )
            self.fields[f"seat_kk_{number}"] = text_field(
                numbered(_("Member %(number)s: whom they stand for, in Kazakh"), number),
                200,
                rows=False,
                required=False,
                help_text=_("The organisation or field, never a person's name: everyone reads it."),
            )
            self.fields[f"seat_ru_{number}"] = text_field(
                numbered(_("Member %(number)s: whom they stand for, in Russian"), number),
                200,
                rows=False,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """A member is whole or absent."""
        said: dict[str, Any] = super().clean() or {}
        for number in range(1, SEATS + 1):
            names = [f"{name}_{number}" for name in ("part", "seat_kk", "seat_ru")]
            if any(said.get(name) for name in names):
                for name in names:
                    if not said.get(name) and name not in self.errors:
                        self.add_error(name, _("Fill this in, or empty the whole member."))
        return said

    def seats(self) -> list[Seat]:
        """What was typed."""
        said = self.cleaned_data
        officials = [Seat(Part.OFFICIAL.value, int(pk)) for pk in said["posts"]]
        others = [
            Seat(said[f"part_{number}"], None, said[f"seat_kk_{number}"], said[f"seat_ru_{number}"])
            for number in range(1, SEATS + 1)
            if said[f"part_{number}"]
        ]
        return [*officials, *others]


class HearingForm(Keyed):
    """A hearing: when, where, about what."""

    day = _day(_("Day of the hearing"))
    time = forms.TimeField(
        label=_("Time of the beginning"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"required": _("Choose the time."), "invalid": _("Choose the time.")},
    )
    place_kk = text_field(_("Place, in Kazakh"), 300, rows=False)
    place_ru = text_field(_("Place, in Russian"), 300, rows=False)
    agenda_kk = text_field(_("Agenda, in Kazakh"), 4000)
    agenda_ru = text_field(_("Agenda, in Russian"), 4000)
    stream = _address(_("Where it can be watched"), _("The address of the broadcast; it can be told later as well."))

    def plan(self) -> Plan:
        """What was typed."""
        said = dict(self.cleaned_data)
        starts_at = dt.datetime.combine(said["day"], said["time"], tzinfo=ALMATY)
        texts = {name: said[name] for name in ("place_kk", "place_ru", "agenda_kk", "agenda_ru", "stream")}
        return Plan(starts_at=starts_at, **texts)


class StreamForm(Keyed):
    """Where a hearing can be watched."""

    stream = _address(_("Where it can be watched"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stream"].required = True
        self.fields["stream"].error_messages["required"] = FILL


class MinutesForm(BothForm):
    """The minutes of a hearing."""

    name, limit = "minutes", 20_000
    labels = (_("Minutes, in Kazakh"), _("Minutes, in Russian"))


class DecisionForm(Keyed):
    """A decision: reasons as a whole, each demand with its outcome and reasons, promises."""

    reasons_kk = text_field(_("Reasons as a whole, in Kazakh"), 10_000)
    reasons_ru = text_field(_("Reasons as a whole, in Russian"), 10_000)

    def __init__(self, *args: Any, posts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, DEMANDS + 1):
            first = number == 1
            self._demand(number, first)
        for number in range(1, PLEDGES + 1):
            self._pledge(number, posts)

    def _demand(self, number: int, first: bool) -> None:
        self.fields[f"demand_kk_{number}"] = text_field(
            numbered(_("Demand %(number)s, in Kazakh"), number), 2000, required=first
        )
        self.fields[f"demand_ru_{number}"] = text_field(
            numbered(_("Demand %(number)s, in Russian"), number), 2000, required=first
        )
        self.fields[f"outcome_{number}"] = forms.ChoiceField(
            label=numbered(_("Decision on demand %(number)s"), number),
            choices=[("", ""), *((code, OUTCOME_WORDS[code]) for code in OUTCOMES)],
            required=first,
            error_messages={"required": _("Choose the decision.")},
        )
        self.fields[f"why_kk_{number}"] = text_field(
            numbered(_("Reasons on demand %(number)s, in Kazakh"), number), 5000, required=first
        )
        self.fields[f"why_ru_{number}"] = text_field(
            numbered(_("Reasons on demand %(number)s, in Russian"), number), 5000, required=first
        )

    def _pledge(self, number: int, posts: list[tuple[int, str]]) -> None:
        self.fields[f"pledge_kk_{number}"] = text_field(
            numbered(_("Promise %(number)s, in Kazakh"), number), 2000, required=False
        )
        self.fields[f"pledge_ru_{number}"] = text_field(
            numbered(_("Promise %(number)s, in Russian"), number), 2000, required=False
        )
        self.fields[f"due_{number}"] = _day(numbered(_("Promise %(number)s is kept by"), number), required=False)
        self.fields[f"post_{number}"] = forms.ChoiceField(
            label=numbered(_("Who answers for promise %(number)s"), number),
            choices=[("", ""), *((str(pk), name) for pk, name in posts)],
            required=False,
            error_messages={"invalid_choice": _("Choose from the list.")},
        )

    def clean(self) -> dict[str, Any]:
        """A demand and a promise are whole or absent."""
        said: dict[str, Any] = super().clean() or {}
        for number in range(1, max(DEMANDS, PLEDGES) + 1):
            for parts in (_DEMAND, _PLEDGE):
                names = [f"{name}_{number}" for name in parts if f"{name}_{number}" in self.fields]
                if any(said.get(name) for name in names):
                    for name in names:
                        if not said.get(name) and name not in self.errors:
                            self.add_error(name, _("Fill this in, or empty all that belongs to this number."))
        return said

    def ruling(self) -> Ruling:
        """What was typed."""
        said = self.cleaned_data
        demands = tuple(
            Demand(
                number,
                said[f"demand_kk_{number}"],
                said[f"demand_ru_{number}"],
                said[f"outcome_{number}"],
                said[f"why_kk_{number}"],
                said[f"why_ru_{number}"],
            )
            for number in range(1, DEMANDS + 1)
            if said[f"demand_kk_{number}"]
        )
        pledges = tuple(
            Pledge(
                number,
                said[f"pledge_kk_{number}"],
                said[f"pledge_ru_{number}"],
                said[f"due_{number}"],
                int(said[f"post_{number}"]),
            )
            for number in range(1, PLEDGES + 1)
            if said[f"pledge_kk_{number}"]
        )
        return Ruling(said["reasons_kk"], said["reasons_ru"], demands, pledges)


_DEMAND = ("demand_kk", "demand_ru", "outcome", "why_kk", "why_ru")
_PLEDGE = ("pledge_kk", "pledge_ru", "due", "post")


def initial(ruling: Ruling) -> dict[str, Any]:
    """A draft's content as the form's first values."""
    values: dict[str, Any] = {"reasons_kk": ruling.reasons_kk, "reasons_ru": ruling.reasons_ru}
    for row in ruling.demands:
        texts = (row.demand_kk, row.demand_ru, row.outcome, row.reasons_kk, row.reasons_ru)
        values |= {f"{name}_{row.number}": text for name, text in zip(_DEMAND, texts, strict=True)}
    for pledge in ruling.pledges:
        parts = (pledge.text_kk, pledge.text_ru, pledge.due_on, pledge.post_id)
        values |= {f"{name}_{pledge.number}": part for name, part in zip(_PLEDGE, parts, strict=True)}
    return values


class KeepForm(BothForm):
    """A promise is kept: what was done, and what proves it."""

    name, limit = "report", 5000
    labels = (_("What was done, in Kazakh"), _("What was done, in Russian"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["link"] = _address(
            _("Address of the evidence"), _("A published act, a report, a page. Or attach a file below.")
        )


class ChangeForm(BothForm):
    """Another day for a promise."""

    labels = (_("Why the day is moved, in Kazakh"), _("Why the day is moved, in Russian"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"] = _day(_("The new day"))
