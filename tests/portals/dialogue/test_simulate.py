"""The invented nation: bulk histories equal acted ones, nothing is doubled, nothing hangs on a real body."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.models import Answer, Extension, Forwarding, Letter, Point, Rating, Wording
from jariya.kernel.lifecycle.models import Case, DueChange, Event, Obligation
from jariya.portals.dialogue.conference.models import Carried
from jariya.portals.dialogue.models import Question
from jariya.portals.dialogue.simulate import acted, bulk, cast, chance
from jariya.portals.dialogue.survey.models import Response, Tally
from jariya.project import invented, nation

ROOT = Path(__file__).resolve().parents[3]
NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
SEED = 7
SPOKEN = ("blog_post", "conference", "survey")
HISTORIES = 200


@pytest.fixture
def players(db: None) -> cast.Cast:
    """The invented bodies with officials since 2020 and some citizens."""
    invented.staff(NOW)
    invented.citizens(40, seed=SEED, now=NOW)
    return cast.load()


def rows_of(case: Case) -> dict[str, Any]:
    """Everything written about a case, without ids, salts and digests."""
    parts = {row.pk: row for row in Case.objects.filter(parent=case)}
    names = {case.pk: "parent", case.parent_id: "whole", **dict.fromkeys(parts, "part")}

    def codes(row: Event) -> dict[str, Any]:
        return {name: value for name, value in row.codes.items() if name not in {"part_of", "number"}}

    def topics(row: Event) -> list[str]:
        return sorted(topic if not topic.startswith("case:") else "case" for topic in row.topics)

    return {
        "case": [
            case.state, case.body_id, case.region_id, case.person_id, case.language, case.opened_at, case.opened_on,
            case.closed_on, case.visibility, case.sealed, case.assignee_id, case.version, names.get(case.parent_id),
        ],
        "question": list(Question.objects.filter(case=case).values_list("kind", "title", "published_on")),
        "letter": list(
            Letter.objects.filter(case=case).values_list(
                "year", "received_at", "registered_on", "first_registered_on", "addressee", "channel", "identity",
                "hops",
            )
        ),
        "points": [(p.number, names.get(p.moved_to_id)) for p in Point.objects.filter(case=case)],
        "wordings": sorted(
            Wording.objects.filter(case=case).values_list(
                "part", "number", "version", "language", "text", "public_text", "author", "at"
            ),
            key=lambda row: row[:3],
        ),
        "obligations": sorted(
            Obligation.objects.filter(case=case).values_list(
                "kind", "duty_of", "public", "body", "assignee", "norm_key", "value", "unit", "started_on", "due_on",
                "extended_to", "edition", "met_at", "met_on", "cancelled_on", "overdue_told_at",
            ),
            key=str,
        ),
        "changes": list(
            DueChange.objects.filter(obligation__case=case).order_by("id").values_list("old", "new", "cause", "at")
        ),
        "events": [
            (e.kind, e.at, e.on, e.role, e.person_id, e.body_id, codes(e), e.public, topics(e), e.digest is None)
            for e in Event.objects.filter(case=case).order_by("id")
        ],
        "forwardings": list(
            Forwarding.objects.filter(case=case).values_list("from_body", "to_body", "reason__text", "hop", "at", "on")
        ),
        "extensions": list(
            Extension.objects.filter(case=case).values_list("old_due", "new_due", "by", "at", "reason__text")
        ),
        "answers": list(
            Answer.objects.filter(case=case).values_list(
                "version", "language", "signer", "signer_post", "delegation", "as_role", "level", "signed_at",
                "signed_on", "published_at",
            )
        ),
        "rating": list(Rating.objects.filter(case=case).values_list("score", "resolved", "at")),
    }  # fmt: skip


def share(tales: list[chance.Tale]) -> list[chance.Tale]:
    """Each eighth history, and the first of each verb."""
    chosen, met = [], set[str]()
    for index, tale in enumerate(tales):
        verbs = {step.verb for step in tale.steps}
        if index % 8 == 0 or verbs - met:
            chosen.append(tale)
            met |= verbs
    return chosen


@pytest.mark.django_db
def test_200_bulk_histories_are_the_acted_ones(players: cast.Cast, whole: bool) -> None:
    drawn = chance.Chance(players, now=NOW, seed=SEED, total=HISTORIES, years=0.5)
    tales = [drawn.tale(index) for index in range(HISTORIES)]
    if not whole:
        tales = share(tales)
    done = acted.perform(tales)
    given = Counter[tuple[int, int]]()

    def number(body: int, year: int) -> int:
        given[body, year] += 1
        return 100_000 + given[body, year]

    ledger = bulk.Ledger(players, now=NOW, seed=SEED, number=number)
    written = [ledger.perform(tale) for tale in tales]
    ledger.rows.write()
    connection.check_constraints()
    states = Counter[str]()
    for index, tale in enumerate(tales):
        one, other = Case.objects.get(pk=done[index]), Case.objects.get(pk=written[index][0])
        assert rows_of(one) == rows_of(other), f"history {index}: {[step.verb for step in tale.steps]}"
        states[one.state] += 1
        if tale.child is not None:
            assert rows_of(Case.objects.get(parent=one)) == rows_of(Case.objects.get(parent=other))
    verbs = {step.verb for tale in tales for step in tale.steps}
    assert {"forward", "forward_part", "extend", "rate", "withdraw", "publish", "send_back"} <= verbs
    assert len(states) >= 5, "the histories end in many states"


@pytest.mark.django_db
def test_the_small_nation_shows_every_state_on_invented_bodies_alone_with_work_for_all_and_is_made_once() -> None:
    made = nation.make_small(now=NOW, seed=SEED, say=lambda _text: None)
    assert made >= 100
    assert nation.make_small(now=NOW, seed=SEED, say=lambda _text: None) == 0
    cases = Case.objects.filter(kind="question")
    assert 100 <= cases.filter(parent=None).count() <= made, "what is made counts the other kinds as well"
    assert not cases.filter(body__invented=False).exists()
    states = set(cases.values_list("state", flat=True))
    assert states == {
        "registered", "accepted", "assigned", "answer_drafted", "answered", "published", "rated", "complaint", "closed",
        "withdrawn", "merged", "returned",
    }  # fmt: skip
    assert cases.filter(sealed=True).exists() and cases.filter(visibility="parties").exists()
    assert not Event.objects.filter(at__gt=NOW).exists(), "nothing happens after today"
    letters = Letter.objects.values_list("case__body_id", "year", "number")
    assert len(set(letters)) == len(letters), "a number is given once"
    something_to_do(Body.objects.get(slug="ulgi-ministry"))
    something_to_read()


def something_to_read() -> None:
    kinds = {kind: set(Case.objects.filter(kind=kind).values_list("state", flat=True)) for kind in SPOKEN}
    assert kinds == {
        "blog_post": {"published"},
        "conference": {"announced", "finished"},
        "survey": {"open", "reported"},
    }
    assert Carried.objects.count() == 2 and Response.objects.count() > 60
    tally = Tally.objects.get(item__number=1)
    assert all(count is None or count >= 10 for count in tally.counts) and any(tally.counts)


def something_to_do(ministry: Body) -> None:
    """Officials and citizens of the demonstration find something to do."""
    today = NOW.date()
    running = Obligation.objects.running().filter(body=ministry, kind="answer")
    assert running.filter(due_on__lt=today).count() >= 2
    assert running.filter(due_on=today).count() >= 2
    assert running.filter(due_on__gt=today).count() >= 4
    mine = {
        handle: set(Case.objects.filter(person__handle=f"demo-{handle}").values_list("state", flat=True))
        for handle in ("citizen-1", "citizen-2", "citizen-3")
    }
    assert {"assigned", "published", "closed"} <= mine["citizen-1"]
    assert {"accepted", "registered", "closed"} <= mine["citizen-2"]
    assert {"accepted", "published", "withdrawn"} <= mine["citizen-3"]
    late = Obligation.objects.late(today).filter(kind="answer", case__person__handle="demo-citizen-2")
    assert late.exists(), "somebody can complain of silence"


@pytest.fixture
def copy(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the test database whose rows are really committed; yields its address for another process."""
    original = connection.settings_dict["NAME"]
    assert original.startswith("test_")
    name = f"{original}_nation"
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
        row = connection.settings_dict
        try:
            yield f"postgresql://{row['USER']}:{row['PASSWORD']}@{row['HOST']}:{row['PORT']}/{name}"
        finally:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


FULL = """
import datetime as dt
import django
django.setup()
from jariya.project import full_nation
full_nation.make(now=dt.datetime(2026, 3, 18, 5, tzinfo=dt.UTC), seed=7, say=print, questions=600, processes=2,
                 batch=40, districts=1)
"""


@pytest.mark.fault
def test_a_killed_nation_goes_on_and_doubles_nothing(copy: str) -> None:
    environ = {
        **os.environ, "DATABASE_URL": copy, "JARIYA_MODE": "test", "DJANGO_SETTINGS_MODULE": "jariya.project.settings",
    }  # fmt: skip

    def one(sql: str) -> Any:
        with psycopg.connect(copy, autocommit=True) as link:
            row = link.execute(sql).fetchone()
            assert row is not None
            return row[0]

    maker = subprocess.Popen([sys.executable, "-c", FULL], env=environ, cwd=ROOT, start_new_session=True)
    deadline = time.monotonic() + 120
    while one("SELECT count(*) FROM project_nationbatch") < 3:
        assert maker.poll() is None and time.monotonic() < deadline, "the maker wrote no batch"
        time.sleep(0.05)
    os.killpg(maker.pid, signal.SIGKILL)
    maker.wait()
    before = one("SELECT count(*) FROM project_nationbatch")
    assert 3 <= before < 15, "killed in the middle"
    subprocess.run([sys.executable, "-c", FULL], env=environ, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([sys.executable, "-c", FULL], env=environ, cwd=ROOT, check=True, capture_output=True)
    assert one("SELECT count(*) FROM lifecycle_case WHERE kind = 'question' AND parent_id IS NULL") == 600
    doubled = (
        "SELECT count(*) FROM (SELECT c.body_id, l.year, l.number FROM correspondence_letter l"
        " JOIN lifecycle_case c ON c.id = l.case_id GROUP BY 1, 2, 3 HAVING count(*) > 1) AS d"
    )
    assert one(doubled) == 0, "a number was given twice"
    ahead = (
        "SELECT count(*) FROM (SELECT c.body_id, l.year, max(l.number) AS most FROM correspondence_letter l"
        " JOIN lifecycle_case c ON c.id = l.case_id GROUP BY 1, 2) AS m"
        " LEFT JOIN correspondence_counter k ON k.body_id = m.body_id AND k.year = m.year"
        " WHERE k.last IS NULL OR k.last < m.most"
    )
    assert one(ahead) == 0, "the counter stands behind a number that was given"
    assert one(
        "SELECT count(*) FROM dialogue_question q JOIN lifecycle_case c ON c.id = q.case_id"
        " WHERE q.published_on IS NOT NULL AND c.visibility = 'public' AND NOT c.sealed"
    ) == one("SELECT count(*) FROM search_entry WHERE portal = 'dialogue'")
    assert one("SELECT count(*) FROM pg_indexes WHERE indexname = 'search_entry_words'") == 1


@pytest.mark.django_db
def test_odd_values_come_out_of_copy_as_they_went_in() -> None:
    from jariya.portals.dialogue.simulate.copying import copy_rows

    moment = dt.datetime(2026, 3, 18, 23, 59, 59, 999, tzinfo=dt.UTC)
    rows = [
        (1, "a\tb\\c\nd\re", None, True, b"\x00\\\xff", dt.date(2026, 1, 2), moment),
        (2, "\\N", "", False, b"", None, None),
        (3, "әғқңөұүһі «» \\.", "{a,b}", None, None, dt.date(1, 1, 1), moment),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE odd (id bigint, text text, other text, yes boolean, raw bytea, day date,"
            " at timestamptz) ON COMMIT DROP"
        )
        copy_rows("odd", ("id", "text", "other", "yes", "raw", "day", "at"), rows)
        cursor.execute("SELECT * FROM odd ORDER BY id")
        found = [tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in cursor]
    assert found == rows


@pytest.mark.django_db
def test_a_nation_is_made_again_only_on_changed_registers(monkeypatch: pytest.MonkeyPatch) -> None:
    from jariya.project.models import Nation

    assert not nation.is_current("small")
    Nation.objects.create(
        size="small", seed=1, now=NOW, questions=1, started_at=NOW, finished_at=NOW,
        plan={"ground": nation.ground_digest()},
    )  # fmt: skip
    assert nation.is_current("small") and not nation.is_current("full")
    monkeypatch.setattr(nation, "ground_digest", lambda: "other files")
    assert nation.is_made("small") and not nation.is_current("small")
