"""What of drafts stands in the search index, and how notices name them."""

from __future__ import annotations

from collections.abc import Sequence

from jariya.kernel.lifecycle.engine import Happening
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.search import actions as index
from jariya.kernel.search import cases
from jariya.kernel.web.addresses import path
from jariya.portals.budgets.drafts.discussing import home
from jariya.portals.budgets.drafts.lifecycle import KIND
from jariya.portals.budgets.drafts.models import Draft, Version

CHANGES = frozenset({"draft_published", "changed", "changed_anew", "reported"})


def listener(happening: Happening) -> None:
    """Keep the index true in the transaction of the act."""
    case = happening.case
    if case.kind != KIND or happening.event.kind not in CHANGES:
        return
    for found in documents(case):
        index.put(found)


def documents(case: Case) -> list[index.Document]:
    """The draft in Kazakh and in Russian; nothing while it is not public."""
    draft = Draft.objects.filter(case=case).first()
    version = Version.objects.filter(draft_id=case.pk, public=True).order_by("-number").first()
    if draft is None or version is None or draft.published_on is None or not cases.open_to_all(case):
        return []
    return [
        cases.document(
            case,
            lang,
            portal="budgets",
            day=draft.published_on,
            title=getattr(version, f"title_{lang}"),
            page="drafts:draft",
            text="\n".join(getattr(version, f"{part}_{lang}") for part in ("summary", "goal")),
            answered=case.state not in {"published", "discussion", "answering"},
        )
        for lang in ("kk", "ru")
    ]


def link(case: Case, lang: str) -> str:
    """Path of a draft's public page."""
    return home(case, lang)


def desk(case: Case, lang: str) -> str:
    """Path of a draft at the administrator's desk."""
    return path(lang, "drafts:desk-draft", case.public_id)


def title(case: Case, lang: str) -> str | None:
    """The public title."""
    own = "kk" if lang == "kk" else "ru"
    rows = Version.objects.filter(draft_id=case.pk, public=True).order_by("-number")
    return rows.values_list(f"title_{own}", flat=True).first()


def titles(cases: Sequence[Case]) -> dict[int, str]:
    """Public titles of many drafts, in Kazakh, by case."""
    rows = Version.objects.filter(draft__in=[case.pk for case in cases], public=True).order_by("draft_id", "-number")
    return dict(rows.distinct("draft_id").values_list("draft_id", "title_kk"))
