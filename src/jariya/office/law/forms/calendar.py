"""Forms of edits of the calendar: one operation each."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.law.calendar import Calendar, Mark
from jariya.kernel.law.edits import Change
from jariya.kernel.law.rows import row_of_mark
from jariya.office.law.forms.fields import (
    LANGUAGES,
    day_field,
    line_field,
    reason_field,
    source_field,
)


class CalendarForm(forms.Form):
    """What every edit of the calendar needs; a subclass an operation."""

    def __init__(self, *args: Any, calendar: Calendar, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar, self.lang = calendar, lang
        self.prepare()

    def prepare(self) -> None:
        """Fill choices."""

    def change(self, day: dt.date, mark: Mark | None) -> Change:
        """One day set to a mark, or to what its weekday says."""
        was = self.calendar.marks.get(day)
        return {
            "day": day.isoformat(),
            "mark": row_of_mark(mark) if mark else None,
            "was": row_of_mark(was) if was else None,
        }

    def changes(self) -> list[Change]:
        """The changes for `law.actions.propose_calendar_edit`."""
        raise NotImplementedError


class Swap(CalendarForm):
    """A working day off for a weekend day worked."""

    day = day_field(_("Day off"), missing=_("Give the day."))
    other = day_field(_("Day that is worked instead"), missing=_("Give the day."))
    source = source_field()
    reason = reason_field()

    def changes(self) -> list[Change]:
        said = self.cleaned_data
        off, worked, source = said["day"], said["other"], said["source"]
        return [
            self.change(off, Mark("swap_off", None, worked, False, source)),
            self.change(worked, Mark("swap_work", None, off, False, source)),
        ]


class Named(CalendarForm):
    """A form that names a holiday: one the calendar knows, or a new one in three languages."""

    def prepare(self) -> None:
        names = sorted((words.get(self.lang) or key, key) for key, words in self.calendar.names.items())
        cast(forms.ChoiceField, self.fields["holiday"]).choices = [("", "")] + [(key, said) for said, key in names]


class Holiday(Named):
    """A holiday on a day."""

    day = day_field(_("Day off"), missing=_("Give the day."))
    holiday = forms.ChoiceField(
        label=_("Which holiday?"),
        required=False,
        help_text=_("Or give a new name in the three fields below."),
        error_messages={"invalid_choice": _("The calendar does not know this holiday.")},
    )
    name_kk = line_field(_("New name in Kazakh"), limit=200)
    name_ru = line_field(_("New name in Russian"), limit=200)
    name_en = line_field(_("New name in English"), limit=200)
    estimated = forms.BooleanField(label=_("The day is an estimate"), required=False)
    source = source_field()
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        words = [cleaned.get(f"name_{lang}") for lang in LANGUAGES]
        if not cleaned.get("holiday") and not all(words):
            self.add_error("holiday", _("Choose a holiday, or name a new one in all three languages."))
        if cleaned.get("holiday") and any(words):
            self.add_error("holiday", _("Choose a holiday or name a new one, not both."))
        return cleaned

    def changes(self) -> list[Change]:
        said = self.cleaned_data
        named: list[Change] = []
        holiday = said["holiday"]
        if not holiday:
            words = {lang: said[f"name_{lang}"] for lang in LANGUAGES}
            holiday = re.sub(r"[^a-z0-9]+", "_", words["en"].lower()).strip("_")[:50] or "holiday"
            while holiday in self.calendar.names:
                holiday = f"{holiday[:47]}_{len(self.calendar.names)}"
            named = [{"name": holiday, "words": words}]
        mark = Mark("holiday", holiday, None, bool(said["estimated"]), said["source"])
        return [*named, self.change(said["day"], mark)]


class Moved(Named):
    """A day off moved from a holiday that falls on a weekend."""

    day = day_field(_("Day off"), missing=_("Give the day."))
    other = day_field(_("Holiday that falls on a weekend"), missing=_("Give the day."))
    holiday = forms.ChoiceField(
        label=_("Which holiday?"),
        error_messages={
            "required": _("Choose the holiday."),
            "invalid_choice": _("The calendar does not know this holiday."),
        },
    )
    source = source_field()
    reason = reason_field()

    def changes(self) -> list[Change]:
        said = self.cleaned_data
        mark = Mark("moved", said["holiday"], said["other"], False, said["source"])
        return [self.change(said["day"], mark)]


class Move(CalendarForm):
    """A holiday that the calendar has on one day is on another, or its day is fixed."""

    day = day_field(_("Day on which the calendar has it"), missing=_("Give the day."))
    other = day_field(
        _("Day on which it really is"),
        missing=_("Give the day."),
        help_text=_("The same day, when only the estimate is confirmed."),
    )
    estimated = forms.BooleanField(label=_("The new day is an estimate too"), required=False)
    source = source_field()
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("day")
        mark = self.calendar.marks.get(day) if day else None
        if day and (mark is None or mark.kind != "holiday"):
            self.add_error("day", _("The calendar has no holiday on this day."))
        return cleaned

    def changes(self) -> list[Change]:
        said = self.cleaned_data
        day, other = said["day"], said["other"]
        mark = self.calendar.marks[day]
        new = Mark("holiday", mark.holiday, None, bool(said["estimated"]), said["source"])
        return [self.change(other, new)] if day == other else [self.change(day, None), self.change(other, new)]


class Plain(CalendarForm):
    """A mark is taken away."""

    day = day_field(_("Day"), missing=_("Give the day."))
    reason = reason_field()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("day") and cleaned["day"] not in self.calendar.marks:
            self.add_error("day", _("The calendar has no mark on this day."))
        return cleaned

    def changes(self) -> list[Change]:
        day = self.cleaned_data["day"]
        mark = self.calendar.marks[day]
        both = [day, mark.instead_of] if mark.kind.startswith("swap") and mark.instead_of else [day]
        return [self.change(one, None) for one in both]


class Extend(CalendarForm):
    """The calendar ends later."""

    year = forms.IntegerField(
        label=_("Last year of the calendar"),
        error_messages={"required": _("Give the year."), "invalid": _("This is not a year.")},
    )
    reason = reason_field()

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not self.calendar.last.year < year <= self.calendar.last.year + 10:
            raise forms.ValidationError(_("The calendar grows by one to ten years at a time."))
        return year

    def changes(self) -> list[Change]:
        return [{"last": dt.date(self.cleaned_data["year"], 12, 31).isoformat()}]


OPERATIONS: dict[str, type[CalendarForm]] = {
    "swap": Swap,
    "holiday": Holiday,
    "move": Move,
    "moved": Moved,
    "plain": Plain,
    "extend": Extend,
}
