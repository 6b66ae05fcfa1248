"""A nation made larger inside the database: each case again under new ids, with all its rows.

Ten times as many cases in a quarter of the time that a nation takes to be made: of the same bodies, in the same words,
on the same days. Good for measuring pages; not for measuring how words differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ground import Clock, figure, say

SHIFTED = {
    "lifecycle_case": "case", "lifecycle_obligation": "obligation", "correspondence_wording": "wording",
    "record_log": "log",
}  # fmt: skip
"""Tables whose ids others name."""
NAMED = {
    **dict.fromkeys(("case_id", "parent_id", "merged_into_id", "moved_to_id", "child_id"), "case"),
    "obligation_id": "obligation",
    "log_id": "log",
    **dict.fromkeys(("reason_id", "severed_id", "harm_id", "whole_id", "note_id"), "wording"),
}


def fold(times: int, *, kinds: Sequence[str] = ("question", "request"), tables: Sequence[str] | None = None) -> None:
    """Every case of these kinds again `times - 1` times, with all its rows, and the word index anew.

    Args:
        tables: what hangs on a case, itself first; None: what questions and requests have.
    """
    from django.db import connection

    from jariya.kernel.lifecycle import ids
    from jariya.kernel.lifecycle.copying import copy_rows
    from jariya.kernel.lifecycle.models import Case
    from jariya.kernel.search import actions as index
    from jariya.portals.dialogue.simulate import copying as questions
    from jariya.portals.requests.simulate import copying as requests
    from jariya.project.full_nation import token_of

    if tables is None:
        tables = [name for name, _columns in {**questions.TABLES, **requests.TABLES}.values()]
    clock = Clock()
    with connection.cursor() as cursor:
        # Rows of a copy name nothing that its original does not: checks and triggers would only repeat theirs.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DROP TABLE IF EXISTS twin")
        cursor.execute("CREATE TEMP TABLE twin (case_id bigint, place int, public_id text)")
        cases = list(Case.objects.filter(kind__in=kinds).values_list("pk", "public_id"))

        def twins() -> Iterator[tuple[int, int, str]]:
            number = (1 << 36) + len(cases)  # a second folding goes on behind the first
            for place in range(1, times):
                for pk, public_id in cases:
                    number += 1
                    yield pk, place, ids.new(public_id[0], int(public_id[1:5]), token_of(0, number))

        copy_rows("twin", ("case_id", "place", "public_id"), twins())
        cursor.execute("CREATE UNIQUE INDEX ON twin (place, case_id)")
        cursor.execute("ANALYZE twin")
        spans = {}
        for table, name in SHIFTED.items():
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608
            spans[name] = cursor.fetchone()[0]
        index.drop()
        for table in [*tables, "search_entry"]:
            for place in range(1, times):
                cursor.execute(_again(cursor, table, spans), {"place": place, "last": spans["case"]})
            say(f"  {table} {clock.read()[0]:.0f} s")
        for table in [*SHIFTED, "correspondence_point", "lifecycle_event"]:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )
        cursor.execute("UPDATE requests_information SET count = count * %s", [times])
        cursor.execute("SET session_replication_role = DEFAULT")
        for table in [*tables, "search_entry", "requests_information"]:
            cursor.execute(f'VACUUM ANALYZE "{table}"')
    figure("folded", f"{times} times", "seconds", clock.read()[0])
    clock = Clock()
    index.mend()
    index.refresh_shares()
    figure("word indexes of the search", "seconds", clock.read()[0])


def _again(cursor: Any, table: str, spans: dict[str, int]) -> str:
    """INSERT … SELECT of a table's rows for one place: ids moved on, public ids from `twin`."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
        " ORDER BY ordinal_position",
        [table],
    )
    columns = [name for (name,) in cursor.fetchall()]
    said: dict[str, str] = {}
    for name in columns:
        if name == "id":
            if table in SHIFTED:
                said[name] = f"s.id + %(place)s * {spans[SHIFTED[table]]}::bigint"
        elif name in NAMED:
            said[name] = f"s.{name} + %(place)s * {spans[NAMED[name]]}::bigint"
        else:
            said[name] = f's."{name}"'
    case = {"lifecycle_case": "s.id", "record_log": "0"}.get(table, "s.case_id")
    source = f"{table} s JOIN twin t ON t.case_id = {case} AND t.place = %(place)s"
    where = f"{case} <= %(last)s"
    if table == "lifecycle_case":
        said["public_id"] = "t.public_id"
    elif table == "lifecycle_duechange":
        source = (
            f"{table} s JOIN lifecycle_obligation o ON o.id = s.obligation_id"
            " JOIN twin t ON t.case_id = o.case_id AND t.place = %(place)s"
        )
        where = "o.case_id <= %(last)s"
    elif table == "petitions_petition":
        said["number"] = said["number_year"] = "NULL"  # of a register of its body, where each is once
    elif table == "record_log":
        # Names of logs follow from public ids.
        source = f"{table} s JOIN collecting_collection c ON c.log_id = s.id JOIN twin t ON t.case_id = c.case_id"
        where = "t.place = %(place)s AND c.case_id <= %(last)s"
        said["name"], said["origin"] = "lower(t.public_id)", "s.origin || '-' || lower(t.public_id)"
    elif table == "search_entry":
        case = "substr(s.ref, 6)::bigint"
        source = f"(SELECT * FROM {table} WHERE ref LIKE 'case:%%') s JOIN twin t ON t.case_id = {case}"
        where = f"t.place = %(place)s AND {case} <= %(last)s"
        said["ref"] = f"'case:' || ({case} + %(place)s * {spans['case']}::bigint)"
        said["url_args"] = "jsonb_build_array(t.public_id)"
    order = " ORDER BY s.id" if table == "lifecycle_event" else ""
    names = ", ".join(f'"{name}"' for name in said)
    return f"INSERT INTO {table} ({names}) SELECT {', '.join(said.values())} FROM {source} WHERE {where}{order}"  # noqa: S608
