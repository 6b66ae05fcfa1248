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

    name = forms.CharField(required=False, label=_("First and last name"))
    email = forms.CharField(
        required=False,
        label=_("Official e-mail"),
        help_text=_("The official signs in with it."),
        widget=forms.EmailInput(),
    )
    kinds = forms.MultipleChoiceField(
        required=False,
        label=_("Roles in the body"),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": SENTENCES["kind_missing"]},
    )
    language = forms.ChoiceField(
        required=False,
        label=_("Language of messages"),
        choices=[("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")],
        widget=forms.RadioSelect(),
        initial="kk",
        error_messages={"invalid_choice": SENTENCES["language_unknown"]},
    )

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = _kinds(kinds)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Needed, at most 200 characters."""
        text = str(self.cleaned_data["name"]).strip()
        if not text:
            raise refusal("name_missing")
        if len(text) > 200:
            raise refusal("name_long")
        return text

    def clean_email(self) -> str:
        """Lower case."""
        return mail_address(self.cleaned_data["email"])

    def clean_kinds(self) -> list[str]:
        """At least one."""
        if not self.cleaned_data["kinds"]:
            raise refusal("kind_missing")
        return list(self.cleaned_data["kinds"])

    def clean_language(self) -> str:
        """Kazakh unless another is chosen."""
        return str(self.cleaned_data["language"] or "kk")


class RoleForm(forms.Form):
    """One more role of an official."""

    body = forms.ChoiceField(
        required=False, label=_("Body"), error_messages={"invalid_choice": SENTENCES["body_missing"]}
    )
    kind = forms.ChoiceField(
        required=False, label=_("Role"), error_messages={"invalid_choice": SENTENCES["kind_missing"]}
    )

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]
        self.fields["kind"].choices = _kinds(RoleKind)  # type: ignore[attr-defined]

    def clean_body(self) -> str:
        """One of the list."""
        if not self.cleaned_data["body"]:
            raise refusal("body_missing")
        return str(self.cleaned_data["body"])

    def clean_kind(self) -> str:
        """One of the list."""
        if not self.cleaned_data["kind"]:
            raise refusal("kind_missing")
        return str(self.cleaned_data["kind"])
