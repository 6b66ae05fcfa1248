"""The forms by which a moderator decides."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.discussion.grounds import Ground
from jariya.kernel.web.forms import TOO_LONG, PlainText

REASON = 2000


class HideForm(forms.Form):
    """On which ground, and why."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a ground."), "invalid_choice": _("Choose a ground.")},
    )
    reason = PlainText(
        label=_("Reason"),
        max_length=REASON,
        widget=forms.Textarea,
        help_text=_("The author reads it. Name the words that break the rule."),
        error_messages={"required": _("Write in a sentence why."), "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, grounds: list[Ground], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["ground"]).choices = [(row.key, row.title) for row in grounds]
        self.notes = {row.key: row.meaning for row in grounds}


class BlackenForm(forms.Form):
    """The public copy with blocks in place of what must not be read."""

    public = forms.CharField(
        label=_("Public copy"),
        widget=forms.Textarea,
        strip=False,
        help_text=_(
            "Put █ in place of each character that must not be read. What was found by rule is blackened already."
        ),
        error_messages={"required": _("The public copy is empty.")},
    )


class AppealForm(forms.Form):
    """The decision on an appeal, with its reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("restore", _("Put the comment back")), ("uphold", _("It stays hidden"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision."), "invalid_choice": _("Choose a decision.")},
    )
    reason = PlainText(
        label=_("Reason"),
        max_length=REASON,
        widget=forms.Textarea,
        help_text=_("The author reads it."),
        error_messages={"required": _("Write in a sentence why."), "max_length": TOO_LONG},
    )
