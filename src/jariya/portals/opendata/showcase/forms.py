"""The form by which a maker tells of an application."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.discussion.forms import LANGUAGES
from jariya.kernel.web.forms import Keyed, text_field


class OfferForm(Keyed):
    """Name, what it does, where it is, in which language this is written."""

    name = text_field(_("What is it called?"), 120, rows=False, missing=_("Write what it is called."))
    text = text_field(
        _("What does it do, and for whom?"),
        1000,
        missing=_("Write in a few sentences what it does."),
        help_text=_("Everyone will read this. Leave out names and telephone numbers of persons."),
    )
    url = forms.URLField(
        label=_("Where is it?"),
        max_length=500,
        assume_scheme="https",
        help_text=_("The address of the site, of the program or of the study."),
        error_messages={
            "required": _("Give the address where it can be seen."),
            "invalid": _("Give a whole address that begins with https://."),
        },
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

    def clean_url(self) -> str:
        """Only an address of the web, which can do nothing but be opened."""
        address = str(self.cleaned_data["url"])
        if not address.startswith(("https://", "http://")):
            raise forms.ValidationError(_("Give a whole address that begins with https://."), code="invalid")
        return address
