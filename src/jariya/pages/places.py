"""Where a case of each kind is read, and its public title: a new portal adds its row here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from jariya.kernel.lifecycle.models import Case
from jariya.portals.budgets.drafts.models import Version
from jariya.portals.dialogue.models import Question


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


PLACES = {
    "question": Place("dialogue:question", "dialogue:mine", _questions),
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
