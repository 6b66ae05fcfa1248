"""Searching: read the query, mend it, find, rank, count, mark the words on the page's rows.

The cost is bounded by what is read, not by what matches; figures come from bench/search.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import connection
from django.db.backends.utils import CursorWrapper

from jariya.kernel.language import LANGUAGES, normal, words
from jariya.kernel.search.common import Shares, shares
from jariya.kernel.search.finding import Found, count_elsewhere, find, reading
from jariya.kernel.search.lexemes import alternatives, marks
from jariya.kernel.search.parse import LONGEST_QUERY, Wanted, parse
from jariya.kernel.search.plans import filtered, pairs, plans
from jariya.kernel.search.results import Results, Row
from jariya.kernel.search.spelling import mend, unknown

MOST_ROWS = 100
TELLING_WORDS = 6
"""Words of a draft by which similar things are looked for: the rarest ones tell the most."""


def search(
    text: str,
    *,
    lang: str,
    kind: str | None = None,
    portal: str | None = None,
    body: int | None = None,
    region: int | None = None,
    answered: bool = False,
    tags: Iterable[str] = (),
    year: int | None = None,
    after: str | None = None,
    limit: int = 20,
) -> Results:
    """Public things that answer `text`, in the language `lang` (kk, ru, en), best first.

    `tags`: facts that the portal gave its documents (`Document.tags`), all of which must stand; `year`: of their day.

    Takes any text. `after` is `Results.next` of the page before (a broken one means the first page); `limit` is at
    most 100. Facets and other languages come with the first page. ValueError for another language.
    """
    _check(lang)
    wanted = parse(text)
    if wanted.empty:
        return Results(query_cut=wanted.cut)
    place = _read_place(after)
    filters = marks(
        language="", kind=kind, portal=portal, body=body, region=region, answered=answered, tags=tags, year=year
    )
    known = shares()
    with reading() as cursor:
        looked, mended = _mended(cursor, wanted, known)
        found: Found | None = None
        loose = False
        for plan in plans(looked, known):
            loose = found is not None
            found = find(
                cursor,
                plan,
                known,
                lang=lang,
                filters=filters,
                after=place,
                limit=max(1, min(limit, MOST_ROWS)),
                facets=place is None,
            )
            others = [language for language in LANGUAGES if language != lang]
            also = count_elsewhere(cursor, plan, known, languages=others, filters=filters) if place is None else {}
            if found.total.number or also:
                break
        assert found is not None
    return Results(
        rows=found.rows,
        total=found.total,
        facets=found.facets,
        also_in=also,
        suggestion=_suggestion(text, mended) if mended and (found.rows or also) else None,
        mended=mended,
        loose=loose and bool(found.rows or also),
        cut=found.cut,
        query_cut=wanted.cut,
        next=found.next,
    )


def newer(
    text: str,
    *,
    lang: str,
    than: int,
    kind: str | None = None,
    body: int | None = None,
    region: int | None = None,
    limit: int = MOST_ROWS,
) -> list[tuple[int, str]]:
    """What came into the index after the entry `than` and holds all words of `text`: (number of entry, reference).

    For telling who follows a search. The number of the last entry there is: `newest_entry`. An entry that is put
    again keeps its number, so a thing is found once. ValueError for another language.
    """
    _check(lang)
    wanted = parse(text)
    if wanted.empty:
        return []
    plan = next(iter(plans(wanted, shares())))
    condition = filtered(plan, marks(language="", kind=kind, body=body, region=region), [lang])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, ref FROM search_entry WHERE id > %s AND words @@ %s::tsquery ORDER BY id LIMIT %s",
            [than, condition, limit],
        )
        return list(cursor.fetchall())


def newest_entry() -> int:
    """Number of the newest entry of the index; 0 while it is empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM search_entry")
        return int(cursor.fetchone()[0])


def similar(text: str, *, lang: str, kind: str | None = None, limit: int = 5, answered: bool = True) -> tuple[Row, ...]:
    """Things much like a text that is being written: for "was it asked already" before a question is sent.

    By the rarest of its words, in any form, at least two of them (one, when it has no more); answered ones only,
    unless `answered` is off. Takes any text; () when nothing tells. ValueError for a language other than kk, ru, en.
    """
    _check(lang)
    known = shares()
    typed = parse(text.replace('"', " ").replace("-", " ")).words
    with reading() as cursor:
        candidates = [word for word in typed if len(word) > 2]
        missing = set(unknown(cursor, [word for word in candidates if not known.of_word(word)]))
        telling = sorted((w for w in candidates if w not in missing), key=known.of_word)[:TELLING_WORDS]
        if not telling:
            return ()
        found = find(
            cursor,
            pairs(telling, known),
            known,
            lang=lang,
            filters=marks(language="", kind=kind, answered=answered),
            after=None,
            limit=max(20, min(limit, MOST_ROWS) * 4),
            facets=False,
        )
    groups = [(1.0 - known.of_word(word), set(alternatives(word))) for word in telling]

    def closeness(row: Row) -> tuple[float, float]:
        held = {lexeme for s in row.title + row.text if s.hit for lexeme in alternatives(s.text.lower())}
        return (sum(weight for weight, group in groups if group & held), row.score)

    return tuple(sorted(found.rows, key=closeness, reverse=True)[: max(1, min(limit, MOST_ROWS))])


def _check(lang: str) -> None:
    if lang not in LANGUAGES:
        raise ValueError(f"no search in the language {lang!r}: use kk, ru or en")


def _mended(cursor: CursorWrapper, wanted: Wanted, known: Shares) -> tuple[Wanted, dict[str, str]]:
    """The query with words that stand nowhere replaced by the likeliest known ones; and which were."""
    mended: dict[str, str] = {}
    for word in unknown(cursor, [word for word in wanted.words if not known.of_word(word)]):
        better = mend(cursor, word)
        if better is not None:
            mended[word] = better
    if not mended:
        return wanted, mended
    return replace(wanted, words=tuple(dict.fromkeys(mended.get(word, word) for word in wanted.words))), mended


def _read_place(after: str | None) -> tuple[float, int] | None:
    """Score and id of the last row of the page before; None for a first page or anything that is not ours."""
    if not after or len(after) > 60:
        return None
    score, _, number = after.partition(":")
    try:
        place = (float(score), int(number))
    except ValueError:
        return None
    return place if abs(place[0]) < 1e6 and 0 <= place[1] < 2**63 else None


def _suggestion(text: str, mended: dict[str, str]) -> str:
    """The query as typed with the mended words in place."""
    clean = normal(text)[:LONGEST_QUERY]
    out, at = [], 0
    for word in words(clean):
        if word.low in mended:
            out += [clean[at : word.start], mended[word.low]]
            at = word.end
    return " ".join("".join([*out, clean[at:]]).split())
