"""Forms of the administrator's desk. What is wrong is said per field; what was typed stays."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.web.forms import Keyed, numbered, text_field
from jariya.portals.budgets.drafts.content import Content, Measured

YEARS = 3
INDICATORS = 5


class Whole(forms.CharField):
    """A whole number of tenge as people type it: spaces between the groups are let through."""

    def to_python(self, value: Any) -> Any:
        text = re.sub(r"[\s\u00a0\u202f]", "", str(super().to_python(value) or ""))
        if not text:
            return None
        if not text.isascii() or not text.isdigit() or len(text) > 18:
            raise forms.ValidationError(_("Give whole tenge in digits, such as 125 000 000."), code="amount")
        return int(text)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", " ") if isinstance(value, int) else value


class Number(forms.CharField):
    """A number with a comma or a point."""

    def to_python(self, value: Any) -> Any:
        text = re.sub(r"[\s\u00a0\u202f]", "", str(super().to_python(value) or "")).replace(",", ".")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
            raise forms.ValidationError(_("Give a number, such as 12.5."), code="number")
        return number.quantize(Decimal("0.001"))

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class DraftForm(Keyed):
    """The whole of a draft: texts in both languages, money by years, indicators."""

    title_kk = text_field(_("Name of the programme, in Kazakh"), 300, rows=False)
    title_ru = text_field(_("Name of the programme, in Russian"), 300, rows=False)
    summary_kk = text_field(
        _("In plain words, in Kazakh"),
        3000,
        help_text=_("What will be done with the money and what people get from it. No draft is published without it."),
    )
    summary_ru = text_field(_("In plain words, in Russian"), 3000)
    goal_kk = text_field(_("Goal, in Kazakh"), 2000)
    goal_ru = text_field(_("Goal, in Russian"), 2000)

    def __init__(self, *args: Any, first_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = [first_year + step for step in range(YEARS)]
        for year in self.years:
            self.fields[f"amount_{year}"] = Whole(
                label=numbered(_("Money in %(number)s, tenge"), year),
                required=year == first_year,
                error_messages={"required": _("Give the amount of the first year.")},
            )
        for number in range(1, INDICATORS + 1):
            first = number == 1
            self.fields[f"name_kk_{number}"] = text_field(
                numbered(_("Indicator %(number)s, in Kazakh"), number), 300, rows=False, required=first
            )
            self.fields[f"name_ru_{number}"] = text_field(
                numbered(_("Indicator %(number)s, in Russian"), number), 300, rows=False, required=first
            )
            self.fields[f"unit_{number}"] = text_field(_("Unit"), 40, rows=False, required=first)
            self.fields[f"baseline_{number}"] = Number(
                label=_("Now"), required=False, help_text=_("Empty when it is not known.")
            )
            self.fields[f"target_{number}"] = Number(
                label=_("Target"), required=first, error_messages={"required": _("Fill this in.")}
            )

    def clean(self) -> dict[str, Any]:
        """An indicator is whole or absent."""
        said: dict[str, Any] = super().clean() or {}
        for number in range(2, INDICATORS + 1):
            parts = {name: said.get(f"{name}_{number}") for name in ("name_kk", "name_ru", "unit", "target")}
            given = [name for name, value in parts.items() if value not in (None, "")]
            if given and len(given) < len(parts):
                for name in parts.keys() - set(given):
                    if f"{name}_{number}" not in self.errors:
                        self.add_error(f"{name}_{number}", _("Fill this in, or empty the whole indicator."))
        return said

    def content(self) -> Content:
        """What was typed."""
        said = self.cleaned_data
        indicators = [
            Measured(
                number,
                said[f"name_kk_{number}"],
                said[f"name_ru_{number}"],
                said[f"unit_{number}"],
                said[f"baseline_{number}"],
                said[f"target_{number}"],
            )
            for number in range(1, INDICATORS + 1)
            if said[f"name_kk_{number}"]
        ]
        amounts = [(year, said[f"amount_{year}"]) for year in self.years if said[f"amount_{year}"] is not None]
        texts = {
            name: said[name] for name in ("title_kk", "title_ru", "summary_kk", "summary_ru", "goal_kk", "goal_ru")
        }
        return Content(**texts, amounts=tuple(amounts), indicators=tuple(indicators))


def initial(content: Content) -> dict[str, Any]:
    """A draft's content as the form's first values."""
    values: dict[str, Any] = {
        f"{part}_{lang}": content.text(part, lang) for part in ("title", "summary", "goal") for lang in ("kk", "ru")
    }
    values |= {f"amount_{year}": tenge for year, tenge in content.amounts}
    for row in content.indicators:
        values |= {
            f"name_kk_{row.number}": row.name_kk,
            f"name_ru_{row.number}": row.name_ru,
            f"unit_{row.number}": row.unit,
            f"baseline_{row.number}": row.baseline,
            f"target_{row.number}": row.target,
        }
    return values


class NewForm(DraftForm):
    """A new draft: the programme's code besides."""

    code = forms.RegexField(
        label=_("Code of the programme"),
        regex=r"^[0-9]{1,12}$",
        help_text=_("As in the budget classification, with its zeros: 001."),
        error_messages={"required": _("Fill this in."), "invalid": _("Digits only.")},
    )
    field_order = ["code"]


class ChangeForm(DraftForm):
    """A new version of a public draft: what is new is said in words."""

    changed_kk = text_field(_("What is new, in Kazakh"), 1000)
    changed_ru = text_field(_("What is new, in Russian"), 1000)


class StatementForm(Keyed):
    """A text of the body in both languages."""

    text_kk = text_field(_("Text in Kazakh"), 20_000)
    text_ru = text_field(_("Text in Russian"), 20_000)


class ApprovalForm(Keyed):
    """The day and the act of the approval."""

    approved_on = forms.DateField(
        label=_("Day of the approval"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose the day."), "invalid": _("Choose the day.")},
    )
    approval = text_field(_("Act: kind, number, day"), 200, rows=False)


class PaymentForm(Keyed):
    """The day of the first payment."""

    first_paid_on = forms.DateField(
        label=_("Day of the first payment"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose the day."), "invalid": _("Choose the day.")},
    )
    first_paid_source = text_field(
        _("Where it is known from"), 300, rows=False, help_text=_("Such as a report of execution with its month.")
    )


class PlainForm(Keyed):
    """A step that needs nothing typed."""


class EvaluationForm(StatementForm):
    """What was achieved, indicator by indicator."""

    def __init__(self, *args: Any, indicators: list[tuple[int, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [number for number, _name, _unit in indicators]
        for number, name, unit in indicators:
            self.fields[f"achieved_{number}"] = Number(
                label=f"{number}. {name} ({unit})", error_messages={"required": _("Fill this in.")}
            )

    def results(self) -> dict[int, Decimal | None]:
        """What was achieved by the number of the indicator."""
        return {number: self.cleaned_data[f"achieved_{number}"] for number in self.numbers}
