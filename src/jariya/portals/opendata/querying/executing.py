"""A question put to DuckDB. Pure: a connection, a table, a question; the answer in values that travel as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from jariya.portals.opendata.querying import compiling, filtering
from jariya.portals.opendata.querying.asking import Ask
from jariya.portals.opendata.querying.filtering import Source
from jariya.portals.opendata.querying.refusals import Misasked
from jariya.portals.opendata.querying.shape import Shape


def parquet(path: Path) -> Source:
    """The canonical Parquet as a table."""
    return Source(f"read_parquet({filtering.literal(str(path))})")


def answered(
    con: duckdb.DuckDBPyConnection, asked: Ask, shape: Shape, source: Source, *, total: int | None = None
) -> dict[str, Any]:
    """Rows, kinds, total and the next token.

    Args:
        total: what is known of it already; otherwise it is counted when it is asked for.

    Raises:
        Misasked: the question cannot be asked.
    """
    keys: tuple[Any, ...] = ()
    if wanted := compiling.anchor(asked, shape, source):
        found = con.execute(*wanted).fetchone()
        if found is None:
            raise Misasked("after.unknown")
        keys = found
    question = compiling.compiled(asked, shape, source, keys=keys)
    rows = con.execute(question.sql, question.parameters).fetchall()
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    following = ""
    if more and rows:
        skipped = question.skipped + len(rows)
        following = compiling.token(asked, shape, row=rows[-1][0] if question.numbered else 0, skipped=skipped)
    if asked.total and total is None:
        total = _total(con, asked, shape, source)
    return {
        "names": question.names,
        "kinds": question.kinds,
        "numbers": [row[0] for row in rows] if question.numbered else [],
        "rows": [row[1:] for row in rows] if question.numbered else rows,
        "total": total if asked.total else None,
        "following": following,
    }


def _total(con: duckdb.DuckDBPyConnection, asked: Ask, shape: Shape, source: Source) -> int:
    wanted = compiling.counted(asked, shape, source)
    if wanted is None:
        return 1 if asked.measures else shape.rows
    found = con.execute(*wanted).fetchone()
    return int(found[0]) if found else 0
