"""How items of plans are named and reached, and what of them stands in the search index."""

from __future__ import annotations

from collections.abc import Sequence

from jariya.kernel.lifecycle.hearing import Happening
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.search import actions as index
from jariya.kernel.search import cases
from jariya.kernel.web.addresses import path
from jariya.portals.opendata.planning.lifecycle import KIND
from jariya.portals.opendata.planning.models import PlanItem


def listener(happening: Happening) -> None:
    """Keep the index true in the transaction of the act."""
    if happening.case.kind != KIND or happening.event.kind in {"overdue", "plan_linked"}:
        return
    for document in documents(happening.case):
        index.put(document)


def documents(case: Case) -> list[index.Document]:
    """The item in Kazakh and in Russian: what somebody looks for may be promised though not there yet."""
    item = PlanItem.objects.visible_to(None).filter(case=case).first()
    if item is None:
        return []
    return [
        cases.document(
            case,
            lang,
            portal="opendata",
            page="planning:item",
            day=case.opened_on,
            title=getattr(item, f"title_{lang}"),
            text=getattr(item, f"text_{lang}") or item.ground,
            answered=item.kept_on is not None,
            tags=(f"state={case.state}",),
        )
        for lang in ("kk", "ru")
    ]


def link(case: Case, lang: str) -> str:
    """Path of the public page."""
    return path(lang, "planning:item", case.public_id)


def desk(case: Case, lang: str) -> str:
    """Path of the item at the desk."""
    return path(lang, "planning:desk-one", case.public_id)


def at_desk(case: Case, lang: str) -> tuple[str, str]:
    """The title at the desk and the language it is in."""
    item = PlanItem.objects.filter(case=case).first()
    return item.title(lang) if item else (case.public_id, lang)


def title(case: Case, lang: str) -> str | None:
    """The public title."""
    item = PlanItem.objects.visible_to(None).filter(case=case).first()
    return item.title(lang)[0] if item else None


def titles(found: Sequence[Case]) -> dict[int, str]:
    """Public titles of many, in Kazakh, by case. One query."""
    rows = PlanItem.objects.visible_to(None).filter(case__in=[case.pk for case in found])
    return dict(rows.values_list("case", "title_kk"))
