"""Resources of a set: add, describe, remove."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max

from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.opendata import scoring
from jariya.portals.opendata.actions.acting import act
from jariya.portals.opendata.models import DataSet, Resource


@dataclass(frozen=True)
class Words:
    """What is said of a resource. `columns`: words of the columns by their names in the table."""

    title_kk: str = ""
    title_ru: str = ""
    title_en: str = ""
    text_kk: str = ""
    text_ru: str = ""
    text_en: str = ""
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    row_key: Sequence[str] = ()

    def values(self) -> dict[str, Any]:
        """As columns of `Resource`."""
        texts = {f"{name}_{lang}": getattr(self, f"{name}_{lang}") for name in ("title", "text") for lang in LANGUAGES}
        columns = {name: dict(said) for name, said in self.columns.items()}
        return {**texts, "columns": columns, "row_key": list(self.row_key)}


LANGUAGES = ("kk", "ru", "en")


def add_resource(
    *,
    case: Case,
    kind: str,
    by: Person | None,
    now: dt.datetime,
    words: Words | None = None,
    url: str = "",
    own: str = "",
    schema: dict[str, Any] | None = None,
    wishes: Mapping[str, Any] | None = None,
    **options: Any,
) -> Resource:
    """Add a table, file or link to a set. What it holds comes with its versions; a link holds nothing here.

    Args:
        kind: one of `ResourceKind`.
        url: of a link; of a table, where it is fetched from.
        own: of a table of the platform's own records, which one.
        schema: a Table Schema that versions are held against.
        wishes: what the importer is told, as `running.wishes` reads it.

    Returns:
        The new resource; with a key that was used before, the newest of the set.
    """
    last = Resource.objects.filter(data_set_id=case.pk).aggregate(last=Max("position"))["last"] or 0
    made: list[Resource] = []

    def rows(locked: Case, _event: Event) -> None:
        made.append(
            Resource.objects.create(
                data_set=DataSet.objects.get(case=locked),
                position=last + 1,
                kind=kind,
                url=url,
                own=own,
                schema=schema,
                wishes=dict(wishes or {}),
                link_again_at=now if url else None,
                **(words or Words()).values(),
            )
        )
        scoring.score(locked.pk, now)

    act(case, "add_resource", by=by, now=now, codes={"resource": last + 1}, rows=rows, **options)
    return made[0] if made else Resource.objects.filter(data_set_id=case.pk).latest("position")


def describe_resource(
    *, resource: Resource, words: Words, by: Person | None, now: dt.datetime, **options: Any
) -> Outcome:
    """Change the words of a resource, of its columns, and what tells its rows apart. Versions stay what they are."""

    def rows(locked: Case, _event: Event) -> None:
        Resource.objects.filter(pk=resource.pk).update(**words.values())
        scoring.score(locked.pk, now)

    return act(
        resource.data_set.case,
        "describe_resource",
        by=by,
        now=now,
        codes={"resource": resource.position},
        rows=rows,
        **options,
    )


def remove_resource(*, resource: Resource, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Take a resource out of its set. Its number is not given again, and its versions stay where citations look."""

    def rows(locked: Case, _event: Event) -> None:
        Resource.objects.filter(pk=resource.pk, removed_at=None).update(removed_at=now)
        scoring.score(locked.pk, now)

    return act(
        resource.data_set.case,
        "remove_resource",
        by=by,
        now=now,
        codes={"resource": resource.position},
        rows=rows,
        **options,
    )
