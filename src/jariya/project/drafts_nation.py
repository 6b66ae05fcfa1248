"""Drafts of programmes of a nation: ten years of invented districts' programmes and the money of their reports.

A batch is a district: its drafts, comments, reports and index entries in one transaction. Killed anywhere, the next run
makes the districts that are not there.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter as Tally
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from jariya.kernel.bodies.models import Region
from jariya.portals.budgets.drafts.models import Administrator, Programme
from jariya.portals.budgets.drafts.simulate import acted, bulk, cast, money
from jariya.portals.budgets.drafts.simulate.cast import Office
from jariya.portals.budgets.drafts.simulate.copying import TABLES
from jariya.portals.budgets.drafts.simulate.tale import Tale, Teller
from jariya.project.full_nation import cores, run, token_of
from jariya.project.models import Nation, NationBatch
from jariya.project.nation import Say, timed

DRAFTS = 74_000
YEARS = 10
CODES = 10
"""Programmes of an office."""
BEGUN = 0.99
"""Of all drafts so many have begun by now: next year's come one after another."""
SMALL = frozenset({"ulgi-office-education", "ulgi-office-health", "ulgi-office-roads", "ulgi-office-utilities"})
SMALL_YEARS = 2
MINISTRY = "ulgi-ministry"
LINE = "II/82/2/905"
ASKED = (
    ("Бұл ақшаға қай мектептер салынады?", "kk", "Үлгіде екі мектеп, Мысалда бір балабақша салынады."),
    ("Почему в мае заплатили меньше плана?", "ru", None),
)
"""Questions to a line: text, language, answer or None."""
ADMINISTRATORS = {
    "901": "akimat-ulgi-region", "904": "ulgi-office-education", "905": "ulgi-ministry", "906": "ulgi-office-health",
    "907": "ulgi-office-roads", "908": "ulgi-office-utilities",
}  # fmt: skip
"""Who is behind the codes of the invented oblast's reports; the ministry where a visitor can act as its officer."""
OBLAST = "990000000"
SOURCE = "invented for the demonstration"
TOKENS = 1 << 18
"""Public ids that a batch may give."""

_work: dict[str, Any] = {}


def make_small(*, now: dt.datetime, seed: int) -> int:
    """A few drafts of the invented oblast by the actions, in every state, joined to its reports. Returns how many."""
    from jariya.portals.budgets.drafts import joining

    oblast = Region.objects.get(code=OBLAST)
    _administrators(oblast, "oblast", ADMINISTRATORS, now)
    players = cast.load(slugs=SMALL | {MINISTRY})
    teller = Teller(players.norms, players.calendar, players.citizens, now=now, comments=2.0)
    tales = [
        teller.tell(office, 1, now.year + 1 - back, seed=seed)
        for office in players.offices
        if office.slug in SMALL
        for back in range(SMALL_YEARS)
    ]
    # A discussion that a visitor finds open whatever the season.
    week = (now - dt.timedelta(days=9)).date()
    tales += [
        teller.tell(office, 1, now.year + 1, seed=seed, day=week)
        for office in players.offices
        if office.slug == MINISTRY
    ]
    made = acted.perform(tales)
    for programme in Programme.objects.filter(body__slug__in=SMALL | {MINISTRY}):
        joining.positions(programme, now=now)
    _ask(players, now)
    return len(made)


def _ask(players: cast.Cast, now: dt.datetime) -> None:
    """Two questions to a line of the oblast's newest report: one answered, one whose clock runs."""
    from jariya.kernel.discussion import actions as discussion
    from jariya.kernel.people.models import Person
    from jariya.portals.budgets.asking import actions
    from jariya.portals.budgets.asking.models import LineQuestion
    from jariya.portals.budgets.models import Node, Period

    newest = Period.objects.filter(cut="full", current=True, budget__region__code=OBLAST).select_related("release")
    period = newest.order_by("budget__year", "month").last()
    node = Node.objects.filter(cut="full", path=LINE).first()
    ministry = next((office for office in players.offices if office.slug == MINISTRY), None)
    if period is None or node is None or ministry is None or len(players.citizens) < len(ASKED):
        return
    people = Person.objects.in_bulk([*players.citizens[: len(ASKED)], ministry.who("officer", now.date())])
    for place, (text, language, answer) in enumerate(ASKED):
        asked = now - dt.timedelta(days=6, hours=place)
        case = actions.ask(
            release=period.release, node=node, month=period.month, text=text, language=language,
            by=people[players.citizens[place]], identity="phone", now=asked,
        ).case  # fmt: skip
        root = LineQuestion.objects.get(case=case).comment
        if answer and root is not None:
            discussion.answer(
                parent=root, text=answer, language=language, by=people[ministry.who("officer", now.date())],
                identity="staff", now=asked + dt.timedelta(days=3),
            )  # fmt: skip


def _administrators(region: Region, level: str, codes: dict[str, str], now: dt.datetime) -> None:
    from jariya.kernel.bodies.models import Body

    bodies = dict(Body.objects.filter(slug__in=codes.values(), invented=True).values_list("slug", "pk"))
    Administrator.objects.bulk_create(
        [
            Administrator(
                level=level, region=region, code=code, body_id=bodies[slug], source=SOURCE, invented=True, at=now
            )
            for code, slug in codes.items()
            if slug in bodies
        ],
        ignore_conflicts=True,
    )


CITIZENS = 2_000
A_DISTRICT = 990
"""Drafts of a district's ten offices over ten years, of those that have begun."""


def prepare(drafts: int, *, now: dt.datetime, say: Say) -> None:
    """Law, registers, districts with their offices and people: what so many drafts need and a nation has."""
    from jariya.project import invented, invented_bodies, nation

    nation.load_ground(now=now, say=say)
    invented_bodies.make(max(1, min(invented_bodies.DISTRICTS, -(-drafts // A_DISTRICT))), rural=0)
    invented.staff(now)
    invented.staff_many(now)
    invented.citizens(CITIZENS, seed=1, now=now)


def make(*, now: dt.datetime, seed: int, say: Say, drafts: int = DRAFTS, processes: int | None = None) -> int:
    """Make the drafts of the full nation, or go on. Returns how many amounts of reports this run wrote.

    Args:
        drafts: how many over ten years, about: districts are taken until there are so many.
    """
    nation = Nation.objects.filter(size="drafts").first()
    if nation is not None and nation.finished_at is not None:
        return 0
    nation = nation or Nation.objects.create(size="drafts", seed=seed, now=now, questions=drafts, started_at=now)
    players = cast.load()
    districts = _districts(players.offices, nation.questions)
    codes = [f"{number:03d}" for number in range(1, CODES + 1)]
    with timed("programmes, administrators, places of their reports", say):
        regions = Region.objects.in_bulk(list(districts))
        _ground(districts, regions, codes, nation.now)
        shared = money.ground(districts, codes)
    years = range(nation.now.year + 2 - YEARS, nation.now.year + 2)
    _work.update(
        nation=nation, players=players, regions=regions, shared=shared, years=years,
        districts=list(districts.items()), programmes=_programmes(players.offices),
    )  # fmt: skip
    done = set(NationBatch.objects.filter(nation=nation).values_list("number", flat=True))
    wanted = [number for number in range(len(districts)) if number not in done]
    started, rows, amounts = time.monotonic(), 0, 0
    spent = Tally[str]()
    for made, (count, seconds) in enumerate(run(_batch, wanted, processes or cores()), start=len(done) + 1):
        rows, amounts = rows + count, amounts + int(seconds.pop("amounts"))
        spent.update(seconds)
        passed = time.monotonic() - started
        say(f"  {made} of {len(districts)} districts, {rows:,} rows and {amounts:,} amounts of reports,"
            f" {rows / passed:,.0f} rows/s, {amounts / passed:,.0f} amounts/s, {passed:.0f} s")  # fmt: skip
    say("seconds of work: " + ", ".join(f"{name} {value:.0f}" for name, value in spent.items()))
    with timed("statistics of tables", say), connection.cursor() as cursor:
        for table in (*(name for name, _columns in TABLES.values()), "budgets_line", "budgets_rollup"):
            cursor.execute(f'ANALYZE "{table}"')
    Nation.objects.filter(pk=nation.pk).update(finished_at=dt.datetime.now(dt.UTC))
    return amounts


def _districts(offices: Sequence[Office], drafts: int) -> dict[int, list[Office]]:
    """Offices by their districts, until their programmes over the years are as many as wanted."""
    districts = set(Region.objects.filter(level="district", invented=True).values_list("pk", flat=True))
    found: dict[int, list[Office]] = {}
    for office in offices:
        if office.region_id in districts:
            found.setdefault(office.region_id, []).append(office)
    taken: dict[int, list[Office]] = {}
    count = 0.0
    # Those with most offices first: the shipped districts have an akimat alone.
    for region, row in sorted(found.items(), key=lambda one: (-len(one[1]), one[0])):
        if count >= drafts:
            break
        taken[region] = row
        count += len(row) * CODES * YEARS * BEGUN
    return taken


def _ground(districts: dict[int, list[Office]], regions: dict[int, Region], codes: list[str], now: dt.datetime) -> None:
    for region, row in districts.items():
        named = {money.code_of(place): office.slug for place, office in enumerate(row)}
        _administrators(regions[region], "district", named, now)
    Programme.objects.bulk_create(
        [
            Programme(body_id=office.id, code=code, invented=True, at=now)
            for row in districts.values()
            for office in row
            for code in codes
        ],
        ignore_conflicts=True,
    )


def _programmes(offices: Sequence[Office]) -> dict[tuple[int, str], int]:
    rows = Programme.objects.filter(body__in=[office.id for office in offices]).values_list("body", "code", "pk")
    return {(body, code): pk for body, code, pk in rows}


def _batch(number: int) -> tuple[int, dict[str, float]]:
    """Write one district; returns its rows and the seconds of its parts, with `amounts` written."""
    from jariya.kernel.search import actions as index

    nation, players, shared = _work["nation"], _work["players"], _work["shared"]
    region, offices = _work["districts"][number]
    teller = Teller(players.norms, players.calendar, players.citizens, now=nation.now)
    begun = time.monotonic()
    tales: list[Tale] = [
        teller.tell(office, int(code), year, seed=nation.seed)
        for office in offices
        for code in (f"{place:03d}" for place in range(1, CODES + 1))
        for year in _work["years"]
    ]
    tokens = iter(token_of(nation.seed + 1, number * TOKENS + place) for place in range(TOKENS))
    with transaction.atomic():
        found = money.budgets(_work["regions"][region], _work["years"])
        ledger = bulk.Ledger(
            players,
            programmes=_work["programmes"],
            budgets={(region, year): budget.pk for year, budget in found.items()},
            now=nation.now,
            seed=nation.seed + number,
            token=tokens.__next__,
        )
        for tale in tales:
            ledger.perform(tale)
        decided = time.monotonic()
        NationBatch.objects.create(nation=nation, number=number, indexed=True)
        ledger.rows.write()
        copied = time.monotonic()
        amounts = money.write(_work["regions"][region], offices, tales, found, shared, now=nation.now, seed=nation.seed)
        money.positions(
            (
                (_work["programmes"][office.id, code], shared.nodes[money.path_of(office, place, code)][0], region)
                for place, office in enumerate(offices)
                for code in (f"{one:03d}" for one in range(1, CODES + 1))
            ),
            now=nation.now,
        )
        paid = time.monotonic()
        index.bulk_put(ledger.documents, fresh=True)
    return ledger.rows.count(), {
        "histories": decided - begun,
        "rows": copied - decided,
        "reports": paid - copied,
        "search": time.monotonic() - paid,
        "amounts": amounts,
    }
