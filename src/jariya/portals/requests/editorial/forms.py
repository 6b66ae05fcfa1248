"""Forms of the register of editorial offices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Region
from jariya.kernel.bodies.queries import regions
from jariya.kernel.web.forms import PlainText
from jariya.portals.requests.editorial.models import Medium


class JoinForm(forms.Form):
    """How colleagues call the person who joins."""

    name = PlainText(
        label=_("Your name in the newsroom"),
        max_length=120,
        help_text=_("Only members of the office read it. Public pages name the office alone."),
        error_messages={"required": _("Write how your colleagues call you.")},
    )


class OfficeForm(forms.Form):
    """An office to be accredited."""

    code = forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=_("Short word for the address"),
        max_length=40,
        help_text=_("Latin letters, digits and dashes; it does not change later."),
        error_messages={
            "required": _("Give a short word."),
            "invalid": _("Only Latin letters, digits and dashes."),
        },
    )
    name_kk = PlainText(label=_("Name in Kazakh"), max_length=300, error_messages={"required": _("Give the name.")})
    name_ru = PlainText(label=_("Name in Russian"), max_length=300, error_messages={"required": _("Give the name.")})
    medium = forms.ChoiceField(
        label=_("What it makes"),
        choices=Medium.choices,
        error_messages={"required": _("Choose from the list."), "invalid_choice": _("Choose from the list.")},
    )
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), required=False, to_field_name="code"
    )
    source = PlainText(
        label=_("Where the accreditation stands"),
        max_length=500,
        help_text=_("Number and day of the certificate, and where it is published."),
        error_messages={"required": _("Without a source an office is not entered.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions() | regions(invented=True)  # type: ignore[attr-defined]
