"""Forms of the publisher's desk. What is wrong is said per field; what was typed stays."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Region, RegionLevel
from jariya.kernel.web.forms import PlainText, text_field
from jariya.portals.opendata.description import SLUG, Description
from jariya.portals.opendata.importing.encoding import NAMES, PAGES
from jariya.portals.opendata.models import Licence, Theme
from jariya.portals.opendata.models.catalogue import FREQUENCIES
from jariya.portals.opendata.reading.phrases import frequencies

COUNTRY = "country"
MOST_TAGS = 20


def _named(row: Any) -> str:
    return str(getattr(row, f"title_{get_language() or 'kk'}", "") or row.title_kk)


def licences() -> list[tuple[str, str]]:
    """Licences to choose from."""
    return [("", ""), *((row.pk, _named(row)) for row in Licence.objects.all())]


def themes() -> list[tuple[str, str]]:
    """Themes to choose from."""
    return [(row.pk, _named(row)) for row in Theme.objects.all()]


def rhythms() -> list[tuple[str, str]]:
    """Frequencies to choose from."""
    names = frequencies()
    return [("", ""), *((code, names[code]) for code in FREQUENCIES)]


def places() -> list[tuple[str, str]]:
    """The country and its regions."""
    lang = get_language() or "kk"
    rows = Region.objects.filter(level=RegionLevel.REGION).order_by("invented", "sort_kk")
    return [("", ""), (COUNTRY, str(_("The whole country"))), *((str(row.pk), row.name(lang).text) for row in rows)]


class Words(forms.Form):
    """Title and text in three languages."""

    title_kk = text_field(
        _("Title in Kazakh"), 300, rows=False,
        help_text=_("What the data are about, where and when: “Schools of the oblast, 2025”."),
    )  # fmt: skip
    title_ru = text_field(_("Title in Russian"), 300, rows=False)
    text_kk = text_field(
        _("Description in Kazakh"), 5000, required=False,
        help_text=_("What one row is, how the data were gathered, what they lack. Two or three sentences are enough."),
    )  # fmt: skip
    text_ru = text_field(_("Description in Russian"), 5000, required=False)
    title_en = text_field(_("Title in English"), 300, rows=False, required=False)
    text_en = text_field(_("Description in English"), 5000, required=False)


class DescriptionForm(Words):
    """All that is said of a set."""

    licence = forms.ChoiceField(
        label=_("Licence"), choices=licences, required=False,
        help_text=_("Under which conditions others may use the data. Nothing is published without one."),
    )  # fmt: skip
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=themes, required=False, widget=forms.CheckboxSelectMultiple
    )
    tags = text_field(
        _("Key words"), 600, rows=False, required=False,
        help_text=_("Words by which people look for such data, parted by commas, in both languages."),
    )  # fmt: skip
    frequency = forms.ChoiceField(
        label=_("How often it is renewed"), choices=rhythms, required=False,
        help_text=_("What you promise. The page shows whether the promise is kept."),
    )  # fmt: skip
    period_from = forms.DateField(
        label=_("The data speak from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    period_to = forms.DateField(
        label=_("The data speak until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    place = forms.ChoiceField(label=_("Place the data are about"), choices=places, required=False)
    contact = text_field(
        _("Contact"), 200, rows=False, required=False,
        help_text=_("Address or telephone of the post that answers for the data; never a person's name."),
    )  # fmt: skip
    documentation = forms.URLField(
        label=_("Page that explains the data"), max_length=500, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("period_from", "period_to"):
            self.fields[name].widget.input_type = "date"
        place = cast(forms.ChoiceField, self.fields["place"])
        chosen = str((kwargs.get("initial") or {}).get("place") or "")
        known = places()
        if chosen.isdecimal() and chosen not in dict(known):
            row = Region.objects.filter(pk=int(chosen)).first()
            place.choices = [*known, *([(chosen, row.name(get_language() or "kk").text)] if row else [])]

    def clean_tags(self) -> tuple[str, ...]:
        """Words parted by commas, none twice."""
        words = (word.strip()[:60] for word in re.split(r"[,;\n]", self.cleaned_data["tags"]))
        return tuple(dict.fromkeys(word for word in words if word))[:MOST_TAGS]

    def clean(self) -> dict[str, Any]:
        """The period does not end before it begins."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("period_from"), said.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", _("The last day lies before the first one."))
        return said

    def description(self) -> Description:
        """What was typed."""
        said = self.cleaned_data
        place = said["place"]
        texts = {name: said[name] for name in Words.base_fields}
        return Description(
            **texts,
            licence=said["licence"],
            themes=tuple(said["themes"]),
            tags=said["tags"],
            frequency=said["frequency"],
            period_from=said["period_from"],
            period_to=said["period_to"],
            region=int(place) if place and place != COUNTRY else None,
            whole_country=place == COUNTRY,
            contact=said["contact"],
            documentation=said["documentation"],
        )


class NewForm(DescriptionForm):
    """A new set."""

    slug = PlainText(
        label=_("Name for addresses"), max_length=100, required=False,
        help_text=_("Latin letters, digits and hyphens; empty: made of the title. It never changes."),
    )  # fmt: skip

    def clean_slug(self) -> str:
        """What fits into an address."""
        slug = str(self.cleaned_data["slug"]).lower()
        if slug and not SLUG.match(slug):
            raise forms.ValidationError(_("Use 2 to 100 Latin letters, digits, hyphens and underscores."), code="slug")
        return slug


def initial(description: Description) -> dict[str, Any]:
    """What a form of a described set begins with."""
    place = COUNTRY if description.whole_country else str(description.region or "")
    plain = {name: getattr(description, name) for name in DescriptionForm.base_fields if hasattr(description, name)}
    return {**plain, "themes": list(description.themes), "tags": ", ".join(description.tags), "place": place}


class ResourceForm(forms.Form):
    """A new resource: its words, and where its table comes from."""

    title_kk = text_field(_("Title in Kazakh"), 300, rows=False, required=False,
                          help_text=_("Empty: the title of the set."))  # fmt: skip
    title_ru = text_field(_("Title in Russian"), 300, rows=False, required=False)
    url = forms.URLField(
        label=_("Address of the file"), max_length=1000, required=False, assume_scheme="https",
        help_text=_("Instead of a file: where it lies on your site. It is fetched from there."),
    )  # fmt: skip
    only_link = forms.BooleanField(
        label=_("Only a link: do not fetch it"), required=False,
        help_text=_("For services and pages that are no table."),
    )  # fmt: skip


class SendForm(forms.Form):
    """The next file of a resource."""

    url = forms.URLField(label=_("Address of the file"), max_length=1000, required=False, assume_scheme="https")


class ReasonForm(forms.Form):
    """Why a set is withdrawn."""

    reason_kk = text_field(_("Reason in Kazakh"), 2000)
    reason_ru = text_field(_("Reason in Russian"), 2000)


class NoteForm(forms.Form):
    """What is said of a version."""

    note_kk = text_field(_("What is new, in Kazakh"), 1000, required=False,
                         help_text=_("One sentence for readers: what was corrected or added."))  # fmt: skip
    note_ru = text_field(_("What is new, in Russian"), 1000, required=False)


class Nothing(forms.Form):
    """A step that needs nothing typed."""


ENCODINGS = [("", _("Find it")), ("utf-8", "UTF-8"), ("utf-16", "UTF-16"),
             *((code, NAMES[code]) for code in PAGES)]  # fmt: skip
DELIMITERS = [("", _("Find it")), (";", _("semicolon ;")), (",", _("comma ,")), ("tab", _("tab")), ("|", "|")]
HEADERS = [("", _("Find it")), ("yes", _("the first row names the columns")), ("no", _("there is no such row"))]


class WishesForm(forms.Form):
    """What the publisher says instead of what was found; types of columns stand beside the columns."""

    encoding = forms.ChoiceField(label=_("Letters (encoding)"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(label=_("Between the cells"), choices=DELIMITERS, required=False)
    header = forms.ChoiceField(label=_("Header"), choices=HEADERS, required=False)
    skip = forms.IntegerField(
        label=_("Rows above the table"), min_value=0, max_value=1000, required=False,
        help_text=_("Titles and notes that stand above the header; empty: they are found."),
    )  # fmt: skip

    def __init__(self, *args: Any, sheets: list[str], names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, options in (("sheet", _("Sheet"), sheets), ("inner", _("File in the archive"), names)):
            if len(options) > 1:
                self.fields[name] = forms.ChoiceField(
                    label=label, required=False, choices=[("", _("Find it")), *((one, one) for one in options)]
                )

    def wishes(self) -> dict[str, Any]:
        """As a row keeps them."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        if said.get("delimiter") == "tab":
            said["delimiter"] = "\t"
        if "header" in said:
            said["header"] = said["header"] == "yes"
        return said


def wished(kept: dict[str, Any]) -> dict[str, Any]:
    """What the form begins with."""
    found = dict(kept)
    if found.get("delimiter") == "\t":
        found["delimiter"] = "tab"
    if isinstance(found.get("header"), bool):
        found["header"] = "yes" if found["header"] else "no"
    return found
