"""The full nation's share by COPY: thousands of sets with their resources, plans of all bodies. Decided, not acted.

Each history is decided by the same pure `decide` that the actions use (`kernel.lifecycle.book`), so that its states,
terms and events are those the actions would make; a test compares both.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import orjson
from django.db import connection, transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.book import Book, Line, Moment
from jariya.kernel.lifecycle.copying import LIFECYCLE, Ids, Rows, Table
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.table import NEW, Lifecycle
from jariya.portals.opendata.description import fresh_until
from jariya.portals.opendata.lifecycle import DATA_SET
from jariya.portals.opendata.models import DataSet, Version
from jariya.portals.opendata.planning.lifecycle import PLAN_ITEM

SETS, RESOURCES, PLANS = 3_500, 12_000, 2_000
ITEMS = 3
"""Items of one body's plan."""
BATCH = 1_000
GRACE = 30
TABLES: dict[str, Table] = {
    **LIFECYCLE,
    "set": (
        "opendata_dataset",
        ("case_id", "slug", "title_kk", "title_ru", "title_en", "text_kk", "text_ru", "text_en", "licence_id", "themes",
         "tags", "frequency", "period_from", "period_to", "region_id", "whole_country", "contact", "documentation",
         "source", "reason_kk", "reason_ru", "published_at", "renewed_at", "fresh_until", "scores"),
    ),
    "resource": (
        "opendata_resource",
        ("id", "key", "data_set_id", "position", "kind", "title_kk", "title_ru", "title_en", "text_kk", "text_ru",
         "text_en", "url", "etag", "wishes", "columns", "row_key", "own", "current_id", "link_trouble",
         "link_failures"),
    ),
    "version": (
        "opendata_version",
        ("id", "resource_id", "number", "file_name", "sha256", "size", "parquet", "rows", "report", "note_kk",
         "note_ru", "note_en", "at"),
    ),
    "plan": (
        "planning_planitem",
        ("case_id", "body_id", "title_kk", "title_ru", "title_en", "text_kk", "text_ru", "frequency", "since",
         "ground", "number", "data_set_id", "kept_on", "reason_kk", "reason_ru"),
    ),
}  # fmt: skip
WHAT = (
    ("мектептер", "школы", "schools", "EDUC"),
    ("балабақшалар", "детские сады", "kindergartens", "EDUC"),
    ("емханалар", "поликлиники", "clinics", "HEAL"),
    ("дәріханалар", "аптеки", "pharmacies", "HEAL"),
    ("аялдамалар", "остановки", "bus stops", "TRAN"),
    ("жол жөндеу", "ремонт дорог", "road repairs", "TRAN"),
    ("ауа сапасы", "качество воздуха", "air quality", "ENVI"),
    ("ағаштар", "деревья", "trees", "ENVI"),
    ("кітапханалар", "библиотеки", "libraries", "EDUC"),
    ("бос орындар", "вакансии", "vacancies", "SOCI"),
    ("жер учаскелері", "земельные участки", "plots of land", "ECON"),
    ("өнімділік", "урожайность", "yields", "AGRI"),
    ("сатып алу жоспары", "план закупок", "procurement plan", "GOVE"),
    ("жылу желілері", "теплосети", "heating", "ENER"),
    ("су құбыры", "водопровод", "water mains", "ENER"),
    ("туристер", "туристы", "visitors", "ECON"),
    ("қылмыстар саны", "число преступлений", "numbers of crimes", "JUST"),
    ("спорт алаңдары", "спортплощадки", "sports grounds", "EDUC"),
    ("қоқыс шығару", "вывоз мусора", "waste collection", "ENVI"),
    ("көше шамдары", "уличные фонари", "street lights", "REGI"),
)
"""What a set is about, in Kazakh, Russian, English; its theme."""
HOW = (
    ("тізімі", "перечень", "list"), ("тізілімі", "реестр", "register"), ("саны", "количество", "numbers"),
    ("кестесі", "график", "schedule"), ("картасы", "карта", "map"), ("шығындары", "расходы", "spending"),
)  # fmt: skip
OFTEN = ("daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly", "irregular", "never")
LICENCES = ("CC-BY-4.0", "CC-BY-4.0", "CC0-1.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0")


@dataclass(frozen=True)
class Sample:
    """A table that stands for many: what it is of does not matter to a catalogue."""

    parquet: bytes
    rows: int
    report: str


class Histories(Book):
    """Histories of one kind, written as rows."""

    def __init__(self, table: Lifecycle, rows: Rows, *, now: dt.datetime, seed: int) -> None:
        law = law_now()
        super().__init__(table, rows, norms=law.norms, calendar=law.calendar, roles={}, now=now, seed=seed)

    def opened(self, body: Body, at: dt.datetime, number: int) -> Line:
        """A case before its first move."""
        token = "".join(
            ids.ALPHABET[byte % 32] for byte in hashlib.sha256(f"{self.table.kind}{number}".encode()).digest()[:8]
        )
        return Line(
            Case(
                pk=self.case_id(),
                public_id=ids.new(self.table.letter, at.year, token),
                kind=self.table.kind,
                state=NEW,
                body_id=body.pk,
                region_id=body.region_id,
                language="kk",
                opened_at=at,
                opened_on=self._day(at),
                visibility="parties",
                version=0,
            )  # fmt: skip
        )

    def act(self, line: Line, verb: str, at: dt.datetime, *, staff: bool = False, **options: Any) -> Any:
        """One move of the history; by the platform itself, or by an official of the body."""
        extra = frozenset({"officer"}) if staff else frozenset()
        return self._act(line, verb, Moment(at), extra=extra, **options)


def make(
    *,
    now: dt.datetime,
    seed: int,
    sets: int = SETS,
    resources: int = RESOURCES,
    plans: int = PLANS,
    bodies: Sequence[Body] | None = None,
) -> tuple[int, int, int]:
    """Make the catalogue of a nation, in batches that each are one transaction.

    Args:
        sets, resources: how many; resources are spread over the sets, one at least each.
        plans: bodies that have a plan, of those there are.

    Returns:
        How many sets, resources and items of plans were made.
    """
    every = list(bodies or Body.objects.filter(invented=True).order_by("pk"))
    samples = _samples()
    before = DataSet.objects.filter(slug__startswith="set-").count()
    made = [0, 0, 0]
    for first in range(0, sets, BATCH):
        last = min(sets, first + BATCH)
        with transaction.atomic():
            rows = Rows(TABLES)
            book = Histories(DATA_SET, rows, now=now, seed=seed + first + before)
            for number in range(first, last):
                count = resources * (number + 1) // sets - resources * number // sets
                made[1] += _set(book, every, samples, before + number, max(1, count))
            rows.write()
        made[0] += last - first
    with transaction.atomic():
        rows = Rows(TABLES)
        planner = Histories(PLAN_ITEM, rows, now=now, seed=seed)
        for body in every[:plans]:
            for item in range(ITEMS):
                _item(planner, body, item)
                made[2] += 1
        rows.write()
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE lifecycle_case, opendata_dataset, opendata_resource, opendata_version, planning_planitem"
        )
    return made[0], made[1], made[2]


def _samples() -> list[Sample]:
    rows = Version.objects.filter(parquet__isnull=False, resource__kind="table").order_by("pk")[:20]
    return [Sample(bytes(row.parquet or b""), row.rows or 0, orjson.dumps(row.report).decode()) for row in rows]


_RESOURCE, _VERSION = Ids("opendata_resource"), Ids("opendata_version")


def _set(book: Histories, bodies: Sequence[Body], samples: Sequence[Sample], number: int, count: int) -> int:
    rng = Random(number * 7919 + 13)
    body = bodies[rng.randrange(len(bodies))]
    what, how, year = rng.choice(WHAT), rng.choice(HOW), 2018 + rng.randrange(9)
    place = {lang: body.name(lang).text for lang in ("kk", "ru", "en")}
    titles = [
        f"{what[at].capitalize()} {how[at]}, {place[lang]}, {year}"[:300] for at, lang in enumerate(("kk", "ru", "en"))
    ]
    texts = [
        f"{title}. {place[lang]}: {what[at]} {how[at]}."
        for at, (title, lang) in enumerate(zip(titles, place, strict=True))
    ]
    at = book.now - dt.timedelta(days=rng.randrange(2, 900), minutes=rng.randrange(1440))
    often = rng.choice(OFTEN)
    line = book.opened(body, at, number)
    facts = {"title_kk": titles[0], "title_ru": titles[1], "licence": LICENCES[0], "holds": True}
    book.act(line, "prepare", at)
    kinds = ["table" if samples and rng.random() < 0.4 else "link" for _one in range(count)]
    versioned = "table" in kinds
    codes = {"resource": kinds.index("table") + 1, "version": 1} if versioned else {}
    verb = "publish_version" if versioned else "publish"
    book.act(line, verb, at, facts=facts, codes=codes, changes={"visibility": "public"})
    book.write_case(line)
    book.rows.add(
        "set",
        (line.case.pk, f"set-{number}", *titles, *texts, rng.choice(LICENCES), _array([what[3]]),
         _array([what[0], what[1]]), often, dt.date(year, 1, 1), dt.date(year, 12, 31), body.region_id, False,
         f"data@{body.slug}.example"[:200], "", "", "", "", at, at, fresh_until(often, at.date(), GRACE), "{}"),
    )  # fmt: skip
    for position, kind in enumerate(kinds, start=1):
        _resource(book, line, samples, rng, number, position, kind, titles, at)
    return count


def _resource(
    book: Histories,
    line: Line,
    samples: Sequence[Sample],
    rng: Random,
    number: int,
    position: int,
    kind: str,
    titles: Sequence[str],
    at: dt.datetime,
) -> None:
    pk, current = _RESOURCE(), None
    form = rng.choice(("csv", "xlsx", "json", "geojson", "pdf"))
    if kind == "table":
        sample, current = samples[rng.randrange(len(samples))], _VERSION()
        digest = hashlib.sha256(f"{number}.{position}".encode()).digest()
        book.rows.add(
            "version",
            (current, pk, 1, f"set-{number}-{position}.csv", digest, 40_000, sample.parquet, sample.rows, sample.report,
             "", "", "", at),
        )  # fmt: skip
    key = uuid.UUID(bytes=hashlib.sha256(f"{number}/{position}".encode()).digest()[:16], version=4)
    url = "" if kind == "table" else f"https://files.example/{number}/{position}.{form}"
    book.rows.add(
        "resource",
        (pk, str(key), line.case.pk, position, kind,
         *(f"{title}, {position}"[:300] for title in titles), "", "", "", url, "", "{}", "{}", "[]", "", current,
         "", 0),
    )  # fmt: skip


def _item(book: Histories, body: Body, number: int) -> None:
    rng = Random(body.pk * 31 + number)
    what, how = rng.choice(WHAT), rng.choice(HOW)
    often = rng.choice(OFTEN)
    at = book.now - dt.timedelta(days=rng.randrange(1, 700))
    titles = [
        f"{what[0].capitalize()} {how[0]}",
        f"{what[1].capitalize()}: {how[1]}",
        f"{what[2].capitalize()}: {how[2]}",
    ]
    line = book.opened(body, at, body.pk * 100 + number)
    since = book._day(at)
    facts = {"words": tuple(titles[:2]), "frequency": often, "since": since}
    decided = book.act(
        line, "plan", at, staff=True, facts=facts, codes={"frequency": often}, changes={"visibility": "public"}
    )
    kept = None
    for moment in _kept(rng, decided.opens[0].due_on, at, book.now):
        _nights(book, line, moment)
        book.act(line, "keep", moment, facts={"frequency": often, "kept": True})
        kept = book._day(moment)
        if not any(duty.running for duty in line.duties):
            break
    _nights(book, line, book.now)
    book.write_case(line)
    book.rows.add(
        "plan",
        (line.case.pk, body.pk, *titles, "", "", often, since, "", f"{number + 1}", None, kept, "", ""),
    )  # fmt: skip


def _nights(book: Histories, line: Line, until: dt.datetime) -> None:
    """What the nights before a moment find overdue."""
    while found := book._overdue(line, until):
        book._tell_overdue(line, *found)


def _kept(rng: Random, due: dt.date, at: dt.datetime, now: dt.datetime) -> Iterator[dt.datetime]:
    """When a body published: mostly before the day, sometimes after it, sometimes never; a few times at most."""
    moment = at
    term = max(1, (due - at.date()).days)
    for _time in range(rng.randrange(0, 6)):
        moment += dt.timedelta(days=term * (0.6 + rng.random() * 0.5), hours=rng.randrange(4))
        if moment >= now:
            return
        yield moment


def _array(words: Sequence[str]) -> str:
    return "{" + ",".join(f'"{word}"' for word in words) + "}"
