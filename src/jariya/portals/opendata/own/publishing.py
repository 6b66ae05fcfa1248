"""Publishing own tables: a new version where the rows are other than those in force, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.portals.opendata import actions
from jariya.portals.opendata.actions import Content, Words
from jariya.portals.opendata.description import Description
from jariya.portals.opendata.models import DataSet, Resource, ResourceKind
from jariya.portals.opendata.own import records
from jariya.portals.opendata.own.making import Maker, maker, raw
from jariya.portals.opendata.own.tables import Own, all_tables, rows_of

PREFIX = "jariya-"
"""Begins the addresses of the platform's own sets, so that no body's set takes one."""
LICENCE = "CC-BY-4.0"


def publisher() -> Body | None:
    """The body that these sets are of: the one that keeps this platform, as its operator says; None while nobody said.

    In a demonstration it is the invented ministry, so that no real body publishes what it never published.
    """
    return Body.objects.filter(slug=settings.OPENDATA_OWN_BODY).first() if settings.OPENDATA_OWN_BODY else None


def refresh(*, now: dt.datetime, names: Iterable[str] | None = None) -> dict[str, str]:
    """Bring own tables up to the records. Run twice, killed or missed, it does no harm.

    Args:
        names: of some tables; all by default.

    Returns:
        What became of each: `new`, `renewed`, `same`; empty where no body publishes them.
    """
    body = publisher()
    if body is None:
        return {}
    records.connect()
    wanted = set(names) if names is not None else None
    done: dict[str, str] = {}
    with maker() as made:
        # The catalogue comes last: it lists the others.
        for own in sorted(all_tables(), key=lambda one: f"{PREFIX}{one.name}" in records.ITSELF):
            if (wanted is None or own.name in wanted) and rows_of(own.name) is not None:
                done[own.name] = publish(own, body=body, made=made, now=now)
    return done


def publish(own: Own, *, body: Body, made: Maker, now: dt.datetime) -> str:
    """Publish one table when its content changed."""
    rows = rows_of(own.name)
    assert rows is not None
    held = raw(own.fields, rows(legal_day(now)))
    resource = Resource.objects.select_related("current", "data_set__case").filter(own=own.name).first()
    if resource is not None and resource.current and bytes(resource.current.sha256) == held.digest:
        return "same"
    table = made.table(own.fields, held)
    with transaction.atomic():
        new = resource is None
        if resource is None:
            resource = _prepare(own, body, now)
        content = Content(
            sha256=held.digest,
            size=len(held.data),
            file_name=f"{own.name}.csv",
            parquet=table.parquet,
            rows=table.rows,
            report=table.report,
        )
        actions.publish_version(resource=resource, content=content, by=None, now=now)
    return "new" if new else "renewed"


def _prepare(own: Own, body: Body, now: dt.datetime) -> Resource:
    slug = f"{PREFIX}{own.name}"
    found = DataSet.objects.select_related("case").filter(slug=slug).first()
    case = found.case if found else actions.prepare(
        body=body, description=described(own), slug=slug, by=None, now=now
    ).case  # fmt: skip
    words = Words(
        **{f"title_{lang}": text for lang, text in own.title.items()},  # type: ignore[arg-type]
        columns={field.name: dict(field.words) for field in own.fields},
        row_key=own.key,
    )
    return actions.add_resource(case=case, kind=ResourceKind.OWN, words=words, own=own.name, by=None, now=now)


def described(own: Own) -> Description:
    """An own table as the catalogue describes sets."""
    texts = {f"title_{lang}": text for lang, text in own.title.items()}
    texts |= {f"text_{lang}": text for lang, text in own.text.items()}
    return Description(
        **texts,  # type: ignore[arg-type]
        licence=LICENCE,
        themes=(own.theme,),
        tags=own.tags,
        frequency=own.frequency,
        whole_country=True,
    )
