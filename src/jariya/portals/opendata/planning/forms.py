"""Forms of a publishing plan at the desk."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.planning.actions import Planned
from jariya.portals.opendata.planning.fields import CHOOSE, line, text
from jariya.portals.opendata.planning.models import PlanItem
from jariya.portals.opendata.planning.words import FREQUENCIES

_DAY = {"required": _("Name the day."), "invalid": _("Name the day.")}


class ItemForm(forms.Form):
    """An item of the plan: what, how often, from which day, on which ground."""

    title_kk = line(_("What is to be published, in Kazakh"))
    title_ru = line(_("What is to be published, in Russian"))
    text_kk = text(_("What it must hold, in Kazakh"), required=False)
    text_ru = text(_("What it must hold, in Russian"), required=False)
    frequency = forms.ChoiceField(
        label=_("How often it is renewed"), choices=list(FREQUENCIES.items()), error_messages=CHOOSE
    )
    since = forms.DateField(
        label=_("The first term is counted from"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=_DAY,
        help_text=_("From this day the first period runs; the body publishes by its end."),
    )
    ground = line(
        _("On which ground"),
        required=False,
        help_text=_("Number and day of the act or order that obliges the body, if there is one."),
    )
    number = line(_("Number in your own document"), required=False, limit=40)
    title_en = line(_("What is to be published, in English"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = self.fields["since"].initial or legal_day(timezone.now())

    def planned(self) -> Planned:
        """What was written."""
        return Planned(**{name: self.cleaned_data[name] for name in Planned.__dataclass_fields__})


class _SetChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: DataSet) -> str:  # type: ignore[override]
        lang = get_language() or "kk"
        return getattr(obj, f"title_{lang}") or obj.title_kk or obj.title_ru or obj.slug


class LinkForm(forms.Form):
    """Which data set meets the item."""

    data_set = _SetChoice(
        label=_("Data set"), queryset=DataSet.objects.none(), to_field_name="slug", error_messages=CHOOSE
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["data_set"])
        field.queryset = free_sets(case.body, case)


def free_sets(body: Body, case: Case | None = None) -> Any:
    """Data sets of a body that meet no other item of its plan."""
    rows = DataSet.objects.visible_to(None).filter(case__body=body, case__state="published")
    taken = PlanItem.objects.filter(body=body, data_set__isnull=False)
    taken = taken.exclude(case=case) if case else taken
    return rows.exclude(pk__in=taken.values("data_set")).order_by("slug")


def initial(case: Case) -> dict[str, Any]:
    """The item as it stands, for the form that changes it."""
    item = PlanItem.objects.get(case=case)
    return {name: getattr(item, name) for name in Planned.__dataclass_fields__}


class FileForm(forms.Form):
    """A whole plan as a table."""

    table = forms.FileField(
        label=_("Table of the plan (CSV)"),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def clean_table(self) -> Any:
        """A plan is a page or some; what is far longer is no plan."""
        file = self.cleaned_data["table"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large for a plan: at most 2 MB."), code="too_big")
        return file


MOST_BYTES = 2 * 1024 * 1024
