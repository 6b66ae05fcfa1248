"""How guides and seminars are found, named and reached."""

from __future__ import annotations

from typing import Any

from jariya.portals.requests.learning.lifecycle import GUIDE_KIND, SEMINAR_KIND
from jariya.portals.requests.learning.models import Guide, GuideVersion, Seminar
from jariya.portals.requests.matters import Matter, said


def _version(row: Any) -> GuideVersion | None:
    """The newest version that anyone may read; none of a withdrawn guide."""
    versions = GuideVersion.objects.filter(guide=row, public=True)
    return versions.first() if row.case.state == "published" else None


def _languages(row: Any) -> tuple[str, ...]:
    version = _version(row)
    if version is None:
        return ()
    return ("kk", "ru", "en") if version.title_en and version.text_en else ("kk", "ru")


def _of_guide(part: str) -> Any:
    def text(row: Any, lang: str) -> str:
        version = GuideVersion.objects.filter(guide=row).first()
        return version.said(part, lang) if version else ""

    return text


GUIDES = Matter(
    kind=GUIDE_KIND,
    space="guides",
    page="guide",
    model=Guide,
    text=_of_guide("text"),
    titled=_of_guide("title"),
    languages=_languages,
)
SEMINARS = Matter(
    kind=SEMINAR_KIND,
    space="seminars",
    page="seminar",
    model=Seminar,
    text=lambda row, lang: "\n".join(said(row, part, lang) for part in ("about", "place", "materials")),
    titled=lambda row, lang: said(row, "title", lang),
)
