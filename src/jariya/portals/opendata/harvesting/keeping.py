"""One record into the catalogue: a set of links of the body its publisher was mapped to, or kept apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.opendata import actions
from jariya.portals.opendata.actions import Words, acting
from jariya.portals.opendata.description import Description
from jariya.portals.opendata.harvesting.found import Found, Link
from jariya.portals.opendata.harvesting.models import Publisher, Record, RecordState, Source
from jariya.portals.opendata.models import DataSet, Licence, Resource, ResourceKind
from jariya.portals.opendata.planning import actions as planning
from jariya.portals.opendata.planning.models import PlanItem

NEW, CHANGED, UNCHANGED, APART, REFUSED = "new", "changed", "unchanged", "apart", "refused"
_LICENCES = {
    "cc-by": "CC-BY-4.0", "cc-by-4.0": "CC-BY-4.0", "cc-zero": "CC0-1.0", "cc0-1.0": "CC0-1.0", "cc0": "CC0-1.0",
    "cc-by-sa": "CC-BY-SA-4.0", "cc-by-sa-4.0": "CC-BY-SA-4.0", "cc-nc": "CC-BY-NC-4.0",
    "cc-by-nc-4.0": "CC-BY-NC-4.0", "cc-by-nd-4.0": "CC-BY-ND-4.0",
}  # fmt: skip


def keep(
    source: Source, found: Found, publisher: Publisher, before: Record | None, *, run: int, now: dt.datetime
) -> str:
    """Take one record in. Runs inside a transaction of its own.

    Returns:
        What became of it: new, changed, unchanged, apart, refused.
    """
    digest = found.digest
    same = before is not None and bytes(before.digest) == digest and before.publisher_id == publisher.pk
    if before is not None and same and before.state == (RecordState.KEPT if publisher.body_id else RecordState.APART):
        Record.objects.filter(pk=before.pk).update(run=run, seen_at=now)
        return UNCHANGED
    row = before or Record(source=source, remote=found.id)
    row.publisher, row.title, row.page, row.digest = publisher, found.name()[:300], found.page[:1000], digest
    row.run, row.seen_at, row.gone_at, row.code = run, now, None, ""
    became = APART
    row.state = RecordState.APART
    if publisher.body is not None:
        try:
            became = _show(row, found, publisher.body, language=source.language, now=now)
            row.state = RecordState.KEPT
        except Refused as error:
            became, row.state, row.code = REFUSED, RecordState.REFUSED, error.code[:60]
    row.save()
    return became


def _show(row: Record, found: Found, body: Body, *, language: str, now: dt.datetime) -> str:
    said = described(found)
    if row.data_set is None or row.data_set.case.body_id != body.pk:
        case = actions.prepare(body=body, description=said, by=None, now=now).case
        for link in found.links:
            _add(case, link, now)
        row.data_set = DataSet.objects.select_related("case").get(case=case)
        _publish(case, said, now)
        return NEW
    case = row.data_set.case
    if said.columns() != _columns(row.data_set):
        acting.act(case, "describe", by=None, now=now, facts=_facts(said), rows=_write(said))
    _links(row.data_set, found.links, now)
    DataSet.objects.filter(pk=case.pk).update(renewed_at=now, fresh_until=acting.fresh(said.frequency, now))
    item = PlanItem.objects.select_related("case__body").filter(data_set=case.pk).first()
    if item is not None and item.case.state in {"owed", "kept"} and (item.kept_on or item.since) < legal_day(now):
        planning.keep(case=item.case, now=now)
    return CHANGED


def described(found: Found) -> Description:
    """A record as the catalogue describes sets. A language that the source does not speak stays empty."""
    texts = {f"title_{lang}": text for lang, text in found.title.items()}
    texts |= {f"text_{lang}": text for lang, text in found.text.items()}
    return Description(
        **texts,  # type: ignore[arg-type]
        licence=licence(found.licence),
        themes=found.themes,
        tags=found.tags,
        frequency=found.frequency,
        source=(found.page or found.links[0].url)[:500],
    )


@cache
def _by_address() -> Mapping[str, str]:
    return {
        url.rstrip("/").partition("://")[2]: code for code, url in Licence.objects.values_list("code", "url") if url
    }


def licence(said: str) -> str:
    """The licence of a source's word or address; empty where it has none that is known here: nothing is assumed."""
    word = said.strip().lower()
    if word.startswith("http"):
        return _by_address().get(word.rstrip("/").partition("://")[2], "")
    return _LICENCES.get(word, "")


def _facts(said: Description) -> dict[str, object]:
    """What guards ask. A harvested set is shown in the languages its source speaks, and under the licence that it
    names: a body that publishes here is held to both languages, a source elsewhere cannot be."""
    either = said.title_kk or said.title_ru or said.title_en
    return {"title_kk": either, "title_ru": either, "licence": said.licence or "as at the source", "holds": True}


def _publish(case: Case, said: Description, now: dt.datetime) -> None:
    def rows(locked: Case, _event: object) -> None:
        until = acting.fresh(said.frequency, now)
        DataSet.objects.filter(case=locked).update(published_at=now, renewed_at=now, fresh_until=until)

    acting.act(case, "publish", by=None, now=now, facts=_facts(said), changes={"visibility": "public"}, rows=rows)


def _write(said: Description):  # type: ignore[no-untyped-def]
    def rows(locked: Case, _event: object) -> None:
        DataSet.objects.filter(case=locked).update(**said.columns())

    return rows


def _columns(row: DataSet) -> dict[str, object]:
    return {name: getattr(row, name) for name in Description().columns()}


def _add(case: Case, link: Link, now: dt.datetime) -> None:
    words = Words(title_ru=link.title, title_en="" if link.title else link.format)
    actions.add_resource(case=case, kind=ResourceKind.LINK, by=None, now=now, words=words, url=link.url)


def _links(data_set: DataSet, links: tuple[Link, ...], now: dt.datetime) -> None:
    """Links that are new at the source are added, those that left it are removed; the others keep their addresses."""
    there = {
        row.url: row for row in Resource.objects.filter(data_set=data_set, removed_at=None, kind=ResourceKind.LINK)
    }
    wanted = {link.url for link in links}
    for link in links:
        if link.url not in there:
            _add(data_set.case, link, now)
            there[link.url] = Resource.objects.filter(data_set=data_set).latest("position")
    for url, row in there.items():
        if url not in wanted:
            row.data_set = data_set
            actions.remove_resource(resource=row, by=None, now=now)
