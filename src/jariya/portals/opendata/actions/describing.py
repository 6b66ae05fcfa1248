"""Words and life of a set: prepare, describe, publish, withdraw, restore, discard."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.opendata import scoring
from jariya.portals.opendata.actions.acting import act, fresh, holds, words
from jariya.portals.opendata.description import SLUG, Description, slug_of
from jariya.portals.opendata.lifecycle import KIND
from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.refusals import refused


def prepare(
    *,
    body: Body,
    description: Description,
    by: Person | None,
    now: dt.datetime,
    slug: str = "",
    key: str | None = None,
) -> Outcome:
    """Begin a set at the publisher's desk. Nobody outside the body sees it.

    Args:
        slug: its name in addresses; empty: made of the title.
        by: None is the platform itself (a harvest, tables of its own records).
        key: idempotency key of the form.

    Raises:
        Refused: no role in the body; data_set.slug_wrong, data_set.slug_taken.
    """
    name = slug or free_slug(description.title_en or description.title_ru or description.title_kk)
    if not SLUG.match(name):
        raise refused("data_set.slug_wrong")
    if (found := DataSet.objects.filter(slug=name).values_list("case_id", flat=True).first()) is not None:
        before = engine.done(by, key) if by is not None and key else None
        if before is not None and before.pk == found:
            return Outcome(before, None, repeated=True)
        raise refused("data_set.slug_taken")

    def rows(case: Case, _event: Event) -> None:
        DataSet.objects.create(case=case, slug=name, **description.columns())

    return engine.open_case(
        KIND,
        "prepare",
        by=by,
        body_id=body.pk,
        region_id=description.region or body.region_id,
        language="kk",
        now=now,
        rows=rows,
        key=key,
    )


def free_slug(title: str) -> str:
    """A name made of a title that no set has."""
    first = slug_of(title)
    taken = set(DataSet.objects.filter(slug__startswith=first).values_list("slug", flat=True))
    return slug_of(title, taken)


def describe(*, case: Case, description: Description, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Change what is said of a set. Its name and its data stay.

    Raises:
        Refused: data_set.no_title, data_set.no_licence (of a public set); no role in the body.
    """

    def rows(locked: Case, _event: Event) -> None:
        row = DataSet.objects.get(case=locked)
        until = row.fresh_until
        if row.renewed_at is not None and row.frequency != description.frequency:
            until = fresh(description.frequency, row.renewed_at)
        DataSet.objects.filter(case=locked).update(**description.columns(), fresh_until=until)
        scoring.score(locked.pk, now)

    return act(case, "describe", by=by, now=now, facts=words(description), rows=rows, **options)


def publish(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Show a set that holds links alone; a set of tables becomes public with its first version.

    Raises:
        Refused: data_set.no_title, data_set.no_licence, data_set.nothing_in_it; no role in the body.
    """

    def rows(locked: Case, _event: Event) -> None:
        row = DataSet.objects.get(case=locked)
        DataSet.objects.filter(case=locked).update(
            published_at=now, renewed_at=now, fresh_until=fresh(row.frequency, now)
        )
        scoring.score(locked.pk, now)

    facts = {"holds": holds(case)}
    return act(case, "publish", by=by, now=now, facts=facts, changes={"visibility": "public"}, rows=rows, **options)


def withdraw(
    *, case: Case, reason_kk: str, reason_ru: str, by: Person | None, now: dt.datetime, **options: Any
) -> Outcome:
    """Take a set back: its page stays with the reason, its data are not given out.

    Raises:
        Refused: data_set.no_reason; neither head nor deputy of the body.
    """

    def rows(locked: Case, _event: Event) -> None:
        DataSet.objects.filter(case=locked).update(reason_kk=reason_kk.strip(), reason_ru=reason_ru.strip())

    facts = {"reason_kk": reason_kk.strip(), "reason_ru": reason_ru.strip()}
    return act(case, "withdraw", by=by, now=now, facts=facts, rows=rows, **options)


def restore(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Bring a withdrawn set back with all its versions."""

    def rows(locked: Case, _event: Event) -> None:
        DataSet.objects.filter(case=locked).update(reason_kk="", reason_ru="")

    return act(case, "restore", by=by, now=now, rows=rows, **options)


def discard(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Give up a set that was never published."""
    return act(case, "discard", by=by, now=now, **options)
