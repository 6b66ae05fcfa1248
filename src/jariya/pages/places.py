"""Where a case of each kind is read, and its public title: a new portal adds its row here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from jariya.kernel.lifecycle.models import Case
from jariya.portals.budgets.asking.discussing import titles as line_titles
from jariya.portals.budgets.drafts.models import Version
from jariya.portals.dialogue.blog.models import BlogVersion
from jariya.portals.dialogue.conference.models import Conference
from jariya.portals.dialogue.models import Question
from jariya.portals.dialogue.survey.models import Survey
from jariya.portals.petitions.indexing import titles_of as petition_titles
from jariya.portals.requests.commission.indexing import SESSIONS
from jariya.portals.requests.learning.indexing import GUIDES, SEMINARS
from jariya.portals.requests.models import Request
from jariya.portals.requests.monitoring.indexing import RECOMMENDATIONS
from jariya.portals.requests.officers.indexing import OFFICERS


@dataclass(frozen=True)
class Place:
    """Names of the addresses of a kind of case, and how to read public titles of many cases by one query."""

    public: str
    own: str
    titles: Callable[[Iterable[int]], dict[int, str]]


def _questions(case_ids: Iterable[int]) -> dict[int, str]:
    return dict(Question.objects.filter(pk__in=case_ids).exclude(title="").values_list("pk", "title"))


def _drafts(case_ids: Iterable[int]) -> dict[int, str]:
    rows = Version.objects.filter(draft__in=list(case_ids), public=True).order_by("draft_id", "-number")
    return dict(rows.distinct("draft_id").values_list("draft_id", "title_kk"))


def _lines(case_ids: Iterable[int]) -> dict[int, str]:
    return line_titles(case_ids)


def _posts(case_ids: Iterable[int]) -> dict[int, str]:
    shown = BlogVersion.objects.filter(blog_post__case__state="published", public=True)
    rows = shown.filter(blog_post__in=list(case_ids)).order_by("blog_post_id", "-number")
    return dict(rows.distinct("blog_post_id").values_list("blog_post_id", "title_kk"))


def _untitled(case_ids: Iterable[int]) -> dict[int, str]:
    return {}


def _conferences(case_ids: Iterable[int]) -> dict[int, str]:
    return dict(Conference.objects.filter(pk__in=list(case_ids)).values_list("pk", "title_kk"))


def _surveys(case_ids: Iterable[int]) -> dict[int, str]:
    return dict(Survey.objects.filter(pk__in=list(case_ids)).values_list("pk", "title_kk"))


def _requests(case_ids: Iterable[int]) -> dict[int, str]:
    return dict(Request.objects.filter(pk__in=case_ids).exclude(title="").values_list("pk", "title"))


PLACES = {
    "request": Place("requests:request", "requests:mine", _requests),
    "question": Place("dialogue:question", "dialogue:mine", _questions),
    "petition": Place("petitions-public:petition", "petitions:mine", petition_titles),
    "appeal": Place("appeals:mine", "appeals:mine", _untitled),
    "blog_post": Place("blog:post", "blog:desk-one", _posts),
    "conference": Place("conference:conference", "conference:desk-one", _conferences),
    "survey": Place("survey:survey", "survey:desk-one", _surveys),
    **{
        matter.kind: Place(f"{matter.space}:{matter.page}", f"{matter.space}:desk-one", matter.titles_of)
        for matter in (RECOMMENDATIONS, OFFICERS, SESSIONS, GUIDES, SEMINARS)
    },
    "line_question": Place("asking:question", "asking:question", _lines),
    "programme_draft": Place("drafts:draft", "drafts:desk-draft", _drafts),
}


def is_public(case: Case) -> bool:
    """Whether anyone may see the case; the number of any other one is shown to nobody."""
    return case.visibility == "public" and not case.sealed


def path(case: Case) -> str | None:
    """Address of the case's public page; None when it is not public or its portal has no page."""
    place = PLACES.get(case.kind)
    return reverse(place.public, args=[case.public_id]) if place and is_public(case) else None


def own_path(case: Case) -> str | None:
    """Address of the case's page for its own person."""
    place = PLACES.get(case.kind)
    return reverse(place.own, args=[case.public_id]) if place else None


def titles(cases: Iterable[Case]) -> dict[int, str]:
    """Public titles of the public ones among `cases`, by id. One query for each kind of case."""
    found: dict[int, str] = {}
    kinds: dict[str, list[int]] = {}
    for case in cases:
        if is_public(case):
            kinds.setdefault(case.kind, []).append(case.pk)
    for kind, ids in kinds.items():
        if kind in PLACES:
            found |= PLACES[kind].titles(ids)
    return found
