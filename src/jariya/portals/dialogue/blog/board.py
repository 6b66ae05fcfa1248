"""The blog at the desk: which form and which action each verb has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.portals.dialogue.blog import actions
from jariya.portals.dialogue.blog.forms import BothReasons, CorrectForm, PostForm, initial
from jariya.portals.dialogue.blog.lifecycle import KIND
from jariya.portals.dialogue.desks import Desk, Plain, Step, plain, typed, whole


def _correct(form: Any, **common: Any) -> Outcome:
    said = form.cleaned_data
    return actions.correct(
        words=form.words(), corrected_kk=said["corrected_kk"], corrected_ru=said["corrected_ru"], **common
    )


def _title(case: Case, lang: str) -> tuple[str, str]:
    version = actions.latest(case)
    return version.said("title", lang) or case.public_id, version.language(lang)


def _more(case: Case, now: dt.datetime) -> dict[str, Any]:
    return {"version": actions.latest(case)}


BLOG = Desk(
    kind=KIND,
    space="blog",
    heading=_("Blog of the head"),
    action=_("Write a post"),
    empty=_("No post has been written yet."),
    opening=Step(PostForm, whole(actions.prepare, "words")),
    steps={
        "publish": Step(
            Plain,
            plain(actions.publish),
            note=_("Everyone reads the post from now on, in the name of the head. Every version stays readable."),
        ),
        "rework": Step(PostForm, whole(actions.rework, "words"), initial=initial),
        "correct": Step(
            CorrectForm,
            _correct,
            note=_("The correction is published at once, with what was mended; the former version stays readable."),
            initial=initial,
        ),
        "withdraw": Step(
            BothReasons,
            typed(actions.withdraw),
            danger=True,
            note=_("The text goes from the page, the search and the feeds; a stub with your reason stays."),
        ),
        "drop": Step(Plain, plain(actions.drop), danger=True, note=_("Nobody but your body has seen the post.")),
    },
    title=_title,
    public="blog:post",
    template="blog/desk.html",
    more=_more,
)
