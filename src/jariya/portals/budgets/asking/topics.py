"""Following a line or a programme: names of the topics, and what their feeds hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.lifecycle.models import Event
from jariya.kernel.lifecycle.sentences import say
from jariya.kernel.notices import links
from jariya.kernel.notices.topics import Named, Topic
from jariya.kernel.people.models import Person
from jariya.portals.budgets import drill, money
from jariya.portals.budgets.asking.models import LineQuestion
from jariya.portals.budgets.drafts.models import Draft, Position, Programme
from jariya.portals.budgets.drafts.programmes import of_positions, titles
from jariya.portals.budgets.drafts.topics import PROGRAMME, programme_topic
from jariya.portals.budgets.models import Budget, Cut, Level, Mention, Node, Release
from jariya.portals.budgets.names import Shown, shown
from jariya.portals.budgets.views.shared import budget_name, month_name

LINE = "line"
FEED = 50


def line_key(budget: Budget, node: Node) -> str:
    """What names a line over the years: level, territory and place. The year is left out."""
    return f"{budget.level}.{budget.region_id or 0}.{node.pk}"


def topics_of(budget: Budget, node: Node) -> tuple[str, ...]:
    """Topics of what happens at a line: the line, and the programmes that stand exactly there."""
    rows = of_positions([node.pk], level=budget.level, region=budget.region_id)
    return (f"{LINE}:{line_key(budget, node)}", *(programme_topic(row.pk) for row in rows))


def line_rest(budget: Budget, cut: str, path: str) -> str:
    """The line in an address: a budget of it, the cut, the path."""
    return f"{budget.slug}/{cut}/{path}"


def name_of(node: Node, budget: Budget) -> Shown:
    """The name of a line as the reports of its territory write it, the latest first."""
    rows = Mention.objects.filter(
        node=node, release__budget__level=budget.level, release__budget__region=budget.region_id
    )
    label = rows.order_by("-release__budget__year", "-pk").values_list("label__text", flat=True).first()
    return shown(node.cut, node.path, label or "")


@dataclass(frozen=True)
class Entry:
    """A line of a feed."""

    mark: str
    title: str
    summary: str
    author: str
    at: dt.datetime
    path: str


def _line(budget: Budget, node: Node) -> Named:
    def label(lang: str) -> str:
        with translation.override(lang):
            return f"{name_of(node, budget).text}, {budget_name(budget).text}"

    def path(lang: str) -> str:
        with translation.override(lang):
            return f"{reverse('budgets:cut', args=[budget.slug, node.cut])}?at={node.path}"

    def author(lang: str) -> str:
        with translation.override(lang):
            return budget_name(budget).text

    rest = line_rest(budget, node.cut, node.path)
    return Named(line_key(budget, node), rest, label, path, author, budget.invented)


def find_line(rest: str, person: Person | None) -> Named | None:
    """The line that an address names; None when no public report has it."""
    slug, _sep, more = rest.partition("/")
    cut, _sep, path = more.partition("/")
    budget = drill.budget(slug)
    node = Node.objects.filter(cut=cut, path=path).first() if budget and cut in Cut.values else None
    if budget is None or node is None or not Mention.objects.filter(node=node, release__budget=budget).exists():
        return None
    return _line(budget, node)


def load_lines(keys: Sequence[str]) -> Mapping[str, Named]:
    """Lines by their keys, each with its latest budget. Two queries."""
    parts = {key: key.split(".") for key in keys if key.count(".") == 2}
    nodes = Node.objects.in_bulk([int(node) for _level, _region, node in parts.values()])
    budgets: dict[tuple[str, int], Budget] = {}
    for row in drill.budgets().filter(level__in={level for level, _region, _node in parts.values()}).order_by("year"):
        budgets[row.level, row.region_id or 0] = row
    found = {}
    for key, (level, region, node) in parts.items():
        budget = budgets.get((level, int(region)))
        if budget is not None and int(node) in nodes:
            found[key] = _line(budget, nodes[int(node)])
    return found


def lines_of_line(thing: Named, lang: str) -> list[Entry]:
    """What happened at a line: what was asked and answered, and each report that brought new figures."""
    level, region, node = thing.key.split(".")
    with translation.override(lang):
        rows = LineQuestion.objects.visible_to(None).filter(
            node=int(node), budget__level=level, budget__region=int(region) or None
        )
        made = _events(rows.order_by("-case").values_list("case", flat=True)[:FEED], lang)
        made += _reports(int(node), level, int(region) or None, thing.path(lang))
    return sorted(made, key=lambda row: row.at, reverse=True)[:FEED]


def _events(cases: Iterable[int], lang: str) -> list[Entry]:
    rows = Event.objects.filter(case__in=list(cases), public=True, case__visibility="public", case__sealed=False)
    events = list(rows.select_related("case", "case__body").order_by("-id")[:FEED])
    said = {row.id: row.text for row in say(events, lang)}
    titles = links.titles([event.case for event in events], lang)
    return [
        Entry(
            mark=f"{event.case.public_id}/{number}",
            title=" ".join(filter(None, [event.case.public_id, titles.get(event.case_id)])),
            summary=said[event.pk],
            author=event.case.body.name(lang).text,
            at=event.at,
            path=links.path(event.case, lang),
        )
        for event, number in zip(events, _numbers(events), strict=True)
    ]


def _numbers(events: Sequence[Event]) -> list[int]:
    """The place of each event among those of its case shown here, the oldest first: ids of events stay inside."""
    counts: dict[int, int] = {}
    numbers: dict[int, int] = {}
    for event in reversed(events):
        counts[event.case_id] = numbers[event.pk] = counts.get(event.case_id, 0) + 1
    return [numbers[event.pk] for event in events]


def _reports(node: int, level: str, region: int | None, path: str) -> list[Entry]:
    rows = Mention.objects.filter(
        node=node, release__published=True, release__budget__level=level, release__budget__region=region
    ).select_related("release__budget", "label", "node")
    made = []
    for row in rows.order_by("-release__at", "-pk")[:FEED]:
        release: Release = row.release
        made.append(
            Entry(
                mark=f"release/{release.key}/{node}",
                title=_("New figures: %(name)s") % {"name": shown(row.node.cut, row.node.path, row.label.text).text},
                summary=_("%(months)s: paid %(paid)s million tenge.")
                % {"months": month_name(release.budget.year, row.month), "paid": money.million(row.paid)},
                author=budget_name(release.budget).text,
                at=release.at,
                path=path,
            )
        )
    return made


def _programme(row: Programme) -> Named:
    def label(lang: str) -> str:
        title = titles([row.pk]).get(row.pk)
        name = getattr(title, f"title_{'kk' if lang == 'kk' else 'ru'}") if title else row.code
        return f"{row.code}. {name}"

    def path(lang: str) -> str:
        with translation.override(lang):
            return reverse("programmes:programme", args=[row.body.slug, row.code])

    def author(lang: str) -> str:
        return str(row.body.name(lang).text)

    return Named(str(row.pk), f"{row.body.slug}/{row.code}", label, path, author, row.invented)


def find_programme(rest: str, person: Person | None) -> Named | None:
    """The programme that an address names; None when it is not this reader's to see."""
    slug, _sep, code = rest.partition("/")
    row = Programme.objects.visible_to(person).select_related("body").filter(body__slug=slug, code=code).first()
    return _programme(row) if row else None


def load_programmes(keys: Sequence[str]) -> Mapping[str, Named]:
    """Programmes by their keys. One query."""
    wanted = [int(key) for key in keys if key.isdecimal()]
    rows = Programme.objects.visible_to(None).select_related("body").filter(pk__in=wanted)
    return {str(row.pk): _programme(row) for row in rows}


def lines_of_programme(thing: Named, lang: str) -> list[Entry]:
    """What happened to a programme: its drafts, and questions to the lines where it stands."""
    programme = int(thing.key)
    with translation.override(lang):
        cases = set(
            Draft.objects.visible_to(None).filter(programme=programme).order_by("-case").values_list("case", flat=True)
        )
        cases |= set(questions_at(programme).order_by("-case").values_list("case", flat=True)[:FEED])
        return _events(cases, lang)


def questions_at(programme: int) -> Any:
    """Public questions to the lines where a programme stands."""
    here = Position.objects.filter(programme=programme, node=OuterRef("node"), level=OuterRef("budget__level"))
    here = here.filter(Q(region=OuterRef("budget__region")) | Q(region=None, level=Level.REPUBLICAN))
    return LineQuestion.objects.visible_to(None).filter(Exists(here))


TOPICS: dict[str, Topic] = {
    LINE: Topic(find_line, load_lines, lines_of_line),
    PROGRAMME: Topic(find_programme, load_programmes, lines_of_programme),
}
"""Registered by `project/wiring.py`."""
