"""What of surveys stands in the search index, and how notices name and reach them."""

from __future__ import annotations

from collections.abc import Sequence

from jariya.kernel.lifecycle.engine import Happening
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.search import actions as index
from jariya.kernel.search import cases
from jariya.kernel.web.addresses import path
from jariya.portals.dialogue.survey.lifecycle import KIND
from jariya.portals.dialogue.survey.models import Survey


def listener(happening: Happening) -> None:
    """Keep the index true in the transaction of the act."""
    if happening.case.kind != KIND:
        return
    for found in documents(happening.case):
        index.put(found)


def documents(case: Case) -> list[index.Document]:
    """The survey in Kazakh and in Russian, its questions included; nothing while it is not public."""
    survey = Survey.objects.filter(case=case, published_on__isnull=False).first()
    if survey is None or survey.published_on is None or not cases.open_to_all(case):
        return []
    items = list(survey.items.all())
    return [
        cases.document(
            case,
            lang,
            portal="dialogue",
            day=survey.published_on,
            title=survey.said("title", lang),
            page="survey:survey",
            text="\n".join([survey.said("about", lang), *(item.title(lang) for item in items)]),
            answered=case.state == "reported",
        )
        for lang in ("kk", "ru")
    ]


def link(case: Case, lang: str) -> str:
    """Path of a survey's public page."""
    return path(lang, "survey:survey", case.public_id)


def desk(case: Case, lang: str) -> str:
    """Path of a survey at the desk."""
    return path(lang, "survey:desk-one", case.public_id)


def title(case: Case, lang: str) -> str | None:
    """The public title."""
    survey = Survey.objects.filter(case=case, published_on__isnull=False).first()
    return survey.said("title", lang) if survey else None


def titles(cases: Sequence[Case]) -> dict[int, str]:
    """Public titles of many surveys, in Kazakh, by case."""
    rows = Survey.objects.filter(case__in=[case.pk for case in cases], published_on__isnull=False)
    return dict(rows.values_list("case_id", "title_kk"))
