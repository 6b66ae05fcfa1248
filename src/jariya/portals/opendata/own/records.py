"""Rows of own tables out of the kernel's records and this portal's own: only what anyone may see, in a fixed order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.correspondence.figures import punctuality
from jariya.kernel.law.models import Act
from jariya.kernel.law.queries import current_calendar, norms_now
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.lifecycle.table import NEW, lifecycles
from jariya.kernel.notices import links
from jariya.portals.opendata.models import DataSet, Licence, Resource, Theme
from jariya.portals.opendata.own.tables import Rows, register
from jariya.portals.opendata.planning import queries as planning
from jariya.portals.opendata.wanted import queries as wanted

Row = Sequence[Any]
MOST_CASES = 100_000
"""Newest cases of a kind in a table; the whole record is the transparency log."""
BATCH = 1_000
ITSELF = ("jariya-data-sets", "jariya-resources")
"""The catalogue does not list its own list: each edition of the one would make a new edition of the other."""


def regions(day: dt.date) -> Iterator[Row]:
    """Territories by KATO."""
    for row in Region.objects.filter(invented=False).select_related("parent").order_by("code"):
        yield (
            row.code, row.name("kk").text, row.name("ru").text, row.name("en").text, row.level, row.kind,
            row.parent.code if row.parent else None, row.valid_from, row.valid_to,
        )  # fmt: skip


def bodies(day: dt.date) -> Iterator[Row]:
    """Bodies that exist; no person stands here."""
    rows = Body.objects.filter(invented=False).select_related("region", "parent").order_by("slug")
    for row in rows:
        yield (
            row.slug, row.name("kk").text, row.name("ru").text, row.name("en").text, row.kind, row.level, row.bin,
            row.region.code if row.region else None, row.parent.slug if row.parent else None, row.site,
            row.valid_from, row.valid_to, row.connected,
        )  # fmt: skip


def calendar(day: dt.date) -> Iterator[Row]:
    """Days off and days worked instead, each with its reason; ordinary days are left out."""
    held = current_calendar()
    for date in sorted(held.marks):
        said = held.day(date)
        yield (
            date, said.kind, said.name.get("kk"), said.name.get("ru"), said.name.get("en"), said.instead_of,
            said.estimated,
        )  # fmt: skip


def norms(day: dt.date) -> Iterator[Row]:
    """Norms in force on the day: what is demanded, by which act, and how sure it is."""
    found = norms_now().at(day)
    for key in sorted(found):
        row = found[key]
        yield (
            row.key, row.value, row.unit, row.title.get("kk"), row.title.get("ru"), row.title.get("en"), row.standing,
            row.act, row.article, row.valid_from, row.valid_to,
        )  # fmt: skip


def acts(day: dt.date) -> Iterator[Row]:
    """Acts that norms cite."""
    for row in Act.objects.order_by("short"):
        url = f"https://adilet.zan.kz/rus/docs/{row.adilet_id}" if row.adilet_id else None
        yield (row.short, row.title_kk, row.title_ru, row.title_en, row.number, row.adopted_on, row.in_force_on, url)


def states(day: dt.date) -> Iterator[Row]:
    """States of every kind of case, as the lifecycle tables word them."""
    for table in lifecycles():
        for state in table.states:
            yield (table.kind, *_said(table.title), state.code, *_said(state.title), *_said(state.meaning), state.final)


def moves(day: dt.date) -> Iterator[Row]:
    """Moves of every kind of case: who may bring it from where to where, and by which norm."""
    for table in lifecycles():
        for number, move in enumerate(table.moves, start=1):
            terms = ",".join(dict.fromkeys(term.norm for term in move.opens))
            sources = "" if move.source == (NEW,) else ",".join(move.source)
            yield (
                table.kind, number, move.verb, *_said(move.title), sources,
                move.target, ",".join(move.who), move.law or None, terms or None, move.public,
            )  # fmt: skip


def terms(day: dt.date) -> Iterator[Row]:
    """How bodies kept their terms in the twelve months before the month of the day."""
    first_of_month = day.replace(day=1)
    last = first_of_month - dt.timedelta(days=1)
    first = first_of_month.replace(year=first_of_month.year - 1)
    rows = {row.pk: row for row in Body.objects.filter(connected=True).order_by("slug")}
    figures = punctuality(rows, first=first, last=last, today=first_of_month)
    for pk, row in rows.items():
        one = figures[pk]
        share = None if one.share_in_time is None else round(one.share_in_time, 4)
        yield (
            row.slug, row.name("kk").text, row.name("ru").text, first, last, one.received, one.in_time, one.late,
            one.overdue, share, one.median_days, row.invented,
        )  # fmt: skip


def overdue(day: dt.date) -> Iterator[Row]:
    """Public duties of bodies that are past their day."""
    late = Obligation.objects.late(day).of_bodies().filter(public=True, case__visibility="public", case__sealed=False)
    rows = late.select_related("case", "body").order_by("due_on", "id")[:MOST_CASES]
    for row in rows:
        yield (
            row.case.public_id, row.case.kind, row.kind, row.body.slug, row.norm_key, row.started_on, row.due_on,
            row.body.invented,
        )  # fmt: skip


def catalogue(day: dt.date) -> Iterator[Row]:
    """Published sets with what is said of them."""
    rows = DataSet.objects.visible_to(None).living().select_related("case__body", "region").order_by("slug")
    for row in rows.exclude(slug__in=ITSELF):
        yield (
            row.slug, row.title_kk or None, row.title_ru or None, row.title_en or None, row.case.body.slug,
            row.licence_id, ",".join(row.themes), row.frequency or None, row.region.code if row.region else None,
            row.published_at.date() if row.published_at else None, row.case.invented,
        )  # fmt: skip


def resources(day: dt.date) -> Iterator[Row]:
    """Tables, files and links of published sets."""
    shown = DataSet.objects.visible_to(None).living()
    rows = Resource.objects.filter(data_set__in=shown, removed_at=None).select_related("data_set", "current")
    for row in rows.exclude(data_set__slug__in=ITSELF).order_by("data_set__slug", "position"):
        yield (
            str(row.key), row.data_set.slug, row.position, row.kind, row.title_kk or None, row.title_ru or None,
            row.current.rows if row.current else None, row.current.number if row.current else None,
            row.url or None,
        )  # fmt: skip


def licences(day: dt.date) -> Iterator[Row]:
    """Licences that sets may bear."""
    for row in Licence.objects.all():
        yield (row.code, row.title_kk, row.title_ru, row.title_en, row.url or None, row.open)


def themes(day: dt.date) -> Iterator[Row]:
    """Themes of the catalogue."""
    for row in Theme.objects.all():
        yield (row.code, row.title_kk, row.title_ru, row.title_en)


def plans(day: dt.date) -> Iterator[Row]:
    """Items of publishing plans. How late one is, is reckoned by who reads: a count of days would change each night."""
    every = planning.items().order_by("case")
    last = 0
    while found := list(every.filter(case__gt=last)[:BATCH]):
        for line in planning.lines(found, today=day):
            item, case = line.item, line.case
            yield (
                case.public_id, case.body.slug, item.title_kk, item.title_ru, item.frequency, item.ground or None,
                case.state, line.due_on, item.kept_on,
                item.data_set.slug if item.data_set and item.data_set.case.visibility == "public" else None,
                case.invented,
            )  # fmt: skip
        last = found[-1].pk


def asked(day: dt.date) -> Iterator[Row]:
    """Data that people ask for."""
    rows = wanted.wanted().filter(case__state__in=wanted.SHOWN).order_by("case")
    for line in wanted.lines(list(rows)):
        yield wanted.values(line)


def cases(kind: str) -> Rows:
    """Public cases of one kind, oldest first: the public titles alone, none of a case that shows none."""

    def rows(day: dt.date) -> Iterator[Row]:
        found = Case.objects.public().filter(kind=kind).select_related("body", "region")
        # One path is made by the addresses' rules, the others like it: to reverse each takes longer than all else here.
        first = found.first()
        path = links.path(first, "kk").replace(first.public_id, "{}") if first else ""
        newest = list(found.order_by("-pk").values_list("pk", flat=True)[:MOST_CASES])[::-1]
        for at in range(0, len(newest), BATCH):
            held = list(found.filter(pk__in=newest[at : at + BATCH]).order_by("pk"))
            titles = links.titles(held, "kk")
            for case in held:
                yield (
                    case.public_id, titles.get(case.pk), case.language, case.body.slug,
                    case.region.code if case.region else None, case.state, case.opened_on, case.closed_on,
                    settings.PUBLIC_URL + path.format(case.public_id), case.invented,
                )  # fmt: skip

    return rows


CASES = {"questions": "question", "requests": "request", "programme-drafts": "programme_draft",
         "recommendations": "recommendation"}  # fmt: skip


def connect() -> None:
    """Make the tables of these records known."""
    for name, rows in (
        ("regions", regions), ("bodies", bodies), ("calendar", calendar), ("norms", norms), ("acts", acts),
        ("states", states), ("moves", moves), ("punctuality", terms), ("overdue", overdue), ("data-sets", catalogue),
        ("resources", resources), ("licences", licences), ("themes", themes), ("plans", plans), ("wanted", asked),
    ):  # fmt: skip
        register(name, rows)
    for name, kind in CASES.items():
        register(name, cases(kind))


def _said(text: Any) -> tuple[str, str, str]:
    found = []
    for lang in ("kk", "ru", "en"):
        with translation.override(lang):
            found.append(str(text))
    return (found[0], found[1], found[2])
