"""Forms of filing for others. What is wrong is said per field; what was typed stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.people import phone, sms
from jariya.kernel.web.forms import TOO_LONG
from jariya.office.filing import kinds
from jariya.office.filing.lifecycle import Channel, Document
from jariya.portals.dialogue.forms import AskForm, PlainText

ADDRESS_LIMIT = 300


class TelField(forms.CharField):
    """A telephone number as people say it; cleaned to `+77…`, or empty."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return phone.normalise(typed)
        except phone.PhoneError as error:
            raise forms.ValidationError(error.sentence, code=error.code) from None


class LetterForm(AskForm):
    """What every channel writes down: the kind, the texts, the language, whether it may be published."""

    kind = forms.ChoiceField(
        label=_("What is filed?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is filed."), "invalid_choice": _("Choose what is filed.")},
    )
    token = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("The form has grown old. Reload the page and send it again."),
            "invalid": _("The form has grown old. Reload the page and send it again."),
        },
    )
    """Names the filing: the same form, sent twice, is one filing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.kind, one.title) for one in kinds.kinds()]  # type: ignore[attr-defined]
        self.fields["public"].label = _("Letter and answer may be published, without the person's name")
        self.fields["public"].help_text = _("Ask the person. Without this tick only they and the body read them.")
        self.fields["language"].label = _("In which language does the person ask? The answer comes in the same.")
        del self.fields["key"]

    def letter(self) -> dict[str, Any]:
        """The texts as `actions.begin` takes them."""
        done = self.cleaned_data
        return {
            "language": done["language"],
            "title": done["title"],
            "points": self.points(),
            "public": done["public"],
            "token": done["token"],
        }


class PresentForm(LetterForm):
    """A person is here: what they showed, and their telephone."""

    document = forms.ChoiceField(
        label=_("Document seen"),
        choices=Document.choices,
        widget=forms.RadioSelect,
        help_text=_("Its kind alone. Do not write down a number anywhere."),
        error_messages={"required": _("Say what you saw."), "invalid_choice": _("Say what you saw.")},
    )
    phone = TelField(
        label=_("The person's telephone"),
        required=False,
        max_length=40,
        help_text=_(
            "Coupon, due day and news come to it by SMS. Without a number the coupon on paper is the only key."
        ),
    )
    answer_by_sms = forms.BooleanField(
        label=_("Send the text of the answer by SMS as well"),
        required=False,
        help_text=_("Only when the person asks for it: an SMS can be read by whoever holds the telephone."),
    )

    def clean(self) -> dict[str, Any]:
        """An answer by SMS needs a number, and a number needs a gateway."""
        done = super().clean() or self.cleaned_data
        if done.get("answer_by_sms") and not done.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("To send the answer by SMS a telephone number is needed."))
        if done.get("phone") and not sms.available():
            self.add_error("phone", _("SMS is not set up on this site. File without a number: on a signed paper."))
        return done

    def letter(self) -> dict[str, Any]:
        done = self.cleaned_data
        more = {"document": done["document"], "phone": done["phone"], "answer_by_sms": done["answer_by_sms"]}
        return {**super().letter(), **more}


class _Arrived(forms.Form):
    """The day a letter reached the body, with the reason where it is entered later."""

    received_on = forms.DateField(
        label=_("Received on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("State the day."), "invalid": _("Write the day as 13.04.2026.")},
    )
    late_reason = PlainText(
        label=_("Why it is entered later than received"),
        required=False,
        max_length=ADDRESS_LIMIT,
        help_text=_("The term runs from the day of receipt all the same."),
        error_messages={"max_length": TOO_LONG},
    )

    def arrived(self) -> dict[str, Any]:
        """Day and reason as `actions.begin` takes them."""
        return {"received_on": self.cleaned_data["received_on"], "late_reason": self.cleaned_data["late_reason"]}


class SpokenForm(_Arrived, PresentForm):
    """Told by word of mouth or on a reception day."""

    channel = forms.ChoiceField(
        label=_("How it reached the body"),
        choices=[(Channel.ORAL.value, Channel.ORAL.label), (Channel.RECEPTION.value, Channel.RECEPTION.label)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it came."), "invalid_choice": _("Choose how it came.")},
    )

    def letter(self) -> dict[str, Any]:
        return {**super().letter(), **self.arrived()}


class PaperForm(_Arrived, LetterForm):
    """A letter on paper: copied as it stands, with its scan."""

    scan = forms.FileField(
        label=_("Scan of the letter"),
        help_text=_("The whole letter with its signature: PDF, JPEG or PNG."),
        error_messages={"required": _("Add the scan of the letter."), "empty": _("The file is empty.")},
    )
    reply_to = PlainText(
        label=_("Where the answer is to be sent"),
        required=False,
        max_length=ADDRESS_LIMIT,
        widget=forms.Textarea,
        help_text=_("The address as the letter gives it. It is sealed: only who sends the answer by post reads it."),
        error_messages={"max_length": TOO_LONG},
    )

    def letter(self) -> dict[str, Any]:
        return {**super().letter(), **self.arrived(), "reply_to": self.cleaned_data["reply_to"]}


class CodeForm(forms.Form):
    """The code from the person's telephone."""

    code = forms.CharField(
        label=_("Code from the person's telephone"),
        max_length=12,
        error_messages={"required": _("Enter the code from the message: six digits.")},
    )


class ScanForm(forms.Form):
    """The scan of the printed text that the person signed."""

    scan = forms.FileField(
        label=_("Scan of the signed paper"),
        help_text=_("The whole page with the signature: PDF, JPEG or PNG."),
        error_messages={"required": _("Add the scan of the signed paper."), "empty": _("The file is empty.")},
    )


class CouponForm(forms.Form):
    """Number and secret word, as the coupon prints them."""

    number = forms.CharField(
        label=_("Number on the coupon"),
        max_length=40,
        help_text=_("For example: Q2026-7K3F9ZT2-X"),
        error_messages={"required": _("Enter the number on the coupon.")},
    )
    secret = forms.CharField(
        label=_("Secret word on the coupon"),
        max_length=40,
        help_text=_("Ten characters. Large or small letters do not matter."),
        error_messages={"required": _("Enter the secret word on the coupon.")},
    )


class NumberForm(forms.Form):
    """The number of a coupon alone: a code goes to the person's telephone."""

    number = CouponForm.base_fields["number"]


def day_of(now: dt.datetime) -> str:
    """Today as a date field takes it."""
    from jariya.kernel.lifecycle.engine import legal_day

    return legal_day(now).isoformat()
