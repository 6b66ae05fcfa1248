"""Forms of a request for data: the citizen's, and those of the body at its desk."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion.forms import LANGUAGES
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.web.forms import Keyed, PlainText
from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.planning.forms import ItemForm

_TOO_LONG = _("The text is too long: at most %(limit_value)s characters, now %(show_value)s.")


class AskForm(Keyed):
    """What is missing, what for, in which language."""

    title = PlainText(
        label=_("Which data are missing?"),
        max_length=200,
        help_text=_("In one line, for example: bus stops of the district with their places on the map."),
        error_messages={"required": _("Say in one line which data are missing."), "max_length": _TOO_LONG},
    )
    text = PlainText(
        label=_("What must be in them, and what do you need them for?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_(
            "All will read it, without your name. Leave out names, telephone numbers and addresses of persons."
        ),
        error_messages={"max_length": _TOO_LONG},
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


def _answer(label: Any, *, required: bool = False) -> PlainText:
    return PlainText(
        label=label,
        required=required,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("It stands below the request as the answer of the body, in the language of the request."),
        error_messages={
            "required": _("Write why: everyone who supported the request reads it."),
            "max_length": _TOO_LONG,
        },
    )


class PlanForm(ItemForm):
    """The item of the plan that the request leads to, and what is said to those who asked."""

    text = _answer(_("What you say to those who asked"))


class ExistsForm(forms.Form):
    """Which data set it is."""

    data_set = forms.ModelChoiceField(
        label=_("Last part of the address of the data set"),
        queryset=DataSet.objects.none(),
        to_field_name="slug",
        widget=forms.TextInput,
        help_text=_("As in the address of its page, for example kato-regions. It may be of another body."),
        error_messages={
            "required": _("Name the data set."),
            "invalid_choice": _("There is no such data set that everyone can read."),
        },
    )
    text = _answer(_("What you say to those who asked"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["data_set"]).queryset = DataSet.objects.visible_to(None).living()


class DeclineForm(forms.Form):
    """Why the data will not be published."""

    text = _answer(_("Why the data will not be published"), required=True)


class PassOnForm(forms.Form):
    """Which body holds the data."""

    to = forms.ModelChoiceField(
        label=_("Short word of the body in its address"),
        queryset=Body.objects.none(),
        to_field_name="slug",
        widget=forms.TextInput,
        help_text=_("As in the address of its page, for example ulgi-ministry."),
        error_messages={"required": _("Name the body."), "invalid_choice": _("There is no such body.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Body.objects.filter(invented=case.body.invented, valid_to=None)
        cast(forms.ModelChoiceField, self.fields["to"]).queryset = rows


def initial(case: Case) -> dict[str, Any]:
    """The item as the request words it: in its own language; the other is the body's to write."""
    from jariya.portals.opendata.wanted.indexing import parted, words_of

    title, rest = parted(words_of([case.pk]).get(case.pk))
    lang = "ru" if case.language == "ru" else "kk"
    return {f"title_{lang}": title, f"text_{lang}": rest, "frequency": "yearly"}
