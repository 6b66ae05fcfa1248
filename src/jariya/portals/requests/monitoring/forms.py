"""Forms of recommendations at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.models import Case
from jariya.portals.requests.fields import CHOOSE, Address, WordsForm, day, line, text
from jariya.portals.requests.monitoring.actions import Finding, finding_of
from jariya.portals.requests.monitoring.models import Criterion, Recommendation


class FindingForm(forms.Form):
    """What was found and what is to be done."""

    criterion = forms.ChoiceField(
        label=_("What it is about"),
        choices=Criterion.choices,
        error_messages=CHOOSE,
    )
    title_kk = line(_("Title in Kazakh"))
    title_ru = line(_("Title in Russian"))
    found_kk = text(_("What was found, in Kazakh"))
    found_ru = text(_("What was found, in Russian"))
    advice_kk = text(_("What the body is to do, in Kazakh"))
    advice_ru = text(_("What the body is to do, in Russian"))
    seen_at = Address(label=_("Where it can be seen"), required=False)

    def finding(self) -> Finding:
        """What was written."""
        return Finding(**{name: self.cleaned_data[name] for name in Finding.__dataclass_fields__})


class NewForm(FindingForm):
    """A new finding: at which body."""

    field_order = ("holder",)
    holder = forms.ModelChoiceField(
        label=_("Short word of the body in its address"),
        queryset=Body.objects.none(),
        to_field_name="slug",
        widget=forms.TextInput,
        help_text=_("As in the address of its page, for example ulgi-ministry."),
        error_messages={"required": _("Name the body."), "invalid_choice": _("There is no such body.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = Body.objects.all()  # type: ignore[attr-defined]


class ProofForm(WordsForm):
    """That it is done, and where everyone can see it."""

    proof = Address(label=_("Where everyone can see it"))


class MoreTimeForm(WordsForm):
    """A later day, and why."""

    due_on = day(_("New day"))


def initial(case: Case) -> dict[str, Any]:
    """The recommendation as it stands, for the form that changes it."""
    return dict(finding_of(Recommendation.objects.get(case=case)).__dict__)
