"""What of data sets stands in the search index of the whole site, and how notices name them."""

from __future__ import annotations

from collections.abc import Sequence

from jariya.kernel.lifecycle.engine import Happening, legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.search import actions as index
from jariya.kernel.search import cases
from jariya.kernel.web.addresses import path
from jariya.portals.opendata.lifecycle import KIND
from jariya.portals.opendata.models import DataSet, Resource

LANGUAGES = ("kk", "ru", "en")
COLUMNS = 200
"""Names of columns that a set is found by, at most."""


def listener(happening: Happening) -> None:
    """Keep the index true in the transaction of the act."""
    case = happening.case
    if case.kind != KIND or not cases.open_to_all(case):
        return
    if case.state == "withdrawn":
        index.remove(cases.ref(case))
        return
    for found in documents(case):
        index.put(found)


def documents(case: Case) -> list[index.Document]:
    """A published set in each language it has a title in; of a withdrawn one nothing."""
    row = DataSet.objects.visible_to(None).living().filter(case=case).first()
    if row is None or row.renewed_at is None:
        return []
    resources = list(Resource.objects.visible_to(None).filter(data_set=row).select_related("current"))
    made = []
    for lang in LANGUAGES:
        title = getattr(row, f"title_{lang}")
        if not title:
            continue
        made.append(
            index.Document(
                ref=cases.ref(case),
                language=lang,
                portal="opendata",
                kind=KIND,
                day=legal_day(row.renewed_at),
                title=title,
                url_name="data:set",
                url_args=[row.slug],
                text="\n".join([getattr(row, f"text_{lang}"), " ".join(row.tags), *_words(resources, lang)]),
                body=case.body_id,
                region=row.region_id,
                answered=False,
                invented=case.invented,
                tags=tuple(f"theme={theme}" for theme in row.themes),
            )
        )
    return made


def _words(resources: Sequence[Resource], lang: str) -> list[str]:
    """Titles of resources and names of columns, as a reader of the language calls them."""
    found: list[str] = []
    for resource in resources:
        found.append(getattr(resource, f"title_{lang}"))
        names = resource.current.names if resource.current else []
        for name in names[:COLUMNS]:
            said = (resource.columns.get(name) or {}).get(lang) or name
            found.append(str(said))
    return found


def link(case: Case, lang: str) -> str:
    """Path of a set's public page."""
    slug = DataSet.objects.filter(case=case).values_list("slug", flat=True).first()
    return path(lang, "data:set", slug)


def desk(case: Case, lang: str) -> str:
    """Path of a set at the publisher's desk."""
    return path(lang, "data-desk:set", case.public_id)


def title(case: Case, lang: str) -> str | None:
    """The public title."""
    row = DataSet.objects.filter(case=case).first()
    return row.title(lang)[0] if row else None


def titles(rows: Sequence[Case]) -> dict[int, str]:
    """Public titles of many sets, in Kazakh where there is one, by case."""
    found = DataSet.objects.filter(case__in=[case.pk for case in rows])
    return {row.case_id: row.title("kk")[0] for row in found}
