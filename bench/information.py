"""Open Dialogue and access to information at the size of a nation: desk, body, supervision, search, yearly report.

    DATABASE_URL=postgresql://… python bench/information.py [--questions 36700] [--fold 10] [--from DATABASE]
        [--times 60] [--keep] [--database NAME --database NAME … [--no-report]]

Makes a nation of `--questions` questions and, in the same share, requests (604,000 to 367,000) in a database of its
own, or takes a copy of the one that `--from` names; measures; then folds its cases `--fold` times inside the database
(each case, term, event, text and index entry again under new ids, of the same bodies) and measures again, so that each
page stands twice with its growth. `--database` measures such databases as they are, one after the other.
Pages are whole requests through every middleware, without a network; PostgreSQL
works without parallel workers, so that the processor time is whole. Prints tab-separated: size, page, queries, p50 and
p95 by the clock, p50 and p95 of processor time in Python and PostgreSQL together, limit. Exit code 1 when the processor
time of a page's p95 is over its limit: the clock is of this machine's other work too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from folding import fold
from ground import ROOT, Clock, database, figure, heading, megabytes, say, timed, use

FULL = 367_000
DESK, SEARCH, PAGE, SUPERVISION = 100.0, 100.0, 100.0, 1000.0
WORDS = {"kk": "жол жөндеу актілері", "ru": "ремонт улицы подрядчик"}
Page = tuple[str, Callable[[], Any], float]


class Measured:
    """Prints each page once for each size and remembers the processor time, for the growth."""

    def __init__(self, times: int) -> None:
        self.times, self.over = times, 0
        self.found: dict[str, list[float]] = {}

    def page(self, size: str, name: str, run: Callable[[], Any], limit: float) -> None:
        """Measure one page."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        run()
        with CaptureQueriesContext(connection) as seen:
            run()
        queries = len(seen)  # the next request empties the list
        clock, work = timed(run, self.times if limit < SUPERVISION else max(self.times // 6, 5))
        (half, high), (own, own_high) = (
            (statistics.median(taken), statistics.quantiles(taken, n=20)[18]) for taken in (clock, work)
        )
        self.over += own_high > limit
        self.found.setdefault(name, []).append(own)
        figure(size, name, queries, half, high, own, own_high, int(limit), "OVER" if own_high > limit else "")

    def grown(self) -> None:
        """Print how the pages grew."""
        figure("growth", "processor p50 ms", "at both sizes", "times")
        for name, taken in self.found.items():
            if len(taken) > 1:
                figure("growth", name, taken[0], taken[-1], taken[-1] / max(taken[0], 0.1))


def pages() -> list[Page]:
    """What is measured: addresses of the nation in the database."""
    from django.db.models import Count
    from django.test import Client

    from jariya.kernel.bodies.models import Region
    from jariya.kernel.lifecycle.models import Case, Obligation
    from jariya.portals.requests.models import Request
    from jariya.portals.requests.report.models import Report

    def at(handle: str) -> Client:
        client = Client()
        assert client.post("/kk/sign-in/demo/", {"handle": handle}).status_code == 302
        return client

    def get(path: str, client: Client | None = None) -> Callable[[], None]:
        reader = client or Client()

        def run() -> None:
            answer = reader.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            b"".join(answer) if answer.streaming else answer.content

        return run

    officer, supervisor = at("demo-officer-1"), at("demo-supervisor")
    running = Obligation.objects.running().filter(body__slug="ulgi-ministry", duty_of="body").order_by("due_on", "id")
    middle = running.select_related("case")[running.count() // 2]
    after = quote(f"{middle.due_on}_{middle.case.public_id}_{middle.kind}")
    late = Case.objects.filter(kind="question", body__slug="ulgi-ministry").values("opened_on__year")
    year = late.annotate(n=Count("pk")).order_by("-n")[0]["opened_on__year"]
    shown = Request.objects.visible_to(None).filter(published_on__isnull=False).select_related("case__body")
    one = shown.filter(outcome="partly").order_by("-published_on", "-case_id")[50]
    deep = shown.order_by("-published_on", "-case_id")[5_000]
    deep_key = quote(f"{deep.published_on}_{deep.case.public_id}")
    region = Region.objects.filter(pk__in=shown.values("region")).order_by("pk").first()
    asker = Case.objects.filter(kind="request", person__invented=True).values("person").annotate(n=Count("pk"))
    figure("of them", "running duties of the busiest ministry", running.count(), "requests published", shown.count(),
           "most of one person", asker.order_by("-n")[0]["n"])  # fmt: skip
    q, r, body = "/kk/questions/", "/kk/requests/", "/kk/bodies/ulgi-ministry/"
    found: list[Page] = [
        (f"desk {query or '(all)'}", get(f"/kk/desk/{query}", officer), DESK)
        for query in ("", "?whose=mine", "?whose=untaken", "?when=late", "?when=later", "?kind=publish",
                      "?whose=untaken&when=late&kind=answer")
    ]  # fmt: skip
    found += [
        ("desk, in the middle", get(f"/kk/desk/?after={after}", officer), DESK),
        ("a case at the desk", get(f"/kk/desk/{middle.case.public_id}/", officer), DESK),
        ("desk of a supervisor", get("/kk/desk/", supervisor), DESK),
        ("late of one body, for a supervisor", get("/kk/desk/?when=late&body=ulgi-ministry", supervisor), DESK),
        ("supervision of all bodies", get("/kk/desk/supervision/", supervisor), SUPERVISION),
        ("body", get(body), PAGE),
        ("body, punctuality", get(f"{body}punctuality/"), PAGE),
        ("body, figures of questions", get(f"{q}figures/ulgi-ministry/?year={year}"), SUPERVISION),
        ("body, cases behind a figure", get(f"{q}figures/ulgi-ministry/late/?year={year}"), SUPERVISION),
        ("questions", get(q), PAGE),
        ("questions, search", get(f"{q}search/?q={quote(WORDS['kk'])}"), SEARCH),
        ("requests", get(r), PAGE),
        ("requests, deep", get(f"{r}?after={deep_key}"), PAGE),
    ]
    facets = {
        "body": "body=ulgi-ministry", "subject": "subject=transport", "outcome": "outcome=refused",
        "ground": "ground=protected_secret", "region": f"region={region.code}" if region else "year=2026",
        "year": "year=2026", "subject and ground": "subject=law&ground=official_use",
        "all facets": "body=ulgi-ministry&subject=business&outcome=refused&ground=protected_secret&year=2026",
        "facets of nothing": "subject=environment&outcome=refused&ground=state_secret",
    }  # fmt: skip
    found += [(f"requests by {name}", get(f"{r}?{query}"), PAGE) for name, query in facets.items()]
    found += [
        (f"requests, search {lang}", get(f"/{lang}/requests/?q={quote(words)}"), SEARCH)
        for lang, words in WORDS.items()
    ]
    found += [
        ("requests, search with facets", get(f"{r}?q={quote(WORDS['kk'])}&subject=transport&outcome=partly"), SEARCH),
        ("search over all", get(f"/ru/search/?q={quote(WORDS['ru'])}"), SEARCH),
        ("a request", get(f"{r}{one.case.public_id}/"), PAGE),
        ("requests of an editorial office", get("/kk/editorial/ulgi-habary/"), PAGE),
        ("front", get("/kk/"), PAGE),
    ]
    if report := Report.objects.filter(state="signed").order_by("-pk").first():
        there = f"/kk/access-reports/{report.year}/"
        rows = f"{there}{report.edition}/rows/"
        found += [
            ("yearly report", get(there), PAGE),
            ("yearly report, all bodies", get(f"{there}?bodies=all"), SUPERVISION),
            ("rows behind a figure of one body", get(f"{rows}?by=body&key=ulgi-ministry&measure=late"), SUPERVISION),
            ("rows behind a figure of all", get(f"{rows}?by=all&key=&measure=ground:official_use"), SUPERVISION),
        ]
    return found


def report(size: str, now: dt.datetime) -> None:
    """Freeze the year's report as its desk does, and rebuild it from its published files."""
    from django.test import Client

    from jariya.kernel.bodies.models import Body
    from jariya.kernel.lifecycle.engine import legal_day
    from jariya.kernel.people.models import Person
    from jariya.kernel.people.queries import bodies_of
    from jariya.portals.requests.report import actions
    from jariya.portals.requests.report.desk import MAKERS
    from jariya.portals.requests.report.models import Report, ReportFigure

    by = Person.objects.get(handle="demo-supervisor")
    body = Body.objects.get(pk=min(bodies_of(by, day=legal_day(now), kinds=MAKERS)))
    clock = Clock()
    made = actions.freeze(year=now.year, body=body, by=by, now=now, why="the same again at another size")
    wall, cpu = clock.read()
    figure(
        size,
        "report frozen",
        "rows",
        made.rows,
        "figures",
        ReportFigure.objects.filter(report=made).count(),
        "seconds",
        wall,
        "Python",
        cpu,
    )
    Report.objects.filter(year=made.year, state="signed").update(state="superseded")
    Report.objects.filter(pk=made.pk).update(state="signed", signed_at=now)
    client = Client()
    with tempfile.TemporaryDirectory() as folder:
        there, clock = Path(folder), Clock()
        base = f"/access-reports/{made.year}/{made.edition}"
        packed = b"".join(client.get(f"{base}/rows.csv.gz"))  # type: ignore[arg-type]
        (there / "rows.csv.gz").write_bytes(packed)
        (there / "report.json").write_bytes(client.get(f"{base}/report.json").content)
        (there / "findings.csv.gz").write_bytes(b"".join(client.get(f"{base}/findings.csv.gz")))  # type: ignore[arg-type]
        figure(size, "report's files", "packed megabytes", len(packed) / 2**20, "seconds", clock.read()[0])
        clock = Clock()
        script = ROOT / "src/jariya/portals/requests/report/recompute_report.py"
        files = [str(there / name) for name in ("rows.csv.gz", "report.json", "findings.csv.gz")]
        done = subprocess.run([sys.executable, str(script), *files], capture_output=True, text=True)
        wall, cpu = clock.read()
        figure(size, "recompute_report.py", done.stdout.strip().splitlines()[-1], "seconds", wall, "processor", cpu)
        if done.returncode:
            sys.exit(done.stdout + done.stderr)
        lines = gzip.decompress(packed).count(b"\n") - 1
        assert lines == json.loads((there / "report.json").read_text())["rows"], lines


def measure(size: str, measured: Measured, now: dt.datetime, *, with_report: bool = True) -> None:
    """All measures of the database in use; without those of the yearly report where it is there already."""
    from jariya.kernel.lifecycle.models import Case, Event, Obligation

    figure("size", size, "questions", Case.objects.filter(kind="question").count(), "requests",
           Case.objects.filter(kind="request").count(), "terms", Obligation.objects.count(), "running",
           Obligation.objects.running().count(), "events", Event.objects.count(), "megabytes", megabytes())  # fmt: skip
    if with_report:
        report(size, now)
    figure("size", "page", "queries", "clock p50 ms", "p95", "processor p50 ms", "p95", "limit")
    for name, run, limit in pages():
        measured.page(size, name, run, limit)


def _as_they_are(names: list[str], measured: Measured, *, with_report: bool) -> None:
    """Measure databases that hold the same nation at several sizes: what is read once of the law and the bodies stays
    true for all of them."""
    use(names[0])
    from django.db import connection
    from django.test.utils import override_settings
    from django.utils import timezone

    with override_settings(ALLOWED_HOSTS=["*"]):
        for name in names:
            connection.close()
            connection.settings_dict["NAME"] = name
            measure(name, measured, timezone.now(), with_report=with_report)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=FULL // 10)
    parser.add_argument("--fold", type=int, default=10)
    parser.add_argument("--from", dest="given", metavar="DATABASE", help="copy this one instead of making a nation")
    parser.add_argument("--database", action="append", help="measure these alone, as they are; they stay")
    parser.add_argument("--no-report", action="store_true", help="with --database: do not freeze the yearly report")
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--keep", action="store_true", help="leave the database")
    options = parser.parse_args()
    os.environ["PGOPTIONS"] = "-c max_parallel_workers_per_gather=0"
    heading()
    measured = Measured(options.times)
    if options.database:
        _as_they_are(options.database, measured, with_report=not options.no_report)
        measured.grown()
        return 1 if measured.over else 0
    given = options.given
    with database("information", keep=options.keep, template=given or "template0"):
        from django.test.utils import override_settings
        from django.utils import timezone

        from jariya.project import full_nation, nation

        now = timezone.now()
        if not given:
            clock = Clock()
            nation.load_ground(now=now, say=say)
            nation.make_small(now=now, seed=1, say=say)
            full_nation.make(now=now, seed=1, say=say, questions=options.questions)
            figure("nation", options.questions, "seconds, processor of Python", *clock.read())
        with override_settings(ALLOWED_HOSTS=["*"]):
            measure("one", measured, now)
            if options.fold > 1:
                fold(options.fold)
                measure(f"{options.fold}-fold", measured, now)
    measured.grown()
    return 1 if measured.over else 0


if __name__ == "__main__":
    sys.exit(main())
