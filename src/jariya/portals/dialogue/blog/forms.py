"""Forms of the blog's desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.language.beside import Words
from jariya.kernel.lifecycle.models import Case
from jariya.portals.dialogue.blog.actions import latest
from jariya.portals.dialogue.forms import PlainText

TEXT_LIMIT = 20_000
REASON_LIMIT = 500


def _line(label: Any, *, required: bool = True) -> PlainText:
    return PlainText(label=label, max_length=200, required=required)


def _text(label: Any, *, required: bool = True, limit: int = TEXT_LIMIT) -> PlainText:
    return PlainText(label=label, max_length=limit, required=required, widget=forms.Textarea)


class PostForm(forms.Form):
    """A post in three languages. Nothing must be whole while it is prepared; publishing asks for both."""

    title_kk = _line(_("Title in Kazakh"))
    title_ru = _line(_("Title in Russian"), required=False)
    text_kk = _text(_("Text in Kazakh"))
    text_ru = _text(_("Text in Russian"), required=False)
    title_en = _line(_("Title in English"), required=False)
    text_en = _text(_("Text in English"), required=False)

    def words(self) -> Words:
        """What was written."""
        return Words.typed(self.cleaned_data)


class CorrectForm(PostForm):
    """A correction: the whole text, and what was mended in it."""

    corrected_kk = _text(_("What was corrected, in Kazakh"), limit=REASON_LIMIT)
    corrected_ru = _text(_("What was corrected, in Russian"), limit=REASON_LIMIT)


class BothReasons(forms.Form):
    """A reason that everyone reads."""

    reason_kk = _text(_("Why, in Kazakh"), limit=REASON_LIMIT)
    reason_ru = _text(_("Why, in Russian"), limit=REASON_LIMIT)


def initial(case: Case) -> dict[str, Any]:
    """The newest version, for a form that changes it."""
    return dict(Words.of(latest(case)).__dict__)
