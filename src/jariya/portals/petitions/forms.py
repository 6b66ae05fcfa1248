"""Forms of the author and of the moderators. Nothing that was typed is ever lost: an invalid form shows it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.web.forms import PlainText
from jariya.portals.petitions.law import Ground
from jariya.portals.petitions.texts import Texts

REASON = 4000
_TOO_LONG = _("The text is too long: at most %(limit_value)s characters, now %(show_value)s.")
_REASON_MISSING = _("Write in a sentence why.")


class DraftForm(forms.Form):
    """Both languages side by side, and who is asked. A draft may be anything; what is missing is said beside it."""

    first_language = forms.ChoiceField(
        label=_("Language you write first"),
        choices=[("kk", _("Kazakh")), ("ru", _("Russian"))],
        widget=forms.RadioSelect,
        help_text=_("The other language may be left out. With both, more people understand what they sign."),
    )
    title_kk = PlainText(label=_("Title in Kazakh"), required=False, max_length=200)
    text_kk = PlainText(label=_("Text in Kazakh"), required=False, max_length=20_000, widget=forms.Textarea)
    title_ru = PlainText(label=_("Title in Russian"), required=False, max_length=200)
    text_ru = PlainText(label=_("Text in Russian"), required=False, max_length=20_000, widget=forms.Textarea)
    addressee = forms.ChoiceField(label=_("Who should do it"), required=False)

    def __init__(self, *args: Any, bodies: Sequence[Body], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {body.slug: body for body in bodies}
        chosen = [("", _("not chosen yet")), *((slug, body.name(lang).text) for slug, body in self.bodies.items())]
        cast(forms.ChoiceField, self.fields["addressee"]).choices = chosen
        for name in ("title_kk", "title_ru", "text_kk", "text_ru"):
            self.fields[name].error_messages["max_length"] = _TOO_LONG

    def texts(self) -> Texts:
        """What was written."""
        said = self.cleaned_data
        return Texts(said["first_language"], said["title_kk"], said["title_ru"], said["text_kk"], said["text_ru"])

    def body(self) -> Body | None:
        """Who is asked, when that was chosen."""
        return self.bodies.get(self.cleaned_data.get("addressee") or "")


class PlainForm(forms.Form):
    """A step that asks for nothing but its confirmation."""


class ReasonForm(forms.Form):
    """A step with its reason."""

    reason = PlainText(
        label=_("Reason"),
        max_length=REASON,
        widget=forms.Textarea,
        help_text=_("The author reads it, and it stays in the case."),
        error_messages={"required": _REASON_MISSING, "max_length": _TOO_LONG},
    )


class ComplaintForm(forms.Form):
    """What the author has against a refusal or silence."""

    reason = PlainText(
        label=_("What is wrong"),
        max_length=REASON,
        widget=forms.Textarea,
        help_text=_("The moderators and the supervisor read it."),
        error_messages={"required": _REASON_MISSING, "max_length": _TOO_LONG},
    )


class CheckedForm(forms.Form):
    """Approval: both languages were read."""

    checked = forms.BooleanField(
        label=_("I have read the text in each language; it holds no personal data of others."),
        error_messages={"required": _("Read the text and tick that you did.")},
    )


class RefusalForm(forms.Form):
    """On which ground, and why."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        widget=forms.RadioSelect,
        help_text=_("The list in force on the day of submission."),
        error_messages={"required": _("Choose a ground."), "invalid_choice": _("Choose a ground.")},
    )
    reason = PlainText(
        label=_("Reason"),
        max_length=REASON,
        widget=forms.Textarea,
        help_text=_("It is published with the refusal. Name the words of the petition that the ground is about."),
        error_messages={"required": _REASON_MISSING, "max_length": _TOO_LONG},
    )

    def __init__(self, *args: Any, grounds: Sequence[Ground] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["ground"]).choices = [(one.code, one.title) for one in grounds]


class ConfirmForm(forms.Form):
    """The second person's check: what everyone will read, with anything of a person blackened."""

    cut_title_kk = forms.CharField(label=_("Title in Kazakh, as everyone reads it"), required=False, max_length=200)
    cut_text_kk = forms.CharField(
        label=_("Text in Kazakh, as everyone reads it"), required=False, widget=forms.Textarea, strip=False
    )
    cut_title_ru = forms.CharField(label=_("Title in Russian, as everyone reads it"), required=False, max_length=200)
    cut_text_ru = forms.CharField(
        label=_("Text in Russian, as everyone reads it"), required=False, widget=forms.Textarea, strip=False
    )
    public_reason = forms.CharField(
        label=_("Reason, as everyone reads it"), required=False, widget=forms.Textarea, strip=False
    )
    checked = forms.BooleanField(
        label=_("I have read all of it; no personal data of others is left in it."),
        error_messages={"required": _("Read the text and tick that you did.")},
    )

    def cut(self) -> dict[str, str]:
        """Public copies, of what was changed from the original alone."""
        return {
            name: text
            for name, text in self.cleaned_data.items()
            if name.startswith("cut_") and text and text != self.initial.get(name)
        }


class CourtForm(forms.Form):
    """A court's decision that stops a petition."""

    court = PlainText(label=_("Court"), max_length=300, error_messages={"required": _("Name the court.")})
    decision = PlainText(
        label=_("Number and day of the decision"),
        max_length=200,
        error_messages={"required": _("Give number and day of the decision.")},
    )
    since = forms.DateField(
        label=_("Suspended from"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Give the day."), "invalid": _("Give the day.")},
    )


class OutageForm(forms.Form):
    """A day on which petitions could not be signed."""

    day = forms.DateField(
        label=_("Day of the outage"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Give the day."), "invalid": _("Give the day.")},
    )
    days = forms.IntegerField(
        label=_("Days to be added"),
        min_value=1,
        max_value=31,
        initial=1,
        error_messages={"required": _("Give a number from 1 to 31."), "invalid": _("Give a number from 1 to 31."),
                        "min_value": _("Give a number from 1 to 31."), "max_value": _("Give a number from 1 to 31.")},
    )  # fmt: skip
    reason_kk = PlainText(
        label=_("What happened, in Kazakh"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("It is published."),
        error_messages={"required": _("Write in Kazakh what happened."), "max_length": _TOO_LONG},
    )
    reason_ru = PlainText(
        label=_("What happened, in Russian"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write in Russian what happened."), "max_length": _TOO_LONG},
    )
