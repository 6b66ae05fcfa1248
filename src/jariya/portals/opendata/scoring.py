"""The facts that the checks of quality look at, out of a set's rows; and the job that reckons them anew."""

from __future__ import annotations

import datetime as dt

from jariya.kernel.lifecycle.engine import legal_day
from jariya.portals.opendata.models import DataSet, Resource, ResourceKind
from jariya.portals.opendata.quality import Facts, Held, reckon

OPEN_KINDS = frozenset({"csv", "json", "geojson", "xlsx", "ods", "txt", "xml", "table"})


def facts_of(data_set: DataSet) -> Facts:
    """What is known of a set. Two queries."""
    rows = Resource.objects.filter(data_set=data_set, removed_at=None).select_related("current__file")
    held = [_held(row) for row in rows if row.current is not None or row.kind == ResourceKind.LINK]
    return Facts(
        tags=bool(data_set.tags),
        themes=bool(data_set.themes),
        place=data_set.whole_country or data_set.region_id is not None,
        period=data_set.period_from is not None,
        licence=data_set.licence_id is not None,
        licence_open=bool(data_set.licence and data_set.licence.open),
        contact=bool(data_set.contact),
        titles=bool(data_set.title_kk and data_set.title_ru),
        texts=min(len(data_set.text_kk), len(data_set.text_ru)),
        frequency=bool(data_set.frequency),
        fresh_until=data_set.fresh_until,
        documentation=bool(data_set.documentation),
        issued=data_set.published_at is not None,
        resources=tuple(held),
    )


def _held(row: Resource) -> Held:
    if row.kind == ResourceKind.LINK:
        return Held("link", not row.link_trouble, open_format=False, machine=False, size=False)
    version = row.current
    assert version is not None  # asked by the caller
    works = not (row.url and row.link_trouble)
    if version.parquet is None:
        kind = version.file.kind if version.file else ""
        return Held("file", works, open_format=kind in OPEN_KINDS, machine=kind in OPEN_KINDS)
    names = version.names
    said = row.columns
    changed = (version.difference or {}).get("columns", {})
    schema = version.report.get("schema")
    return Held(
        row.kind,
        works,
        problems=sum(int(one["count"]) for one in version.report.get("problems", {}).get("counts", [])),
        schema=None if schema is None else bool(schema.get("valid")),
        columns=len(names),
        columns_named=sum(
            bool((said.get(name) or {}).get("kk") and (said.get(name) or {}).get("ru")) for name in names
        ),
        stable=not changed.get("removed") and not changed.get("types"),
    )


def score(data_set_id: int, now: dt.datetime) -> None:
    """Reckon the points of a set and keep them. Inside the transaction of an act."""
    row = DataSet.objects.select_related("licence").get(pk=data_set_id)
    DataSet.objects.filter(pk=data_set_id).update(scores=reckon(facts_of(row), legal_day(now)))


def score_stale(now: dt.datetime) -> int:
    """Reckon anew sets whose day has passed or that nobody reckoned. A periodic job. Returns how many."""
    today = legal_day(now)
    rows = DataSet.objects.living().filter(fresh_until=today - dt.timedelta(days=1))
    bare = DataSet.objects.living().filter(scores={})
    found = {*rows.values_list("pk", flat=True), *bare.values_list("pk", flat=True)[:1000]}
    for pk in sorted(found):
        score(pk, now)
    return len(found)
