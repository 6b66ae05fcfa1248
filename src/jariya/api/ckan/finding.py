"""package_search: a query of `solr` as a filter of the catalogue, and counts of facets. All begins at `living`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet
from django.db.models.expressions import RawSQL

from jariya.api.ckan import solr
from jariya.api.ckan.problems import invalid, misread
from jariya.kernel.search.common import Shares
from jariya.kernel.search.parse import parse as read_words
from jariya.kernel.search.plans import plans
from jariya.portals.opendata.models import DataSet

NOTHING, EVERYTHING = Q(pk__in=[]), Q()
FACETS = ("organization", "groups", "tags", "res_format", "license_id")
SORTS = {
    "name": "slug",
    "id": "case__public_id",
    "title": "title_kk",
    "title_string": "title_kk",
    "metadata_modified": "renewed_at",
    "last_modified": "renewed_at",
    "metadata_created": "published_at",
    "organization": "case__body__slug",
    "views_recent": "entry__used",
    "score": "",
    "relevance": "",
}
_MOMENTS = {"metadata_modified": "renewed_at", "metadata_created": "published_at"}
_DAYS = {"period_from": "period_from", "period_to": "period_to", "fresh_until": "fresh_until"}
_ALWAYS = {
    "state": {"active"},
    "private": {"false"},
    "capacity": {"public"},
    "type": {"dataset"},
    "dataset_type": {"dataset"},
    "entity_type": {"package"},
    "index_id": None,
    "site_id": None,
    "permission_labels": {"public"},
    "indexed_ts": None,
}
_NOW = re.compile(r"NOW(?:/\w+)?(?:([+-])(\d{1,4})(DAY|MONTH|YEAR|HOUR)S?)?(?:/\w+)?")
_HOURS = {"HOUR": 1, "DAY": 24, "MONTH": 24 * 30, "YEAR": 24 * 365}


class _Unknown(Exception):
    """A field that the catalogue does not know."""


def narrowed(rows: QuerySet[DataSet], q: str, fq: str, *, now: dt.datetime) -> QuerySet[DataSet]:
    """The sets that both hold of.

    Args:
        q: as people type it; what is no query is looked for as plain words.
        fq: a filter; it must be readable.
        now: what NOW in a range means.

    Raises:
        Problem: Search Query Error, of `fq` alone.
    """
    try:
        rows = rows.filter(_condition(solr.parse(fq), now))
    except solr.Unread as error:
        raise misread(str(error)) from None
    except _Unknown as error:
        raise misread(f"undefined field {error}") from None
    try:
        return rows.filter(_condition(solr.parse(q), now))
    except (solr.Unread, _Unknown):
        return rows.filter(_worded(q))


def _condition(query: solr.Query, now: dt.datetime) -> Q:
    if isinstance(query, solr.All):
        found = EVERYTHING
        for part in _words_together(query.parts):
            found &= _condition(part, now)
        return found
    if isinstance(query, solr.Some):
        found = NOTHING
        for part in query.parts:
            found |= _condition(part, now)
        return found
    if isinstance(query, solr.No):
        return ~Q(pk__in=DataSet.objects.filter(_condition(query.part, now)).values("pk"))
    if isinstance(query, solr.Anything):
        return _has(query.field)
    if isinstance(query, solr.Range):
        return _range(query, now)
    return _term(query)


def _words_together(parts: tuple[solr.Query, ...]) -> list[solr.Query]:
    """Plain words side by side are one search: they are mended, stemmed and found together."""
    plain = [one for one in parts if isinstance(one, solr.Term) and not one.field]
    if len(plain) < 2:
        return list(parts)
    text = " ".join(f'"{one.value}"' if one.phrase else one.value for one in plain)
    rest = [one for one in parts if not (isinstance(one, solr.Term) and not one.field)]
    return [solr.Term("", text), *rest]


def _has(field: str) -> Q:
    if field in ("tags", "groups"):
        return ~Q(**{{"tags": "tags", "groups": "themes"}[field]: []})
    if not field or field in _FIELDS or field in _ALWAYS or field in _MOMENTS or field in _DAYS:
        return EVERYTHING
    raise _Unknown(field)


def _worded(text: str) -> Q:
    """Sets with all of the words, in any form and any of the three languages."""
    wanted = read_words(text.replace("\0", " "))
    if wanted.empty:
        return NOTHING if text.strip() else EVERYTHING
    plan = next(iter(plans(wanted, Shares())))
    found = RawSQL("SELECT data_set_id FROM opendata_reading_entry WHERE words @@ %s::tsquery", [plan.condition])
    return Q(pk__in=found) | Q(slug=text.strip()[:100]) | Q(case__public_id=text.strip()[:24])


def _titled(term: solr.Term) -> Q:
    found = NOTHING
    for lang in ("kk", "ru", "en"):
        found |= Q(**{f"title_{lang}__icontains": term.value})
    return found


def _noted(term: solr.Term) -> Q:
    found = NOTHING
    for lang in ("kk", "ru", "en"):
        found |= Q(**{f"text_{lang}__icontains": term.value})
    return found


def _slug(column: str) -> Callable[[solr.Term], Q]:
    return lambda term: Q(**{f"{column}__startswith" if term.open else column: term.value})


def _tagged(term: solr.Term) -> Q:
    if not term.open:
        return Q(tags__contains=[term.value])
    found = RawSQL("SELECT case_id FROM opendata_dataset, unnest(tags) AS tag WHERE starts_with(tag, %s)", [term.value])
    return Q(pk__in=found)


def _formed(term: solr.Term) -> Q:
    ending = term.value.lower()[:10]
    found = Q(entry__facets__contains=[f"format:{ending}"])
    return found | Q(entry__facets__contains=["shape:table"]) if ending in ("csv", "json") else found


_FIELDS: dict[str, Callable[[solr.Term], Q]] = {
    "": lambda term: _worded(f'"{term.value}"' if term.phrase else term.value),
    "text": lambda term: _worded(f'"{term.value}"' if term.phrase else term.value),
    "title": _titled,
    "notes": _noted,
    "name": _slug("slug"),
    "id": lambda term: Q(case__public_id=term.value[:24]) | Q(slug=term.value[:100]),
    "organization": _slug("case__body__slug"),
    "owner_org": _slug("case__body__slug"),
    "groups": lambda term: Q(themes__contains=[term.value.upper()[:8]]),
    "theme": lambda term: Q(themes__contains=[term.value.upper()[:8]]),
    "tags": _tagged,
    "license_id": _slug("licence_id"),
    "isopen": lambda term: Q(licence__open=term.value.lower() == "true"),
    "res_format": _formed,
    "frequency": _slug("frequency"),
    "extras_frequency": _slug("frequency"),
    "extras_spatial_kato": lambda term: Q(region__code=term.value[:9]),
}


def _term(term: solr.Term) -> Q:
    if "\0" in term.value:
        return NOTHING
    if term.field in _ALWAYS:
        allowed = _ALWAYS[term.field]
        return EVERYTHING if allowed is None or term.value.lower() in allowed else NOTHING
    if term.field not in _FIELDS:
        raise _Unknown(term.field)
    return _FIELDS[term.field](term)


def _range(query: solr.Range, now: dt.datetime) -> Q:
    name = query.field.removeprefix("extras_")
    column = _MOMENTS.get(name) or _DAYS.get(name)
    if column is None:
        raise _Unknown(query.field)
    found = EVERYTHING
    for end, sign, within in ((query.low, "gt", query.with_low), (query.high, "lt", query.with_high)):
        if end is not None:
            moment = _moment(end, now)
            value = moment if name in _MOMENTS else moment.date()
            found &= Q(**{f"{column}__{sign}{'e' if within else ''}": value})
    return found if found else Q(**{f"{column}__isnull": False})


def _moment(text: str, now: dt.datetime) -> dt.datetime:
    try:
        if reckoned := _NOW.fullmatch(text):
            sign, number, unit = reckoned.groups()
            hours = int(number) * _HOURS[unit] if number else 0
            return now + dt.timedelta(hours=-hours if sign == "-" else hours)
        moment = dt.datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        raise misread(f"“{text[:40]}” is no moment") from None


def ordered(rows: QuerySet[DataSet], sort: str) -> QuerySet[DataSet]:
    """In the order asked: `name asc, metadata_modified desc`; what is renewed last comes first by itself.

    Raises:
        Problem: Validation Error for what cannot be sorted by.
    """
    keys: list[Any] = []
    for one in filter(None, (part.strip() for part in sort.split(","))):
        name, _space, way = one.partition(" ")
        way = way.strip().lower() or "asc"
        if name not in SORTS or way not in ("asc", "desc"):
            raise invalid("sort", f"Cannot sort by field `{one[:60]}`")
        if column := SORTS[name]:
            key = F(column)
            keys.append(key.desc(nulls_last=True) if way == "desc" else key.asc(nulls_last=True))
    return rows.order_by(*(keys or [F("renewed_at").desc(nulls_last=True)]), "-pk")


def counts(rows: QuerySet[DataSet], field: str) -> list[tuple[str, int]]:
    """(value, sets) of a facet within what was found, the most frequent first."""
    rows = rows.order_by()
    if field == "organization":
        found = rows.values_list("case__body__slug").annotate(sets=Count("pk"))
    elif field == "license_id":
        found = rows.exclude(licence=None).values_list("licence_id").annotate(sets=Count("pk"))
    elif field in ("tags", "groups"):
        parted = Func(F("tags" if field == "tags" else "themes"), function="unnest")
        found = rows.annotate(one=parted).values_list("one").annotate(sets=Count("pk"))
    elif field == "res_format":
        return _formats(rows)
    else:
        return []
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _formats(rows: QuerySet[DataSet]) -> list[tuple[str, int]]:
    parted = Func(F("entry__facets"), function="unnest")
    counted = dict(rows.annotate(one=parted).values_list("one").annotate(sets=Count("pk")))
    found = {
        name.partition(":")[2].upper(): number
        for name, number in counted.items()
        if str(name).startswith("format:") and name not in ("format:link", "format:other")
    }
    if tables := counted.get("shape:table"):
        found |= {"CSV": max(tables, found.get("CSV", 0)), "JSON": max(tables, found.get("JSON", 0))}
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
