"""Does the desk of the busiest body open under 100 ms (p95), does a law edit show what it moves within a second
and reach every running term within a minute?

    DATABASE_URL=postgresql://… python bench/desk.py [--own 50000] [--all 1000000] [--times 100] [--keep]

Makes its own database beside the named one (`…_desk_bench`): `--own` running obligations of one invented body,
`--all` running ones of all bodies together, written by COPY-like inserts (their cases carry no texts: no page here
reads any). Pages are whole requests through every middleware, signed in, without a network. Prints tab-separated:
page, p50, p95, limit, processor time (what remains on a machine without other work); exit code 1 when a page is over
its limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from ground import timed

PAGE_LIMIT = 100.0
PREVIEW_LIMIT = 1000.0
SPREAD_LIMIT = 60.0
NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)


def database() -> str:
    """Make the database anew; its address."""
    from urllib.parse import urlsplit, urlunsplit

    import psycopg

    parts = urlsplit(os.environ["DATABASE_URL"])
    name = f"{parts.path.lstrip('/')}_desk_bench"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(parts._replace(path=f"/{name}"))


def fill(own: int, everything: int) -> None:
    """Cases with two running duties each: those of one ministry, and those of the other invented bodies."""
    from django.core.management import call_command
    from django.db import connection

    from jariya.kernel.bodies.load import load_bodies, load_invented
    from jariya.kernel.bodies.models import Body
    from jariya.kernel.law.loader import load_law
    from jariya.kernel.law.queries import law_now
    from jariya.kernel.people.demo import load_demo_people
    from jariya.kernel.people.models import Person

    call_command("migrate", verbosity=0)
    load_law("kz", now=NOW)
    load_bodies("kz")
    load_invented()
    load_demo_people(NOW)
    law = law_now()
    today = law.calendar.legal_day(NOW)
    ministry = Body.objects.get(slug="ulgi-ministry")
    others = list(Body.objects.filter(invented=True).exclude(pk=ministry.pk).values_list("pk", flat=True))
    officer, second, citizen = (
        Person.objects.get(handle=f"demo-{name}").pk for name in ("officer-1", "officer-2", "citizen-1")
    )
    kinds = {"answer": law.norms.at(today)["question.answer"], "forward": law.norms.at(today)["question.forward"]}
    starts = [today - dt.timedelta(days=n) for n in range(60)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE due (kind text, n int, start date, due date, value int, unit text, key text)")
        for kind, norm in kinds.items():
            cursor.executemany(
                "INSERT INTO due VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [
                    (kind, n, day, norm.ends(day, law.calendar).day, norm.count, norm.unit, norm.key)
                    for n, day in enumerate(starts)
                ],
            )
        # A third is prepared by officer 1, a third by officer 2, the rest by nobody.
        cursor.execute(
            "INSERT INTO lifecycle_case (public_id, kind, state, body_id, person_id, language, opened_at, opened_on,"
            " visibility, sealed, assignee_id, version) SELECT 'Q2026-' || lpad(upper(to_hex(g)), 8, '0') || '-0',"
            " 'question', CASE WHEN g %% 3 = 0 THEN 'registered' ELSE 'assigned' END,"
            " CASE WHEN g <= %(own)s THEN %(ministry)s ELSE (%(others)s::bigint[])[1 + g %% %(count)s] END,"
            " %(citizen)s,"
            " 'kk', %(now)s, %(today)s::date - (g %% 60), 'parties', false,"
            " CASE g %% 3 WHEN 0 THEN NULL WHEN 1 THEN %(officer)s::bigint ELSE %(second)s::bigint END, 1"
            " FROM generate_series(1, %(cases)s) g",
            {
                "own": own // 2, "cases": everything // 2, "ministry": ministry.pk, "others": others,
                "count": len(others), "citizen": citizen, "officer": officer, "second": second, "now": NOW,
                "today": today,
            },
        )  # fmt: skip
        cursor.execute(
            "INSERT INTO lifecycle_obligation (case_id, body_id, assignee_id, kind, duty_of, public, norm_key, value,"
            " unit, started_on, due_on, edition) SELECT c.id, c.body_id, c.assignee_id, due.kind, 'body', true,"
            " due.key, due.value, due.unit, due.start, due.due, %s FROM lifecycle_case c"
            " JOIN due ON due.n = %s::date - c.opened_on",
            [law.calendar.edition, today],
        )
        cursor.execute(
            "INSERT INTO correspondence_letter (case_id, number, year, received_at, registered_on, first_registered_on,"
            " digest, channel, identity, hops) SELECT id, id, 2026, opened_at, opened_on, opened_on, '', 'web',"
            " 'phone', 0 FROM lifecycle_case WHERE body_id = %s",
            [ministry.pk],
        )
        # Some complaints for the supervisor.
        cursor.execute(
            "INSERT INTO lifecycle_obligation (case_id, body_id, kind, duty_of, public, norm_key, value, unit,"
            " started_on, due_on, edition) SELECT id, body_id, 'complaint', 'supervisor', true, 'question.complaint',"
            " 10, 'working_day', opened_on, opened_on + 14, %s FROM lifecycle_case WHERE id %% 500 = 0",
            [law.calendar.edition],
        )
        cursor.execute("VACUUM ANALYZE")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--own", type=int, default=50_000)
    arguments.add_argument("--all", type=int, default=1_000_000)
    arguments.add_argument("--times", type=int, default=100)
    arguments.add_argument("--keep", action="store_true")
    asked = arguments.parse_args()
    os.environ.update(JARIYA_MODE="demo", DJANGO_SETTINGS_MODULE="jariya.project.settings", DATABASE_URL=database())

    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import override_settings
    from django.utils import timezone

    from jariya.kernel.law.edits import calendar_changed
    from jariya.kernel.law.queries import current_calendar
    from jariya.kernel.lifecycle import moves

    timezone.now = lambda: NOW  # type: ignore[assignment]
    start = time.perf_counter()
    fill(asked.own, asked.all)
    print(f"filled\t{asked.all:,} running terms, {asked.own:,} of one body\t{time.perf_counter() - start:.0f} s")

    def at(name: str) -> Client:
        client = Client()
        assert client.post("/kk/sign-in/demo/", {"handle": f"demo-{name}"}).status_code == 302
        return client

    over = 0

    def show(name: str, run: Callable[[], Any], limit: float, times: int) -> None:
        nonlocal over
        said = []
        for taken in timed(run, times):
            parts = statistics.quantiles(taken, n=20)
            said.append((statistics.median(taken), parts[18]))
        (median, high), (work, work_high) = said
        over += high > limit
        print(
            f"{name}\tp50 {median:.1f} ms\tp95 {high:.1f} ms\tlimit {limit:.0f} ms"
            f"\tprocessor p50 {work:.1f} ms p95 {work_high:.1f} ms",
            flush=True,
        )

    def page(client: Client, path: str) -> Callable[[], None]:
        def run() -> None:
            assert client.get(path).status_code == 200, path

        return run

    with override_settings(ALLOWED_HOSTS=["*"]):
        officer, supervisor = at("officer-1"), at("supervisor")
        for path in (
            "", "?whose=mine", "?whose=untaken", "?when=late", "?when=today", "?when=later&kind=forward",
            "?whose=mine&kind=forward&when=late",
        ):  # fmt: skip
            show(f"desk {path or 'all'}", page(officer, f"/kk/desk/{path}"), PAGE_LIMIT, asked.times)
        following = "?after=" + _middle()
        show("desk, in the middle", page(officer, f"/kk/desk/{following}"), PAGE_LIMIT, asked.times)
        show("desk of a supervisor", page(supervisor, "/kk/desk/"), PAGE_LIMIT, asked.times)
        show("late of one body", page(supervisor, "/kk/desk/?when=late&body=ulgi-ministry"), PAGE_LIMIT, asked.times)
        show("supervision", page(supervisor, "/kk/desk/supervision/"), PREVIEW_LIMIT, 10)
        calendar = current_calendar()
        change = {"kind": "holiday", "holiday": next(iter(calendar.names)), "source": "x"}
        after = calendar_changed(calendar, [{"day": "2026-04-06", "mark": change, "was": None}], calendar.edition + 1)
        print(f"preview\t{moves.by_calendar(after)}")
        show("preview of a calendar edit", lambda: moves.by_calendar(after), PREVIEW_LIMIT, 5)
        over += not _spread()
    connection.close()
    if not asked.keep:
        import psycopg

        name = os.environ["DATABASE_URL"].rpartition("/")[2]
        with psycopg.connect(os.environ["DATABASE_URL"].rpartition("/")[0] + "/postgres", autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    return 1 if over else 0


def _spread() -> bool:
    """Approve an edit of the calendar and bring every running term to it, digests too; whether within the limit."""
    from jariya.kernel.law import actions
    from jariya.kernel.law.queries import current_calendar
    from jariya.kernel.lifecycle.models import DueChange
    from jariya.kernel.notices.models import Digest
    from jariya.office.law.spreading import spread

    name = next(iter(current_calendar().names))
    mark = {"kind": "holiday", "holiday": name, "source": "x"}
    changes = [{"day": day, "mark": mark, "was": None} for day in ("2026-02-10", "2026-04-06")]
    edit = actions.propose_calendar_edit(changes=changes, reason="bench", by="person:1", now=NOW)
    actions.approve_calendar_edit(edit=edit.pk, by="person:2", now=NOW, jurisdiction="kz")
    start = time.perf_counter()
    spread(now=NOW)
    taken = time.perf_counter() - start
    print(
        f"an edition reaches every term\t{DueChange.objects.count():,} due days moved,"
        f" {Digest.objects.count():,} people told\t{taken:.1f} s\tlimit {SPREAD_LIMIT:.0f} s"
    )
    return taken < SPREAD_LIMIT


def _middle() -> str:
    from jariya.kernel.lifecycle.models import Obligation

    row = Obligation.objects.filter(body__slug="ulgi-ministry").select_related("case").order_by("due_on", "id")[20_000]
    return f"{row.due_on}_{row.case.public_id}_{row.kind}"


if __name__ == "__main__":
    sys.exit(main())
