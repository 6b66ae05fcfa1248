"""How fast are budget reports read, checked and shown, at the real capture and at ten million amounts?

    DATABASE_URL=postgresql://… python bench/budgets.py [--folder DIR] [--amounts 10000000] [--asks 40] [--keep]
    DATABASE_URL=postgresql://… python bench/budgets.py --database NAME_OF_A_KEPT_ONE [--grow] [--asks 40]

Imports a folder (the shipped extract without one) into a database of its own: files, rows and amounts a second, all
checks and sums included, and the same folder again, which must make nothing. Then asks for each kind of page in this
process, uncached, one reader at a time: wall and processor p50 and p95, and what of it the database took. Then copies
the releases to other years until there are `--amounts` amounts and asks again. Beside it, in the same run, what a cube
without sums written at the import does: GROUP BY over the lines of one release, and over all lines of one cut.
A page's limit is of this process's processor: the clock, beside it, also measures who else uses the machine.
babbage itself, whose words the API speaks, is asked when it can be imported; its parser (grako) does not install on
Python 3.10 and later, so plain GROUP BY, which is what babbage sends, stands in its place.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from ground import ROOT, Clock, database, figure, heading, megabytes, say, use

LIMIT_IMPORT, LIMIT_PAGE, LIMIT_SQL = 60.0, 60.0, 5.0
MEASURES = 8


def load(folder: Path | None) -> bool:
    """Import, once and again; whether the limit was kept."""
    from django.utils import timezone

    from jariya.kernel.bodies.load import load_bodies, load_invented
    from jariya.kernel.law.loader import load_law
    from jariya.portals.budgets.importing import Source
    from jariya.portals.budgets.models import Check, Line
    from jariya.portals.budgets.simulate import small
    from jariya.project.budgets_nation import load_folder

    load_law("kz", now=timezone.now())
    load_bodies("kz")
    load_invented()
    clock = Clock()
    if folder:
        load_folder(folder, now=timezone.now(), say=say, source=Source("bench"))
    else:
        small.make(now=timezone.now(), say=say)
    wall, cpu = clock.read()
    rows = Line.objects.count()
    figure("import", f"{rows:,} rows", f"{rows * MEASURES:,} amounts", f"{wall:.1f} s", f"{cpu:.1f} s processor here")
    figure("rows a second", rows / wall)
    figure("findings", Check.objects.count())
    clock = Clock()
    if folder:
        load_folder(folder, now=timezone.now(), say=say, source=Source("bench"))
    figure("the same again", f"{clock.read()[0]:.1f} s", "new rows", Line.objects.count() - rows)
    return wall < LIMIT_IMPORT


def grow(amounts: int) -> None:
    """Copy all releases to other years until there are so many amounts."""
    from django.db import connection

    from jariya.portals.budgets.models import Line

    one = Line.objects.count() * MEASURES
    copies = max(0, -(-amounts // one) - 1)
    tables = {
        "budgets_budget": {"id": "id + {o}", "slug": "slug || '-{k}'", "year": "year - {k} * 10"},
        "budgets_release": {"id": "id + {o}", "key": "key || '-{k}'", "budget_id": "budget_id + {o}",
                            "supersedes_id": "NULL::bigint"},
        "budgets_period": {"id": "id + {o}", "release_id": "release_id + {o}", "budget_id": "budget_id + {o}"},
        "budgets_line": {"id": "id + {o}", "release_id": "release_id + {o}"},
        "budgets_rollup": {"id": "id + {o}", "release_id": "release_id + {o}"},
        "budgets_check": {"id": "id + {o}", "release_id": "release_id + {o}", "other_id": "other_id + {o}"},
        "budgets_mention": {"id": "id + {o}", "release_id": "release_id + {o}"},
    }  # fmt: skip
    with connection.cursor() as cursor:
        for k in range(1, copies + 1):
            for table, changed in tables.items():
                cursor.execute(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
                    " AND table_schema = 'public' ORDER BY ordinal_position", [table]
                )  # fmt: skip
                columns = [row[0] for row in cursor.fetchall()]
                made = [changed.get(name, f'"{name}"').format(o=k * 10_000_000, k=k) for name in columns]
                names = ", ".join(f'"{name}"' for name in columns)
                cursor.execute(
                    f"INSERT INTO {table} ({names}) SELECT {', '.join(made)} FROM {table} WHERE id < 10000000"
                )
            say(f"  {k} of {copies} copies")
        cursor.execute("ANALYZE")
    figure("amounts now", Line.objects.count() * MEASURES, f"{megabytes():,.0f} MB")


def addresses() -> list[tuple[str, list[str]]]:
    """What is asked for, by kind."""
    from jariya.portals.budgets.models import Budget, Release, Rollup

    slugs = list(Budget.objects.filter(releases__cut="full").distinct().order_by("pk").values_list("slug", flat=True))
    slugs = slugs[:: max(1, len(slugs) // 20)]
    keys = list(Release.objects.filter(cut="full").order_by("pk").values_list("key", flat=True))
    keys = keys[:: max(1, len(keys) // 20)]
    places = []
    for slug in slugs[:10]:
        found = Rollup.objects.filter(release__budget__slug=slug, release__cut="full", parts__gt=1)
        for month, path in found.order_by("-month", "number").values_list("month", "node__path")[:6]:
            places.append(f"/kk/budgets/{slug}/full/?month={month}&at={path}")
    years = sorted(set(Budget.objects.values_list("year", flat=True)))[-3:]
    return [
        ("list of budgets", [f"/kk/budgets/?year={year}" for year in years]),
        ("a budget", [f"/kk/budgets/{slug}/" for slug in slugs]),
        ("drill-down", places),
        ("in plain words", [f"/kk/budgets/{slug}/plain/{step}" for slug in slugs[:5] for step in ("", "changes/")]),
        ("the game", [f"/kk/budgets/{slug}/balance/?g4=5" for slug in slugs[:10]]),
        ("an embedded drawing", [f"/kk/budgets/embed/areas/?budget={slug}&at=II" for slug in slugs[:10]]),
        ("by administrators", [f"/kk/budgets/{slug}/administrators/" for slug in slugs]),
        ("comparison", [f"/kk/budgets/compare/?year={year}&at=II/4" for year in years]),
        ("checks", ["/kk/budgets/checks/", "/kk/budgets/checks/?rule=tree_sum"]),
        ("a release", [f"/kk/budgets/releases/{key}/" for key in keys]),
        ("a finding", [f"/kk/budgets/releases/{key}/checks/1/" for key in keys]),
        ("search", ["/kk/budgets/search/?q=образование", "/kk/budgets/search/?q=примерные"]),
        ("API aggregate", [f"/api/v1/budgets/releases/{key}/aggregate?drilldown=level_1" for key in keys]),
    ]


def ask(asks: int) -> bool:
    """Each kind of page; whether the limits of the drill-down were kept."""
    from django.db import connection
    from django.test import Client

    client, kept = Client(), True
    figure("page", "p50 ms", "p95 ms", "p95 processor ms", "SQL p95 ms, with the way there", "in the server", "queries")
    for kind, paths in addresses():
        walls, cpus, sqls, queries = [], [], [], 0
        for at in range(asks + 3):
            spent = [0.0]

            def timed(execute: Any, *args: Any, spent: list[float] = spent) -> Any:
                began = time.perf_counter()
                try:
                    return execute(*args)
                finally:
                    spent[0] += time.perf_counter() - began
                    spent.append(0)

            wall, cpu = time.perf_counter(), time.process_time()
            with connection.execute_wrapper(timed):
                answer = client.get(paths[at % len(paths)])
            if answer.status_code != 200:
                continue
            if at >= 3:
                walls.append((time.perf_counter() - wall) * 1000)
                cpus.append((time.process_time() - cpu) * 1000)
                sqls.append(spent[0] * 1000)
                queries = max(queries, len(spent) - 1)
        if len(walls) < 2:
            continue
        p95 = [quantiles(rows, n=20)[-1] for rows in (walls, cpus, sqls)]
        server = max(in_server(client, path) for path in paths[:5])
        figure(kind, quantiles(walls, n=2)[0], *p95, server, queries)
        if kind == "drill-down":
            kept = p95[1] < LIMIT_PAGE and server <= LIMIT_SQL
    return kept


def in_server(client: Any, path: str) -> float:
    """Milliseconds PostgreSQL itself spends on all queries of a page: EXPLAIN ANALYZE, the best of three."""
    from django.db import connection

    asked: list[tuple[str, Any]] = []

    def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noted):
        client.get(path)
    total = 0.0
    with connection.cursor() as cursor:
        for sql, params in asked:
            best = float("inf")
            for _ in range(3):
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
                best = min(best, cursor.fetchone()[0][0]["Execution Time"])
            total += best
    return total


def beside() -> None:
    """The same drill-down by GROUP BY over lines, without sums written at the import."""
    from django.db import connection

    from jariya.portals.budgets.models import Release

    release = Release.objects.filter(cut="full").order_by("pk").first()
    if release is None:
        return
    leaves = (
        "FROM budgets_line x JOIN budgets_node n ON n.id = x.node_id WHERE NOT EXISTS (SELECT FROM budgets_line c"
        " JOIN budgets_node m ON m.id = c.node_id WHERE c.release_id = x.release_id AND c.month = x.month"
        " AND m.parent_id = x.node_id)"
    )
    queries = {
        "index read of written sums": (
            "SELECT n.path, r.paid FROM budgets_rollup r JOIN budgets_node n ON n.id = r.node_id"
            " WHERE r.release_id = %s AND r.month = %s AND r.parent_id ="
            " (SELECT id FROM budgets_node WHERE cut = 'full' AND path = 'II')"
        ),
        "GROUP BY over one release and month": (
            f"SELECT split_part(n.path, '/', 2), sum(x.paid) {leaves} AND x.release_id = %s AND x.month = %s"
            " AND n.path LIKE 'II/%%' GROUP BY 1"
        ),
        "GROUP BY over all lines of a cut": (
            "SELECT split_part(n.path, '/', 2), x.month, sum(x.paid) FROM budgets_line x"
            " JOIN budgets_node n ON n.id = x.node_id WHERE n.cut = 'full' AND n.depth = 3 AND n.path LIKE 'II/%%'"
            " AND %s > 0 AND %s > 0 GROUP BY 1, 2"
        ),
    }
    try:
        import babbage

        figure("babbage", f"{babbage.__name__} can be imported here: run it beside this")
    except ImportError as error:
        figure("babbage", f"cannot be asked: {error}")
    figure("the same question", "best of 5, ms")
    with connection.cursor() as cursor:
        for name, sql in queries.items():
            best = float("inf")
            for _ in range(5):
                began = time.perf_counter()
                cursor.execute(sql, [release.pk, release.months[-1]])
                cursor.fetchall()
                best = min(best, (time.perf_counter() - began) * 1000)
            figure(name, best)


def main() -> int:
    """Exit with 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    real = ROOT.parent / "shared" / "data" / "budget"
    parser.add_argument("--folder", type=Path, default=real if real.is_dir() else None)
    parser.add_argument("--amounts", type=int, default=10_000_000)
    parser.add_argument("--asks", type=int, default=40)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--database", help="ask in one that a run with --keep left")
    parser.add_argument("--grow", action="store_true", help="bring that one to so many amounts first")
    asked = parser.parse_args()
    heading()
    if asked.database:
        use(asked.database)
        figure("amounts", f"{megabytes():,.0f} MB")
        if asked.grow:
            grow(asked.amounts)
        kept = [ask(asked.asks)]
        beside()
        return 0 if all(kept) else 1
    with database("budgets", keep=asked.keep):
        kept = [load(asked.folder), ask(asked.asks)]
        beside()
        if asked.amounts:
            grow(asked.amounts)
            kept.append(ask(asked.asks))
            beside()
    figure("limits", f"import < {LIMIT_IMPORT:.0f} s, drill-down p95 < {LIMIT_PAGE:.0f} ms, SQL <= {LIMIT_SQL:.0f} ms",
           "kept" if all(kept) else f"MISSED {kept}")  # fmt: skip
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
