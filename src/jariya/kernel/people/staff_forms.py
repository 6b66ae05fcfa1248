"""What a registrar types: a new official, one more role."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.people.forms import mail_address, refusal
from jariya.kernel.people.models import RoleKind
from jariya.kernel.people.texts import SENTENCES


def _kinds(allowed: Iterable[str]) -> list[tuple[str, Any]]:
    return [(kind.value, kind.label) for kind in RoleKind if kind in set(allowed)]


class EnrolForm(forms.Form):
    """A new official of a body."""

    name = forms.CharField(label=_("First and last name"), error_messages={"required": SENTENCES["name_missing"]})
    email = forms.CharField(
        label=_("Official e-mail"),
        help_text=_("The official signs in with it."),
        widget=forms.EmailInput(),
        error_messages={"required": SENTENCES["mail_missing"]},
    )
    kinds = forms.MultipleChoiceField(
        label=_("Roles in the body"),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": SENTENCES["kind_missing"], "required": SENTENCES["kind_missing"]},
    )
    language = forms.ChoiceField(
        label=_("Language of messages"),
        choices=[("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")],
        widget=forms.RadioSelect(),
        initial="kk",
        error_messages={"invalid_choice": SENTENCES["language_unknown"], "required": SENTENCES["language_unknown"]},
    )

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = _kinds(kinds)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """At most 200 characters."""
        text = str(self.cleaned_data["name"])
        if len(text) > 200:
            raise refusal("name_long")
        return text

    def clean_email(self) -> str:
        """Lower case."""
        return mail_address(self.cleaned_data["email"])


class RoleForm(forms.Form):
    """One more role of an official."""

    body = forms.ChoiceField(
        label=_("Body"),
        error_messages={"invalid_choice": SENTENCES["body_missing"], "required": SENTENCES["body_missing"]},
    )
    kind = forms.ChoiceField(
        label=_("Role"),
        error_messages={"invalid_choice": SENTENCES["kind_missing"], "required": SENTENCES["kind_missing"]},
    )

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]
        self.fields["kind"].choices = _kinds(RoleKind)  # type: ignore[attr-defined]
