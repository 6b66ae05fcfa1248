"""Forms of the law desk. Each makes the changes that `law.actions` proposes; the law floor says what is wrong."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.law.calendar import Calendar, Mark
from jariya.kernel.law.edits import Change, amend, correct
from jariya.kernel.law.norms import Norm
from jariya.kernel.law.rows import row_of_mark
from jariya.office.law.words import STANDINGS
from jariya.portals.dialogue.forms import PlainText

LANGUAGES = ("kk", "ru", "en")
REASON_LIMIT = 2000
_TOO_LONG = _("The text is too long: at most %(limit_value)s characters, now %(show_value)s.")
_DAY_BAD = _("This is not a day. Write it as 2026-12-31.")


def _day(label: Any, *, missing: Any, help_text: Any = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": missing, "invalid": _DAY_BAD},
    )


def _line(label: Any, *, missing: Any = None, limit: int = 300, help_text: Any = "") -> PlainText:
    return PlainText(
        label=label,
        required=missing is not None,
        max_length=limit,
        help_text=help_text,
        error_messages={"max_length": _TOO_LONG, **({"required": missing} if missing else {})},
    )


def _reason() -> PlainText:
    return PlainText(
        label=_("Reason"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea,
        help_text=_("The act, the decision or the mistake that is mended. Everybody reads it in the history."),
        error_messages={"required": _("Write in a sentence why."), "max_length": _TOO_LONG},
    )


class Decision(forms.Form):
    """Why an edit is refused."""

    reason = PlainText(
        label=_("Reason of the refusal"),
        max_length=REASON_LIMIT,
        widget=forms.Textarea,
        error_messages={"required": _("Write in a sentence why."), "max_length": _TOO_LONG},
    )


class NormForm(forms.Form):
    """An edit of one row of the norms: a new rule from a day on, or a correction of the row itself."""

    how = forms.ChoiceField(
        label=_("What changes?"),
        widget=forms.RadioSelect,
        choices=[
            ("amend", _("The rule changes from a day on: what began before keeps the present row")),
            ("correct", _("This row was wrong: it is corrected for all the time it is in force")),
        ],
        error_messages={"required": _("Say what changes."), "invalid_choice": _("Say what changes.")},
    )
    valid_from = _day(
        _("First day in force"),
        missing=_("Give the day."),
        required=False,
        help_text=_("Of the new rule, or of the corrected row. Empty: since before our records."),
    )
    value = _line(_("Value"), limit=20, help_text=_("Empty: not known yet."))
    article = _line(_("Article"), limit=50, help_text=_("Empty: to be confirmed. Never from memory."))
    standing = forms.ChoiceField(
        label=_("Standing"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how sure we are."), "invalid_choice": _("Say how sure we are.")},
    )
    note_kk = _line(_("Note in Kazakh"), limit=2000)
    note_ru = _line(_("Note in Russian"), limit=2000)
    note_en = _line(_("Note in English"), limit=2000)
    reason = _reason()

    def __init__(self, *args: Any, norm: Norm, **kwargs: Any) -> None:
        self.norm = norm
        kwargs.setdefault(
            "initial",
            {
                "how": "amend",
                "valid_from": norm.valid_from,
                "value": "" if norm.value is None else str(norm.value),
                "article": norm.article or "",
                "standing": norm.standing,
                **{f"note_{lang}": norm.note.get(lang, "") for lang in LANGUAGES},
            },
        )
        super().__init__(*args, **kwargs)
        codes = ["house"] if norm.standing == "house" else ["confirmed", "secondary", "assumed"]
        cast(forms.ChoiceField, self.fields["standing"]).choices = [(code, STANDINGS[code]) for code in codes]
        if norm.unit == "text":
            del self.fields["value"]
        for lang in LANGUAGES:
            self.fields[f"note_{lang}"].widget = forms.Textarea()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == "amend" and not self.errors.get("valid_from") and not cleaned.get("valid_from"):
            self.add_error("valid_from", _("Give the day."))
        return cleaned

    def changes(self) -> list[Change]:
        """The changes for `law.actions.propose_norm_edit`. Raises `BadData`."""
        said = self.cleaned_data
        fields: dict[str, Any] = {
            "article": said["article"] or None,
            "standing": said["standing"],
            "note": {lang: said[f"note_{lang}"] for lang in LANGUAGES if said[f"note_{lang}"]},
        }
        if "value" in said:
            fields["value"] = said["value"].replace(",", ".").replace(" ", "").replace("\u00a0", "") or None
        if said["how"] == "amend":
            return amend(self.norm, said["valid_from"], **fields)
        since: dt.date | None = said["valid_from"]
        return correct(self.norm, **fields, valid_from=since.isoformat() if since else None)


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


def _source() -> PlainText:
    return _line(
        _("Source"),
        missing=_("Name the source."),
        help_text=_("The act with number and day, or where the day was announced."),
    )


class Swap(CalendarForm):
    """A working day off for a weekend day worked."""

    day = _day(_("Day off"), missing=_("Give the day."))
    other = _day(_("Day that is worked instead"), missing=_("Give the day."))
    source = _source()
    reason = _reason()

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

    day = _day(_("Day off"), missing=_("Give the day."))
    holiday = forms.ChoiceField(
        label=_("Which holiday?"),
        required=False,
        help_text=_("Or give a new name in the three fields below."),
        error_messages={"invalid_choice": _("The calendar does not know this holiday.")},
    )
    name_kk = _line(_("New name in Kazakh"), limit=200)
    name_ru = _line(_("New name in Russian"), limit=200)
    name_en = _line(_("New name in English"), limit=200)
    estimated = forms.BooleanField(label=_("The day is an estimate"), required=False)
    source = _source()
    reason = _reason()

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

    day = _day(_("Day off"), missing=_("Give the day."))
    other = _day(_("Holiday that falls on a weekend"), missing=_("Give the day."))
    holiday = forms.ChoiceField(
        label=_("Which holiday?"),
        error_messages={
            "required": _("Choose the holiday."),
            "invalid_choice": _("The calendar does not know this holiday."),
        },
    )
    source = _source()
    reason = _reason()

    def changes(self) -> list[Change]:
        said = self.cleaned_data
        mark = Mark("moved", said["holiday"], said["other"], False, said["source"])
        return [self.change(said["day"], mark)]


class Move(CalendarForm):
    """A holiday that the calendar has on one day is on another, or its day is fixed."""

    day = _day(_("Day on which the calendar has it"), missing=_("Give the day."))
    other = _day(
        _("Day on which it really is"),
        missing=_("Give the day."),
        help_text=_("The same day, when only the estimate is confirmed."),
    )
    estimated = forms.BooleanField(label=_("The new day is an estimate too"), required=False)
    source = _source()
    reason = _reason()

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

    day = _day(_("Day"), missing=_("Give the day."))
    reason = _reason()

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
    reason = _reason()

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
