"""How requests for data are named and reached, and what of them stands in the search index: the public copy alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jariya.kernel.discussion.queries import views
from jariya.kernel.lifecycle.hearing import Happening
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.search import actions as index
from jariya.kernel.search import cases
from jariya.kernel.web.addresses import path
from jariya.portals.opendata.wanted.lifecycle import KIND, SHOWN
from jariya.portals.opendata.wanted.models import Wanted

LONGEST = 200


def parted(text: str | None) -> tuple[str, str]:
    """Title and rest of the words of a request; two empty ones of a stub."""
    title, _sep, rest = (text or "").partition("\n")
    return title.strip()[:LONGEST], rest.strip()


def words_of(found: Iterable[int]) -> dict[int, str]:
    """The public copies of the words of requests by their cases; stubs are left out. A constant number of queries."""
    rows = Wanted.objects.visible_to(None).filter(case__in=list(found), comment__isnull=False)
    asked = list(
        rows.select_related("comment__case__body", "comment__author", "comment__body", "comment__organisation")
    )
    said = {view.comment.pk: view.text for view in views([row.comment for row in asked if row.comment])}
    return {row.case_id: text for row in asked if (text := said.get(row.comment_id or 0))}


def listener(happening: Happening) -> None:
    """Keep the index true in the transaction of the act. A new request is put once its words are there."""
    if happening.case.kind == KIND and happening.event.kind not in {"wanted_asked", "overdue"}:
        put(happening.case)


def put(case: Case) -> None:
    """Put what anyone may read into the index, or take it out."""
    text = words_of([case.pk]).get(case.pk) if case.state in SHOWN and cases.open_to_all(case) else None
    if not text:
        index.remove(cases.ref(case))
        return
    title, rest = parted(text)
    index.put(
        cases.document(
            case,
            case.language,
            portal="opendata",
            page="wanted:one",
            day=case.opened_on,
            title=title,
            text=rest,
            answered=case.state != "asked",
            tags=(f"state={case.state}",),
        )
    )


def link(case: Case, lang: str) -> str:
    """Path of the public page."""
    return path(lang, "wanted:one", case.public_id)


def desk(case: Case, lang: str) -> str:
    """Path of the request at the desk of the body."""
    return path(lang, "wanted:desk-one", case.public_id)


def said(case: Case, lang: str) -> tuple[str, str]:
    """The public title and its language; the number where there is none."""
    return title(case, lang) or case.public_id, case.language


def title(case: Case, lang: str) -> str | None:
    """The public title."""
    return parted(words_of([case.pk]).get(case.pk))[0] or None


def titles(found: Sequence[Case]) -> dict[int, str]:
    """Public titles of many, by case."""
    return {pk: parted(text)[0] for pk, text in words_of(case.pk for case in found).items()}
