"""What of conferences stands in the search index, and how notices name and reach them."""

from __future__ import annotations

from collections.abc import Sequence

from jariya.kernel.lifecycle.engine import Happening, legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.search import actions as index
from jariya.kernel.search import cases
from jariya.kernel.web.addresses import path
from jariya.portals.dialogue.conference.discussing import home
from jariya.portals.dialogue.conference.lifecycle import KIND
from jariya.portals.dialogue.conference.models import Conference


def listener(happening: Happening) -> None:
    """Keep the index true in the transaction of the act."""
    if happening.case.kind == KIND:
        for found in documents(happening.case):
            index.put(found)


def documents(case: Case) -> list[index.Document]:
    """The announcement in Kazakh and in Russian. Questions and answers are indexed as the comments they are."""
    row = Conference.objects.filter(case=case, announced_at__isnull=False).first()
    if row is None or not cases.open_to_all(case):
        return []
    return [
        cases.document(
            case,
            lang,
            portal="dialogue",
            day=legal_day(row.starts_at),
            title=row.said("title", lang),
            page="conference:conference",
            text=row.said("about", lang),
            answered=case.state == "finished",
        )
        for lang in ("kk", "ru")
    ]


def link(case: Case, lang: str) -> str:
    """Path of a conference's public page."""
    return home(case, lang)


def desk(case: Case, lang: str) -> str:
    """Path of a conference at the desk."""
    return path(lang, "conference:desk-one", case.public_id)


def title(case: Case, lang: str) -> str | None:
    """The public title."""
    row = Conference.objects.filter(case=case, announced_at__isnull=False).first()
    return row.said("title", lang) if row else None


def titles(cases: Sequence[Case]) -> dict[int, str]:
    """Public titles of many conferences, in Kazakh, by case."""
    rows = Conference.objects.filter(case__in=[case.pk for case in cases], announced_at__isnull=False)
    return dict(rows.values_list("case_id", "title_kk"))
