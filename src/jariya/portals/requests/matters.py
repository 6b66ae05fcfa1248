"""What every matter that a body itself puts before the public has alike: its row, its place in search, how it is named.

A guide, a seminar, a session, a recommendation, an officer: each is a case with a row of texts in both languages of
the state. Here stands once how such a row is shown, found, listed and linked to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.urls import reverse
from django.utils import translation

from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import Happening
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.table import Guard
from jariya.kernel.people.models import Person
from jariya.kernel.search import actions as index

_Row = TypeVar("_Row", bound=models.Model)


class Shown(models.QuerySet[_Row]):
    """Rows that hang on a case one to one."""

    def visible_to(self, person: Person | None) -> Any:
        """What this reader may see: what was made public. Officials read the rest at their desk."""
        return self.filter(case__visibility="public", case__sealed=False)


def find(model: Any, public_id: str, person: Person | None = None) -> Any:
    """A row by its public id, as this reader may see it; None when there is none."""
    rows = model.objects.visible_to(person).select_related("case__body")
    return rows.filter(case__public_id=ids.normal(public_id) or "").first()


def spoken(lang: str) -> str:
    """The language in which a reader of `lang` gets what is written in Kazakh and Russian."""
    return "ru" if lang == "ru" else "kk"


def said(row: Any, part: str, lang: str) -> str:
    """A text of a row for a reader of `lang`."""
    return str(getattr(row, f"{part}_{spoken(lang)}"))


def both(facts: str, code: str, title: Any, remedy: Any) -> Guard:
    """A guard: what the fact holds stands in Kazakh and in Russian."""

    def there(context: Any) -> bool:
        return all(str(text).strip() for text in context.facts.get(facts) or ("",))

    return Guard(code, there, title, remedy)


@dataclass(frozen=True)
class Matter:
    """How a kind of case is found, named and reached.

    Args:
        kind: `Case.kind`; `space`: namespace of its addresses; `page`: the name of its public page in it.
        model: its row, with `visible_to`.
        text: (row, language) -> the words it is found by.
        titled: (row, language) -> its title; `joins`: what that reads besides the row.
        languages: in which of them a row is written.
    """

    kind: str
    space: str
    page: str
    model: Any
    text: Callable[[Any, str], str]
    titled: Callable[[Any, str], str]
    languages: Callable[[Any], Sequence[str]] = lambda row: ("kk", "ru")
    joins: tuple[str, ...] = ("case",)

    def listener(self, happening: Happening) -> None:
        """Keep the index true in the transaction of the act."""
        case = happening.case
        if case.kind != self.kind:
            return
        found = self.documents(case)
        if not found:
            index.remove(f"case:{case.pk}")
        for document in found:
            index.put(document)

    def documents(self, case: Case) -> list[index.Document]:
        """The matter in each language it is written in; nothing while it is not public."""
        row = self._rows([case.pk]).first()
        if row is None or case.visibility != "public" or case.sealed:
            return []
        return [
            index.Document(
                ref=f"case:{case.pk}",
                language=lang,
                portal="requests",
                kind=self.kind,
                day=case.opened_on,
                title=self.titled(row, lang),
                url_name=f"{self.space}:{self.page}",
                url_args=[case.public_id],
                text=self.text(row, lang),
                body=case.body_id,
                region=case.region_id,
                invented=case.invented,
            )
            for lang in self.languages(row)
        ]

    def link(self, case: Case, lang: str) -> str:
        """Path of the public page."""
        return self._path(self.page, case, lang)

    def desk(self, case: Case, lang: str) -> str:
        """Path of the page at the desk."""
        return self._path("desk-one", case, lang)

    def title(self, case: Case, lang: str) -> str | None:
        """The public title."""
        row = self._rows([case.pk]).first()
        return self.titled(row, spoken(lang)) if row is not None else None

    def titles(self, cases: Sequence[Case]) -> dict[int, str]:
        """Public titles of many, in Kazakh, by case. One query and what `titled` reads."""
        return self.titles_of(case.pk for case in cases)

    def titles_of(self, case_ids: Iterable[int]) -> dict[int, str]:
        """The same by ids of cases."""
        return {row.case_id: self.titled(row, "kk") for row in self._rows(case_ids)}

    def at_desk(self, case: Case, lang: str) -> tuple[str, str]:
        """The title at the desk, published or not, and the language it is in."""
        row = self.model.objects.select_related(*self.joins).filter(case=case).first()
        text = (self.titled(row, spoken(lang)) or self.titled(row, "kk")) if row is not None else ""
        return text or case.public_id, spoken(lang)

    def _rows(self, case_ids: Iterable[int]) -> Any:
        rows = self.model.objects.visible_to(None).filter(case__in=list(case_ids))
        return rows.select_related(*self.joins)

    def _path(self, name: str, case: Case, lang: str) -> str:
        with translation.override(lang):
            return reverse(f"{self.space}:{name}", args=[case.public_id])
