"""Putting public things into the index and taking them out. Callers decide what is public; nothing is hidden here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

import orjson
from django.db import connection, transaction

from jariya.kernel.language import FOLDED_LETTERS, normal
from jariya.kernel.search.lexemes import marks, quoted, vectors, when
from jariya.kernel.search.models import VOCABULARY_INDEX, WORDS_INDEX
from jariya.kernel.search.stopwords import STOPWORDS

SHOWN_TEXT = 1_200
"""Characters of the text kept to show under a title."""
BATCH = 2_000
"""Documents per COPY: a few MB, and a killed build loses at most this many."""
SAMPLE = 10_000
"""Rows from which the shares of common lexemes are taken: one in a hundred is then known to a tenth of itself."""
COMMON = 0.01
TELLING = 20
"""A word in more entries than this tells of none of them."""

_FACTS = ("ref", "language", "portal", "kind", "body", "region", "day", "answered", "invented", "title", "url_name")
_COLUMNS = (*_FACTS, "url_args", "text", "words", "title_words")


@dataclass(frozen=True, slots=True)
class Document:
    """A public thing in one language, as its portal hands it over.

    `ref` names the thing (`case:123`); `day` is the day it became public or last changed for readers; `text` is plain
    text, all that should be found; `url_name` and `url_args` are for `reverse()`. `invented` marks made-up data. `tags`
    are further facts to filter by, such as `state=published`: letters, digits, `=` and `-`.
    """

    ref: str
    language: str
    portal: str
    kind: str
    day: dt.date
    title: str
    url_name: str
    text: str = ""
    url_args: list[str | int] = field(default_factory=list)
    body: int | None = None
    region: int | None = None
    answered: bool = False
    invented: bool = False
    tags: tuple[str, ...] = ()


_Value = str | int | bool | dt.date | None
_Row = tuple[tuple[_Value, ...], frozenset[tuple[str, str]]]


def _row(document: Document) -> _Row:
    title, text = normal(document.title), normal(document.text)
    made = vectors(
        title,
        text,
        document.language,
        marks(
            language=document.language,
            kind=document.kind,
            portal=document.portal,
            body=document.body,
            region=document.region,
            answered=document.answered,
            tags=document.tags,
        )
        + when(document.day),
    )
    return (
        document.ref,
        document.language,
        document.portal,
        document.kind,
        document.body,
        document.region,
        document.day,
        document.answered,
        document.invented,
        title,
        document.url_name,
        orjson.dumps(document.url_args).decode(),
        text[:SHOWN_TEXT],
        made.words,
        made.title,
    ), made.vocabulary


_INSERT = "INSERT INTO search_entry ({columns}) {source} ON CONFLICT (ref, language) DO UPDATE SET {sets}"
_SETS = ", ".join(f"{column} = EXCLUDED.{column}" for column in _COLUMNS[2:])


def put(document: Document) -> None:
    """Add a document to the index, or replace what stands there under the same reference and language.

    Call it from a job of its own: new words are locked until the transaction ends. ValueError for a language other
    than kk, ru, en.
    """
    row, vocabulary = _row(document)
    values = "VALUES (" + ", ".join(["%s"] * 11 + ["%s::jsonb", "%s", "%s::tsvector", "%s::tsvector"]) + ")"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT substr(t.lexeme, 2) FROM search_entry e, unnest(e.words) AS t"
            " WHERE e.ref = %s AND e.language = %s AND left(t.lexeme, 1) = '='",
            [document.ref, document.language],
        )
        before = {word for (word,) in cursor.fetchall()}
        cursor.execute(_INSERT.format(columns=", ".join(_COLUMNS), source=values, sets=_SETS), row)  # noqa: S608
        _learn(vocabulary)
        _forget(before - {word for word, _ in vocabulary})


def remove(ref: str, *, language: str | None = None) -> int:
    """Take a thing out of the index, in all languages or one, and its words out of the vocabulary where it was the last
    to have them: a name that was redacted must not come back as a suggestion.

    Runs in the caller's transaction. Returns how many rows went. Safe to repeat.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM search_entry WHERE ref = %s AND (%s::text IS NULL OR language = %s)"
            " RETURNING id, words) SELECT (SELECT count(*) FROM gone), array(SELECT DISTINCT substr(t.lexeme, 2)"
            " FROM gone, unnest(gone.words) AS t WHERE left(t.lexeme, 1) = '=')",
            [ref, language, language],
        )
        rows, words = cursor.fetchone()
        _forget(set(words))
    return int(rows)


def _forget(words: set[str]) -> None:
    """Take words out of the vocabulary that no entry has any more. A word of many entries tells of none of them."""
    if not words:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM search_vocabulary WHERE word = ANY(%s) AND docs <= %s ORDER BY word",
            [sorted(words), TELLING],
        )
        rare = [word for (word,) in cursor.fetchall()]
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
        gone = []
        for word in rare:
            cursor.execute("SELECT 1 FROM search_entry WHERE words @@ %s::tsquery LIMIT 1", [quoted(f"={word}")])
            if cursor.fetchone() is None:
                gone.append(word)
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
        cursor.execute("DELETE FROM search_vocabulary WHERE word = ANY(%s)", [gone])


def _learn(vocabulary: Iterable[tuple[str, str]]) -> None:
    """Add new words. Sorted, so that two writers with the same words cannot wait for each other in a ring."""
    pairs = sorted(vocabulary)
    if pairs:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_vocabulary (word, fold, docs) SELECT w, f, 1 FROM unnest(%s::text[], %s::text[]) AS"
                " n (w, f) ON CONFLICT DO NOTHING",
                [[word for word, _ in pairs], [folded for _, folded in pairs]],
            )


def bulk_put(documents: Iterable[Document], *, fresh: bool = False, batch: int = BATCH) -> int:
    """Put many documents by COPY, one transaction per batch; returns how many.

    `fresh`: none of them is in the index yet, so they are copied straight in (twice as fast; IntegrityError
    otherwise). Killed midway, the batches so far stay; run again without `fresh` it ends in the same state.
    """
    done = 0
    known: set[tuple[str, str]] = set()
    queue = iter(documents)
    while chunk := list(islice(queue, batch)):
        latest = {(document.ref, document.language): document for document in chunk}
        with transaction.atomic():
            _copy([_row(document) for document in latest.values()], known, fresh=fresh)
        done += len(chunk)
    return done


def _copy(rows: list[_Row], known: set[tuple[str, str]], *, fresh: bool) -> None:
    columns = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        target = "search_entry"
        if not fresh:
            target = "search_staged"
            cursor.execute(
                f"CREATE TEMP TABLE search_staged ON COMMIT DROP AS SELECT {columns} FROM search_entry LIMIT 0"  # noqa: S608
            )
        with cursor.copy(f"COPY {target} ({columns}) FROM STDIN") as copy:
            for row, _ in rows:
                copy.write_row(row)
        if not fresh:
            source = f"SELECT {columns} FROM search_staged ORDER BY ref, language"  # noqa: S608
            cursor.execute(_INSERT.format(columns=columns, source=source, sets=_SETS))
            cursor.execute("DROP TABLE search_staged")
    new = set().union(*(vocabulary for _, vocabulary in rows)) - known
    _learn(new)
    known |= new


_INDEXES = {
    WORDS_INDEX: "search_entry USING gin (words) WITH (fastupdate = off)",
    VOCABULARY_INDEX: "search_vocabulary USING gin (fold gin_trgm_ops)",
}


@contextmanager
def rebuilding() -> Iterator[None]:
    """Around a load of hundreds of thousands: the word indexes are dropped first and built once after.

    Search is slow in between, not wrong. The indexes come back when the load fails too; after a kill, `mend()` builds
    them.
    """
    drop()
    try:
        yield
    finally:
        mend()


def drop() -> None:
    """Drop the word indexes; `mend()` builds them again."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS " + ", ".join(_INDEXES))


def mend() -> list[str]:
    """Build the word indexes that are missing; returns their names. A million documents take minutes."""
    built = []
    with connection.cursor() as cursor:
        for name, definition in _INDEXES.items():
            cursor.execute("SELECT to_regclass(%s) IS NULL", [name])
            if cursor.fetchone()[0]:
                cursor.execute("SET maintenance_work_mem = '1GB'")
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {definition}")
                cursor.execute("RESET maintenance_work_mem")
                built.append(name)
    return built


def refresh_shares() -> int:
    """Take anew how common the common lexemes are, from a sample; returns their number. For a job, a few seconds.

    Wrong shares make a search slower or its cut earlier, never its rows wrong.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_entry")
        (entries,) = cursor.fetchone()
        percent = min(100.0, 100.0 * SAMPLE / entries) if entries else 100.0
        sample = f"SELECT words FROM search_entry TABLESAMPLE BERNOULLI ({percent:.4f}) REPEATABLE (1)"  # noqa: S608
        cursor.execute(f"SELECT count(*) FROM ({sample}) AS s")  # noqa: S608
        (seen,) = cursor.fetchone()
        cursor.execute("LOCK TABLE search_share IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM search_share")
        cursor.execute(
            "INSERT INTO search_share (lexeme, share) SELECT word, ndoc::float8 / %s FROM ts_stat(%s)"
            " WHERE ndoc >= %s AND length(word) <= 80 AND left(word, 1) <> '='",
            [max(seen, 1), sample, max(COMMON * seen, 1)],
        )
        common = cursor.rowcount
        cursor.execute("INSERT INTO search_share (lexeme, share) VALUES ('', %s)", [float(entries)])
    return common


def refresh_vocabulary() -> int:
    """Count in how many entries each word stands, forget words of none, learn missing ones; returns how many there are.

    Reads the whole index: for a nightly job.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute(
            "CREATE TEMP TABLE search_counted ON COMMIT DROP AS SELECT substr(word, 2) AS word, ndoc AS docs"
            " FROM ts_stat('SELECT words FROM search_entry') WHERE left(word, 1) = '=' AND length(word) > 3"
        )
        cursor.execute(
            "UPDATE search_vocabulary v SET docs = c.docs FROM search_counted c"
            " WHERE c.word = v.word AND v.docs <> c.docs"
        )
        cursor.execute(
            "DELETE FROM search_vocabulary v WHERE NOT EXISTS (SELECT 1 FROM search_counted c WHERE c.word = v.word)"
        )
        # Words lost between two writers, or put in bulk before the vocabulary was there.
        cursor.execute(
            "INSERT INTO search_vocabulary (word, fold, docs) SELECT c.word, translate(c.word, %s, %s), c.docs"
            " FROM search_counted c WHERE c.word !~ '^[0-9]+$' AND length(c.word) <= 64 AND c.word <> ALL(%s)"
            " ON CONFLICT DO NOTHING",
            [*FOLDED_LETTERS, sorted(STOPWORDS)],
        )
        cursor.execute("SELECT count(*) FROM search_vocabulary")
        return int(cursor.fetchone()[0])
