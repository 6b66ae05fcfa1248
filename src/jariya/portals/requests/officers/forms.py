"""Forms of the register of officers at the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.web.forms import PlainText
from jariya.portals.requests.fields import CHOOSE, day, line
from jariya.portals.requests.officers.actions import Appointment
from jariya.portals.requests.officers.models import Duty, Officer
from jariya.portals.requests.officers.queries import others


class _PostChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Post) -> str:  # type: ignore[override]
        return obj.name(get_language() or "kk").text


class _OfficerChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Officer) -> str:  # type: ignore[override]
        return obj.post.name(get_language() or "kk").text


class ReachForm(forms.Form):
    """How the office is reached."""

    phone = line(_("Telephone of the office"), limit=60, required=False)
    mail = forms.EmailField(
        label=_("E-mail of the office"),
        required=False,
        max_length=200,
        error_messages={"invalid": _("This is no e-mail address.")},
    )


class AppointForm(ReachForm):
    """Who is appointed as what."""

    field_order = ("post", "duty", "order_ref", "since")
    post = _PostChoice(label=_("Post"), queryset=Post.objects.none(), error_messages=CHOOSE)
    duty = forms.ChoiceField(label=_("Appointed as"), choices=Duty.choices, error_messages=CHOOSE)
    order_ref = PlainText(
        label=_("Number and day of the order"),
        max_length=300,
        error_messages={"required": _("Give number and day of the order: it stands in the register.")},
    )
    since = day(_("In office since"))

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = Post.objects.filter(body=body)  # type: ignore[attr-defined]

    def said(self) -> Appointment:
        """What was written."""
        return Appointment(**{name: self.cleaned_data[name] for name in Appointment.__dataclass_fields__})


class TrainForm(forms.Form):
    """A training that took place."""

    on = day(_("Day of the training"))
    hours = forms.IntegerField(
        label=_("Hours"),
        min_value=1,
        max_value=500,
        error_messages={
            "required": _("Write how many hours."),
            "invalid": _("Write how many hours."),
            "min_value": _("Write how many hours."),
            "max_value": _("Write how many hours."),
        },
    )
    title_kk = line(_("What it was about, in Kazakh"), limit=300)
    title_ru = line(_("What it was about, in Russian"), limit=300)


class AwayForm(forms.Form):
    """A leave, and who answers meanwhile."""

    first = day(_("First day of the leave"))
    last = day(_("Last day of the leave"))
    stand_in = _OfficerChoice(
        label=_("Who answers meanwhile"),
        queryset=Officer.objects.none(),
        required=False,
        help_text=_("Another officer of the body; no reason of the leave is kept."),
        error_messages=CHOOSE,
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].queryset = others(case, case.body)  # type: ignore[attr-defined]

    def clean_stand_in(self) -> Case | None:
        """The appointment that stands in."""
        found = self.cleaned_data["stand_in"]
        return found.case if found else None


class EndForm(forms.Form):
    """When an appointment ends."""

    last = day(_("Last day in office"))


def reach(case: Case) -> dict[str, Any]:
    """How the office is reached now."""
    return dict(Officer.objects.values("phone", "mail").get(case=case))
