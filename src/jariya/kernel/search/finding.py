"""The one statement that finds, counts and ranks. Each step reads less of more rows, or more of fewer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from jariya.kernel.search.common import Shares
from jariya.kernel.search.highlights import mark, snippet
from jariya.kernel.search.plans import COUNTED, READ, Plan, filtered, guessed, narrowed
from jariya.kernel.search.results import Count, Facet, Row

RANKED = 2_000
"""Hits ranked by their title and day, the newest ones when there are more."""
RANKED_WHOLE = 200
"""Of these, the best are ranked by all their words: that reads a vector of some kilobytes out of line."""
COUNTED_ELSEWHERE = 1_000
PROBED_MONTHS = 3
WIDEST = 0.6
"""Share of the entries up to which reading the newest months alone pays."""
FACETS = ("portal", "kind", "body", "region", "year")
_GROUPED = {31 - (16 >> at): name for at, name in enumerate(FACETS)}
"""PostgreSQL's grouping(): a bit for each column that is not grouped."""
MOST_FACETS = 30

# ctid, the place of a row, leads from step to step without an index; all steps see one snapshot. A hundredth of rank
# for each year: between equals the newer one. Whole-ranked rows stand above the others by ten.
_HITS = """
WITH hits AS MATERIALIZED (
    SELECT ctid AS place, id, day, portal, kind, body, region FROM search_entry
    WHERE words @@ %(condition)s::tsquery LIMIT %(read)s
), newest AS MATERIALIZED (
    SELECT * FROM hits ORDER BY day DESC, id DESC LIMIT %(counted)s + 1
), titled AS MATERIALIZED (
    SELECT n.place, n.id, n.day,
        ts_rank(e.title_words, %(rank)s::tsquery)::float8 + (n.day - date '2000-01-01') * 0.000027::float8 AS score
    FROM (SELECT * FROM newest ORDER BY day DESC, id DESC LIMIT %(ranked)s) AS n
    JOIN search_entry e ON e.ctid = n.place
), best AS MATERIALIZED (
    SELECT * FROM titled ORDER BY score DESC, id DESC LIMIT %(whole)s
), scored AS (
    SELECT b.place, b.id, 10 + ts_rank('{0.1,0.2,0.4,1.0}', e.words, %(rank)s::tsquery, 1)::float8
        + (b.day - date '2000-01-01') * 0.000027::float8 AS score
    FROM best b JOIN search_entry e ON e.ctid = b.place
    UNION ALL
    SELECT place, id, score FROM (SELECT * FROM titled ORDER BY score DESC, id DESC OFFSET %(whole)s) AS rest
), page AS (
    SELECT place, score FROM scored
    WHERE %(after)s::float8 IS NULL OR (score, id) < (%(after)s::float8, %(after_id)s)
    ORDER BY score DESC, id DESC LIMIT %(limit)s
)
"""
_ROWS = """(
    SELECT coalesce(json_agg(json_build_array(p.score, e.id, e.ref, e.language, e.portal, e.kind, e.body, e.region,
        e.day, e.answered, e.invented, e.title, e.text, e.url_name, e.url_args) ORDER BY p.score DESC, e.id DESC), '[]')
    FROM page p JOIN search_entry e ON e.ctid = p.place
)::text"""
# One pass: five grouping sets, told apart by which column they group.
_FACETS = """(
    SELECT coalesce(json_agg(json_build_array(grouped, value, number)), '[]') FROM (
        SELECT grouping(portal, kind, body, region, year) AS grouped,
            coalesce(portal, kind, body::text, region::text, year::text) AS value, count(*) AS number
        FROM (SELECT portal, kind, body, region, date_part('year', day)::int AS year FROM seen) AS s
        GROUP BY GROUPING SETS ((portal), (kind), (body), (region), (year))
    ) AS counts WHERE value IS NOT NULL
)::text"""
_PAGE = f"{_HITS} SELECT (SELECT count(*) FROM newest), '[]', {_ROWS}"  # noqa: S608
_FIRST = (
    f"{_HITS}, seen AS MATERIALIZED (SELECT * FROM newest LIMIT %(counted)s)"  # noqa: S608
    f" SELECT (SELECT count(*) FROM newest), {_FACETS}, {_ROWS}"
)


@dataclass(frozen=True)
class Found:
    """What one plan gave."""

    rows: tuple[Row, ...]
    total: Count
    facets: dict[str, tuple[Facet, ...]]
    cut: bool
    next: str | None


# Bitmaps stay exact in memory, nothing is compiled, no table is walked whole. A merge join walks the whole key index.
_SETTINGS = {
    "work_mem": "64MB",
    "jit": "off",
    "enable_seqscan": "off",
    "enable_mergejoin": "off",
    "max_parallel_workers_per_gather": "0",
}


@contextmanager
def reading() -> Iterator[CursorWrapper]:
    """A cursor with the planner set for reads of the index. Inside a caller's transaction the settings end with it."""
    within = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in _SETTINGS.items())
        )
        yield cursor
        if within:
            cursor.execute("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in _SETTINGS))


def find(
    cursor: CursorWrapper,
    plan: Plan,
    known: Shares,
    *,
    lang: str,
    filters: list[str],
    after: tuple[float, int] | None,
    limit: int,
    facets: bool,
) -> Found:
    """Run a plan. Where it would match too much, the newest months are read, enough of them for what is counted."""
    languages = [lang] if lang else []
    condition = filtered(plan, filters, languages)
    guess, most = (guessed(share, known, filters, languages) for share in (plan.share, plan.most))
    if guess > 2 * COUNTED:
        months = _months(cursor, condition, known, guess, COUNTED, sure=plan.sure and not filters)
    else:
        # The guess says that all can be read, but words that always stand together are as many as the rarest of them:
        # that many months first. Were there few after all, little was read in vain.
        months = _newest(known, COUNTED / most) if most > 2 * COUNTED else 0
    if months:
        found = _read(cursor, narrowed(condition, known, months), plan, after, limit, facets=facets)
        if found.total.more:
            return found
    return _read(cursor, condition, plan, after, limit, facets=facets)


def _newest(known: Shares, share: float) -> int:
    """How many of the newest months hold this share of the entries and a quarter more; 0 where all are read as well."""
    months = known.months_for(1.25 * share)
    return months if known.covered(months) < WIDEST else 0


def _months(
    cursor: CursorWrapper, condition: str, known: Shares, guess: float, enough: int, *, sure: bool = False
) -> int:
    """How many of the newest months to read for `enough` hits; 0 for all.

    A guess about several words is checked on a few months first: words of one subject stand together far more often
    than their shares tell. Many months cost more to join than the hits they would save.
    """
    total = guess
    if not sure:
        few = narrowed(condition, known, PROBED_MONTHS)
        cursor.execute("SELECT count(*) FROM search_entry WHERE words @@ %s::tsquery", [few])
        total = cursor.fetchone()[0] / known.covered(PROBED_MONTHS)
    if total <= 2 * enough:
        return 0
    return _newest(known, enough / total)


def count_elsewhere(
    cursor: CursorWrapper, plan: Plan, known: Shares, *, languages: list[str], filters: list[str]
) -> dict[str, Count]:
    """Hits in other languages, together exact to 1,000."""
    condition = filtered(plan, filters, languages)
    counted: list[tuple[str, int]] = []
    most = COUNTED_ELSEWHERE + 1
    if guessed(plan.share, known, filters, languages) > 10 * most:
        counted = _by_language(cursor, narrowed(condition, known, PROBED_MONTHS), most)
    if sum(number for _, number in counted) < most:
        counted = _by_language(cursor, condition, most)
    more = sum(number for _, number in counted) >= most
    return {language: Count(min(number, COUNTED_ELSEWHERE), more) for language, number in counted}


def _by_language(cursor: CursorWrapper, condition: str, most: int) -> list[tuple[str, int]]:
    cursor.execute(
        "SELECT language, count(*) FROM"
        " (SELECT language FROM search_entry WHERE words @@ %s::tsquery LIMIT %s) AS hits GROUP BY language",
        [condition, most],
    )
    return list(cursor.fetchall())


def _read(
    cursor: CursorWrapper, condition: str, plan: Plan, after: tuple[float, int] | None, limit: int, *, facets: bool
) -> Found:
    cursor.execute(
        _FIRST if facets else _PAGE,
        {
            "condition": condition,
            "rank": plan.rank,
            "read": READ,
            "counted": COUNTED,
            "ranked": RANKED,
            "whole": RANKED_WHOLE,
            "after": after[0] if after else None,
            "after_id": after[1] if after else 0,
            "limit": limit + 1,
        },
    )
    total, counted, listed = cursor.fetchone()
    rows = [_row(plan, columns) for columns in orjson.loads(listed)[: limit + 1]]
    more = len(rows) > limit
    del rows[limit:]
    shelves: dict[str, list[Facet]] = {name: [] for name in FACETS}
    for grouped, value, number in orjson.loads(counted):
        name = _GROUPED[grouped]
        shelves[name].append(Facet(int(value) if name in ("body", "region", "year") else value, number))
    return Found(
        rows=tuple(rows),
        total=Count(min(total, COUNTED), total > COUNTED),
        facets={
            name: tuple(sorted(shelf, key=lambda f: (-f.number, str(f.value)))[:MOST_FACETS])
            for name, shelf in shelves.items()
            if shelf
        },
        cut=total > RANKED,
        next=f"{rows[-1].score!r}:{rows[-1].id}" if more else None,
    )


def _row(plan: Plan, columns: list[Any]) -> Row:
    (score, id, ref, language, portal, kind, body, region, day, answered, invented, title, text, name, args) = columns
    return Row(
        id=id,
        ref=ref,
        language=language,
        portal=portal,
        kind=kind,
        body=body,
        region=region,
        day=dt.date.fromisoformat(day),
        answered=answered,
        invented=invented,
        title=mark(title, plan.lexemes),
        text=snippet(text, plan.lexemes),
        url_name=name,
        url_args=args,
        score=score,
    )
