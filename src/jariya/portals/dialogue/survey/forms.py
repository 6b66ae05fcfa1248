"""Forms of surveys: what officials write at the desk, and what people answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.models import Case
from jariya.portals.dialogue.forms import PlainText
from jariya.portals.dialogue.survey.actions import Asked, Content, content_of
from jariya.portals.dialogue.survey.models import Item, Kind, Survey

ITEMS = 8
"""Questions of one survey: who is asked more, answers none."""
OPTIONS = 12
ABOUT_LIMIT = 4000
TEXT_LIMIT = 2000


class SurveyForm(forms.Form):
    """A survey with all its questions. Answers to choose from are written one a line, in both languages alike."""

    title_kk = PlainText(label=_("Title in Kazakh"), max_length=200)
    title_ru = PlainText(label=_("Title in Russian"), max_length=200, required=False)
    about_kk = PlainText(label=_("Announcement in Kazakh"), max_length=ABOUT_LIMIT, widget=forms.Textarea)
    about_ru = PlainText(
        label=_("Announcement in Russian"), max_length=ABOUT_LIMIT, widget=forms.Textarea, required=False
    )
    closes_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].widget.input_type = "date"
        for number in range(1, ITEMS + 1):
            named = {"n": number}
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=gettext("Question %(n)s: how it is answered") % named,
                choices=[("", ""), *Kind.choices],
                required=False,
            )
            for lang, label in (("kk", _("Question %(n)s in Kazakh")), ("ru", _("Question %(n)s in Russian"))):
                self.fields[f"item_{number}_{lang}"] = PlainText(
                    label=str(label) % named, max_length=300, required=False
                )
            for lang, label in (("kk", _("Answers to choose, in Kazakh")), ("ru", _("Answers to choose, in Russian"))):
                self.fields[f"options_{number}_{lang}"] = PlainText(
                    label=str(label),
                    max_length=4000,
                    required=False,
                    widget=forms.Textarea,
                    help_text=_(
                        "One a line, in the same order in both languages. Empty for a scale and for own words."
                    ),
                )
            self.fields[f"required_{number}"] = forms.BooleanField(
                label=gettext("Question %(n)s must be answered") % named, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Each question that was begun has a kind, a text, and as many answers in Russian as in Kazakh."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, ITEMS + 1):
            kind = said.get(f"kind_{number}")
            begun = any(said.get(f"{name}_{number}_{lang}") for name in ("item", "options") for lang in ("kk", "ru"))
            if begun and not kind:
                self.add_error(f"kind_{number}", _("Choose how it is answered."))
            if kind and not said.get(f"item_{number}_kk"):
                self.add_error(f"item_{number}_kk", _("Write the question."))
            if kind in (Kind.SINGLE, Kind.MULTIPLE):
                kk, ru = _lines(said.get(f"options_{number}_kk")), _lines(said.get(f"options_{number}_ru"))
                if len(kk) < 2 or len(kk) > OPTIONS:
                    self.add_error(f"options_{number}_kk", _("Write two to twelve answers, one a line."))
                elif len(ru) != len(kk):
                    self.add_error(f"options_{number}_ru", _("Write as many answers as in Kazakh, in the same order."))
        return said

    def content(self) -> Content:
        """What was written."""
        said = self.cleaned_data
        items = []
        for number in range(1, ITEMS + 1):
            kind = said[f"kind_{number}"]
            if not kind:
                continue
            chooses = kind in (Kind.SINGLE, Kind.MULTIPLE)
            pairs = zip(_lines(said[f"options_{number}_kk"]), _lines(said[f"options_{number}_ru"]), strict=False)
            items.append(
                Asked(
                    kind,
                    said[f"item_{number}_kk"],
                    said[f"item_{number}_ru"],
                    tuple(pairs) if chooses else (),
                    said[f"required_{number}"],
                )
            )
        names = ("title_kk", "title_ru", "about_kk", "about_ru", "closes_on")
        return Content(**{name: said[name] for name in names}, items=tuple(items))


def _lines(text: str | None) -> list[str]:
    return [line.strip()[:200] for line in (text or "").split("\n") if line.strip()]


def initial(case: Case) -> dict[str, Any]:
    """The survey as it stands, for the form that changes it."""
    content = content_of(Survey.objects.get(case=case))
    found: dict[str, Any] = dict(content.columns)
    for number, item in enumerate(content.items, start=1):
        found |= {
            f"kind_{number}": item.kind,
            f"item_{number}_kk": item.title_kk,
            f"item_{number}_ru": item.title_ru,
            f"options_{number}_kk": "\n".join(kk for kk, _ru in item.options),
            f"options_{number}_ru": "\n".join(ru for _kk, ru in item.options),
            f"required_{number}": item.required,
        }
    return found


class BothTexts(forms.Form):
    """A text in both languages that everyone reads."""

    text_kk = PlainText(label=_("Text in Kazakh"), max_length=ABOUT_LIMIT, widget=forms.Textarea)
    text_ru = PlainText(label=_("Text in Russian"), max_length=ABOUT_LIMIT, widget=forms.Textarea)


class BothReasons(forms.Form):
    """A short reason in both languages."""

    text_kk = PlainText(label=_("Why, in Kazakh"), max_length=500, widget=forms.Textarea)
    text_ru = PlainText(label=_("Why, in Russian"), max_length=500, widget=forms.Textarea)


class AnswerForm(forms.Form):
    """The questions of one survey, as a person answers them."""

    def __init__(self, *args: Any, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        lang = get_language() or "kk"
        for item in items:
            self.fields[f"q{item.number}"] = _field(item, lang)

    def chosen(self) -> dict[int, list[int]]:
        """Numbers of the chosen answers, by question."""
        found: dict[int, list[int]] = {}
        for item in self.items:
            value = self.cleaned_data.get(f"q{item.number}")
            if item.kind != Kind.OPEN and value:
                found[item.number] = [int(one) for one in (value if isinstance(value, list) else [value])]
        return found

    def texts(self) -> dict[int, str]:
        """What was written in one's own words, by question."""
        written = (item for item in self.items if item.kind == Kind.OPEN)
        return {item.number: self.cleaned_data.get(f"q{item.number}") or "" for item in written}


def _field(item: Item, lang: str) -> forms.Field:
    label, required = item.title(lang), item.required
    missing = {"required": _("Choose an answer."), "invalid_choice": _("Choose one of the answers.")}
    if item.kind == Kind.OPEN:
        return PlainText(
            label=label,
            required=required,
            max_length=TEXT_LIMIT,
            widget=forms.Textarea,
            help_text=_("Do not write names or telephone numbers. The body reads it, apart from your other answers."),
        )
    if item.kind == Kind.SCALE:
        ends = {1: gettext("1 – not at all"), 5: gettext("5 – fully")}
        choices = [(str(value), ends.get(value, str(value))) for value in range(1, 6)]
    else:
        choices = [(str(number), text) for number, text in enumerate(item.labels(lang), start=1)]
    if item.kind == Kind.MULTIPLE:
        return forms.MultipleChoiceField(
            label=label, required=required, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=missing
        )
    return forms.ChoiceField(
        label=label, required=required, choices=choices, widget=forms.RadioSelect, error_messages=missing
    )
