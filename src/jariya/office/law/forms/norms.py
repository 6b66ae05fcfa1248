"""The form of an edit of one row of the norms."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.law.edits import Change, amend, correct
from jariya.kernel.law.norms import Norm
from jariya.office.law.forms.fields import (
    LANGUAGES,
    day_field,
    line_field,
    reason_field,
)
from jariya.office.law.words import STANDINGS


class NormForm(forms.Form):
    """An edit of one row of the norms: a new rule from a day on, or a correction of the row itself."""

    how = forms.ChoiceField(
        label=_("What changes?"),
        widget=forms.RadioSelect,
        choices=[
            ("amend", _("The rule changes from a day on: what began before keeps the present row")),
            ("correct", _("This row was wrong: it is corrected for all the time it is in force")),
        ],
        error_messages={"required": _("Say what changes."), "invalid_choice": _("Say what changes.")},
    )
    valid_from = day_field(
        _("First day in force"),
        missing=_("Give the day."),
        required=False,
        help_text=_("Of the new rule, or of the corrected row. Empty: since before our records."),
    )
    value = line_field(_("Value"), limit=20, help_text=_("Empty: not known yet."))
    article = line_field(_("Article"), limit=50, help_text=_("Empty: to be confirmed. Never from memory."))
    standing = forms.ChoiceField(
        label=_("Standing"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how sure we are."), "invalid_choice": _("Say how sure we are.")},
    )
    note_kk = line_field(_("Note in Kazakh"), limit=2000)
    note_ru = line_field(_("Note in Russian"), limit=2000)
    note_en = line_field(_("Note in English"), limit=2000)
    reason = reason_field()

    def __init__(self, *args: Any, norm: Norm, **kwargs: Any) -> None:
        self.norm = norm
        kwargs.setdefault(
            "initial",
            {
                "how": "amend",
                "valid_from": norm.valid_from,
                "value": "" if norm.value is None else str(norm.value),
                "article": norm.article or "",
                "standing": norm.standing,
                **{f"note_{lang}": norm.note.get(lang, "") for lang in LANGUAGES},
            },
        )
        super().__init__(*args, **kwargs)
        codes = ["house"] if norm.standing == "house" else ["confirmed", "secondary", "assumed"]
        cast(forms.ChoiceField, self.fields["standing"]).choices = [(code, STANDINGS[code]) for code in codes]
        if norm.unit == "text":
            del self.fields["value"]
        for lang in LANGUAGES:
            self.fields[f"note_{lang}"].widget = forms.Textarea()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == "amend" and not self.errors.get("valid_from") and not cleaned.get("valid_from"):
            self.add_error("valid_from", _("Give the day."))
        return cleaned

    def changes(self) -> list[Change]:
        """The changes for `law.actions.propose_norm_edit`. Raises `BadData`."""
        said = self.cleaned_data
        fields: dict[str, Any] = {
            "article": said["article"] or None,
            "standing": said["standing"],
            "note": {lang: said[f"note_{lang}"] for lang in LANGUAGES if said[f"note_{lang}"]},
        }
        if "value" in said:
            fields["value"] = said["value"].replace(",", ".").replace(" ", "").replace("\u00a0", "") or None
        if said["how"] == "amend":
            return amend(self.norm, said["valid_from"], **fields)
        since: dt.date | None = said["valid_from"]
        return correct(self.norm, **fields, valid_from=since.isoformat() if since else None)
