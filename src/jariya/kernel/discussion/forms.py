"""Forms of the discussion. What is wrong is said per field; what was typed stays."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.discussion.grounds import Ground
from jariya.kernel.discussion.models import Organisation
from jariya.kernel.web.forms import TOO_LONG, Keyed, PlainText

LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
MYSELF = "me"


class CommentForm(Keyed):
    """What is said. `most` is the norm's number of characters; `organisations`: for whom the author may speak."""

    text = PlainText(
        label=_("Your comment"),
        widget=forms.Textarea,
        help_text=_(
            "All will read it, without your name. Leave out names, telephone numbers and addresses of persons."
        ),
        error_messages={"required": _("Write what you want to say."), "max_length": TOO_LONG},
    )
    language = forms.ChoiceField(
        label=_("In which language is it?"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose Kazakh, Russian or English."),
            "invalid_choice": _("Choose Kazakh, Russian or English."),
        },
    )
    voice = forms.ChoiceField(
        label=_("For whom do you speak?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("You cannot speak for this organisation now.")},
    )

    def __init__(
        self, *args: Any, most: int, organisations: list[Organisation], official: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        text = cast(PlainText, self.fields["text"])
        text.max_length = most
        text.validators.append(_AtMost(most))
        self.organisations = {f"o{row.pk}": row for row in organisations}
        if official:
            text.label = _("Answer of the body")
            text.help_text = _("It is marked as the answer of the body. Once somebody replies, it cannot be changed.")
        if official or not organisations:
            del self.fields["voice"]
        else:
            choices: list[tuple[str, Any]] = [(MYSELF, _("for myself"))]
            choices += [(name, row.name) for name, row in self.organisations.items()]
            cast(forms.ChoiceField, self.fields["voice"]).choices = choices

    def clean(self) -> dict[str, Any]:
        """A proof that ran out between writing and publishing must not turn the voice silently into one's own."""
        said: dict[str, Any] = super().clean() or {}
        if "voice" not in self.fields and self.data.get("voice", MYSELF) not in ("", MYSELF):
            self.add_error(None, _("You cannot speak for this organisation now."))
        return said

    @property
    def organisation(self) -> Organisation | None:
        """For whom the author speaks; None: for themselves."""
        return self.organisations.get(self.cleaned_data.get("voice", ""))


class _AtMost:
    """A limit that is a norm, so it is known only when the form is made."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, value: str) -> None:
        if len(value) > self.most:
            raise forms.ValidationError(
                TOO_LONG, code="max_length", params={"limit_value": self.most, "show_value": len(value)}
            )


class TextForm(Keyed):
    """The text alone, for changing it."""

    text = PlainText(
        label=_("Your comment"),
        widget=forms.Textarea,
        error_messages={"required": _("Write what you want to say.")},
    )


class ReasonForm(forms.Form):
    """Why a hidden comment should be put back."""

    reason = PlainText(
        label=_("Why should it be put back?"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("Another person than the one who hid it reads this and decides."),
        error_messages={"required": _("Write why the comment should be put back."), "max_length": TOO_LONG},
    )


class GroundForm(forms.Form):
    """Which rule a comment breaks."""

    ground = forms.ChoiceField(
        label=_("Which rule does it break?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a ground."), "invalid_choice": _("Choose a ground.")},
    )

    def __init__(self, *args: Any, grounds: list[Ground], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["ground"]).choices = [(row.key, row.title) for row in grounds]
        self.notes = {row.key: row.meaning for row in grounds}
