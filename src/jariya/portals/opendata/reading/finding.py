"""Searching the catalogue: words in any form and any of the languages, facts to narrow by, a page at a time.

Words, facts, counts and order are one table's (`Entry`), so a page of the catalogue is three statements: rows, counts
of facets, and the sets shown. Figures come from bench/opendata_catalogue.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from jariya.kernel.language import words as spoken
from jariya.kernel.search.common import Shares
from jariya.kernel.search.parse import Wanted, parse
from jariya.kernel.search.plans import Plan, plans
from jariya.kernel.search.spelling import mend, unknown
from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.reading.named import title_of_set

PAGE = 20
BEST, NEWEST, TITLE, USED, QUALITY = "best", "newest", "title", "used", "quality"
ORDERS = (NEWEST, TITLE, USED, QUALITY)
FACETS = ("theme", "format", "body", "region", "licence", "quality", "shape")
FRESH, STALE, UNSAID = "fresh", "stale", "unsaid"
FRESHNESS = (FRESH, STALE, UNSAID)
MOST_VALUES = 40
"""Values of one facet that are given, the most frequent first."""


@dataclass(frozen=True)
class Wish:
    """What of the catalogue is asked for; empty means all.

    Attributes:
        words: as typed.
        facets: {kind: value}, kinds of FACETS.
        freshness: one of FRESHNESS or empty.
        order: one of ORDERS, or BEST (with words alone).
    """

    words: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    freshness: str = ""
    order: str = ""


@dataclass(frozen=True)
class Found:
    """A page of the catalogue. `counts`: {facet: [(value, sets)]} within what was asked for; empty on later pages."""

    sets: list[DataSet]
    total: int
    counts: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    following: str = ""
    lexemes: frozenset[str] = frozenset()
    mended: str = ""
    """The query with unknown words mended, where that is what was looked for."""
    loose: bool = False
    """No set has all the words; these have some."""


_ORDER = {NEWEST: ("renewed_at", True), USED: ("used", True), QUALITY: ("quality", True)}
_FRESH = {
    FRESH: "e.fresh_until >= %(today)s",
    STALE: "e.fresh_until < %(today)s",
    UNSAID: "e.fresh_until IS NULL",
}


def find(wish: Wish, *, lang: str, today: dt.date, after: str = "", limit: int = PAGE, counting: bool = True) -> Found:
    """A page of the sets that anyone may read.

    Args:
        lang: whose alphabet orders the titles.
        today: by which a set is fresh or stale.
        after: token of the page before; one that cannot be read starts from the beginning.
        counting: whether the facets are counted (the first page alone shows them).
    """
    wanted = parse(wish.words)
    with transaction.atomic(), connection.cursor() as cursor:
        # A catalogue is small: plans for a single process, nothing compiled.
        cursor.execute("SELECT set_config('jit', 'off', true), set_config('work_mem', '32MB', true)")
        if wanted.empty:
            return _page(cursor, None, wish, lang, today, after, limit, counting=counting)
        found = Found([], 0)
        looked, mended = _mended(cursor, wanted, wish.words)
        for number, plan in enumerate(plans(looked, Shares())):
            found = _page(cursor, plan, wish, lang, today, after, limit, counting=counting)
            if found.total:
                return Found(
                    found.sets, found.total, found.counts, found.following, plan.lexemes, mended, loose=number > 0
                )
        return found


def sets_of(body: int, lang: str, *, limit: int = 5) -> list[tuple[str, str, str, dt.datetime | None]]:
    """(name in addresses, title, its language, renewed at) of a body's sets, renewed last first. One query."""
    rows = DataSet.objects.visible_to(None).living().filter(case__body=body, renewed_at__isnull=False)
    return [(row.slug, *title_of_set(row, lang), row.renewed_at) for row in rows.order_by("-renewed_at", "-pk")[:limit]]


def _mended(cursor: Any, wanted: Wanted, typed: str) -> tuple[Wanted, str]:
    better = {}
    for word in unknown(cursor, wanted.words):
        if (likely := mend(cursor, word)) is not None:
            better[word] = likely
    if not better:
        return wanted, ""
    words = tuple(dict.fromkeys(better.get(word, word) for word in wanted.words))
    said = " ".join(better.get(word.low, word.low) for word in spoken(typed[:200]))
    return Wanted(words, wanted.phrases, wanted.excluded, wanted.cut), said


def _page(
    cursor: Any,
    plan: Plan | None,
    wish: Wish,
    lang: str,
    today: dt.date,
    after: str,
    limit: int,
    *,
    counting: bool,
) -> Found:
    where, values = ["true"], {"today": today, "limit": limit + 1}
    if plan is not None:
        where.append("e.words @@ %(words)s::tsquery")
        values |= {"words": plan.condition, "rank": plan.rank}
    if wish.facets:
        where.append("e.facets @> %(facets)s::varchar[]")
        values["facets"] = [f"{kind}:{value}" for kind, value in wish.facets.items()]
    if wish.freshness:
        where.append(_FRESH[wish.freshness])
    narrowed = " AND ".join(where)
    key, down = _key(wish, plan, lang)
    keyset, more = _after(after, down, wish, plan)
    values |= more
    cursor.execute(
        f"SELECT e.data_set_id, {key} AS key FROM opendata_reading_entry e WHERE {narrowed}"  # noqa: S608
        f" AND {keyset.format(key=key)} ORDER BY key {'DESC' if down else 'ASC'},"
        f" e.data_set_id {'DESC' if down else 'ASC'} LIMIT %(limit)s",
        values,
    )
    rows = cursor.fetchall()
    following = ""
    if len(rows) > limit:
        rows = rows[:limit]
        following = f"{rows[-1][0]}_{_said(rows[-1][1])}"
    cursor.execute(f"SELECT count(*) FROM opendata_reading_entry e WHERE {narrowed}", values)  # noqa: S608
    total = int(cursor.fetchone()[0])
    counts = _counts(cursor, narrowed, values) if counting and total else {}
    order = {pk: place for place, (pk, _key) in enumerate(rows)}
    sets = DataSet.objects.visible_to(None).filter(pk__in=order).select_related("case__body", "licence", "entry")
    return Found(sorted(sets, key=lambda one: order[one.pk]), total, counts, following)


def _counts(cursor: Any, narrowed: str, values: dict[str, Any]) -> dict[str, list[tuple[str, int]]]:
    """Sets by each value of each facet, and by freshness. One pass over the sets asked for."""
    cursor.execute(
        "WITH seen AS MATERIALIZED (SELECT e.facets, e.fresh_until FROM opendata_reading_entry e"  # noqa: S608
        f" WHERE {narrowed})"
        " SELECT f, count(*) FROM seen, unnest(facets) AS f GROUP BY f"
        " UNION ALL SELECT 'freshness:' || CASE WHEN fresh_until IS NULL THEN 'unsaid'"
        " WHEN fresh_until < %(today)s THEN 'stale' ELSE 'fresh' END, count(*) FROM seen GROUP BY 1",
        values,
    )
    counts: dict[str, list[tuple[str, int]]] = {}
    for named, number in cursor.fetchall():
        kind, _sep, value = named.partition(":")
        counts.setdefault(kind, []).append((value, number))
    return {kind: sorted(shelf, key=lambda one: (-one[1], one[0]))[:MOST_VALUES] for kind, shelf in counts.items()}


def _key(wish: Wish, plan: Plan | None, lang: str) -> tuple[str, bool]:
    """What the rows are ordered by, as SQL, and whether from the greatest down."""
    if wish.order in _ORDER:
        column, down = _ORDER[wish.order]
        return f"e.{column}", down
    if wish.order == TITLE:
        return f"e.sort_{lang}", False
    if plan is None:
        return "e.renewed_at", True
    # To a millionth: the key goes into an address and must come back the same.
    return "round(ts_rank('{0.1,0.2,0.4,1.0}', e.words, %(rank)s::tsquery, 1)::numeric, 6)", True


def _after(after: str, down: bool, wish: Wish, plan: Plan | None) -> tuple[str, dict[str, Any]]:
    """The condition of the rows after a token, with `{key}` for what orders them; none where it cannot be read."""
    pk, sep, said = after.partition("_")
    if not sep or not pk.isdecimal() or not pk.isascii() or len(pk) > 18 or "\0" in said:
        return "true", {}
    try:
        key: Any = said
        if wish.order in (USED, QUALITY):
            key = int(said)
        elif plan is not None and wish.order not in (TITLE, NEWEST):
            key = Decimal(said)
        elif wish.order != TITLE:
            key = dt.datetime.fromisoformat(said)
    except (ValueError, ArithmeticError):
        return "true", {}
    if isinstance(key, int) and abs(key) >= 2**31 or isinstance(key, Decimal) and not key.is_finite():
        return "true", {}
    return f"({{key}}, e.data_set_id) {'<' if down else '>'} (%(after)s, %(after_pk)s)", {
        "after": key,
        "after_pk": int(pk),
    }


def _said(key: Any) -> str:
    return key.isoformat() if isinstance(key, dt.datetime) else str(key)
