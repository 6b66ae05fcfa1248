"""What all pages of budgets share: the answer itself, names, months, lines over time."""

from __future__ import annotations

from typing import Any

from babel import dates
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.web.caching import kept
from jariya.kernel.web.charts import lines
from jariya.portals.budgets import drill, money, names, queries
from jariya.portals.budgets.checks import check as rule_of
from jariya.portals.budgets.glossary import SECTIONS
from jariya.portals.budgets.measures import MEASURES
from jariya.portals.budgets.models import Budget, Check, Mention, Release
from jariya.portals.budgets.telling import measure_title
from jariya.portals.budgets.words import say

API = "/api/v1/budgets"
"""The API stands on the floor above: its addresses are said, not reversed."""


def tools() -> dict[str, Any]:
    """What templates say amounts, months and names with."""
    return {
        "million": money.million,
        "whole": money.whole,
        "of_thousand": money.of_thousand,
        "share": money.share,
        "tenth": money.tenth,
        "month_name": month_name,
        "budget_name": budget_name,
        "measure": lambda key: measure_title(key, lang()),
        "rule_words": lambda key: rule_of(key).words(lang()),
    }


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A public page: cacheable, no session touched."""
    return kept(render(request, f"budgets/{template}", {**tools(), **context}, using="jinja2", status=status))


def lang() -> str:
    """The reader's language."""
    return translation.get_language() or "kk"


def month_name(year: int, month: int) -> str:
    """A sum from January: «January to May 2025»."""
    locale = {"kk": "kk", "ru": "ru", "en": "en_GB"}[lang()]
    names_of = dates.get_month_names("wide", "stand-alone", locale)
    if month == 1:
        return _("%(month)s %(year)s") % {"month": names_of[1].capitalize(), "year": year}
    words = {"first": names_of[1].capitalize(), "last": names_of[month], "year": year}
    return _("%(first)s to %(last)s %(year)s") % words


def budget_name(budget: Budget) -> names.Shown:
    """Whose budget it is, in the reader's language where the register has the name."""
    if budget.region is None:
        return names.Shown(_("Republican budget"), lang())
    name = budget.region.name(lang())
    return names.Shown(name.text, name.lang)


def meaning(key: str) -> tuple[str, str]:
    """A word of the glossary and what it means, by its anchor. KeyError for one that is not there."""
    known = {one.key: (one.title, one.meaning) for one in MEASURES}
    known |= {word: (title, text) for word, title, text in SECTIONS}
    title, text = known[key]
    return say(title, lang()), say(text, lang())


def number(text: str | None) -> int | None:
    """A year or a month of an address; None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 5 else None


def budget_or_404(slug: str) -> Budget:
    """A public budget by its address. Http404 when there is none."""
    found = drill.budget(slug)
    if found is None:
        raise Http404
    return found


def release_or_404(key: str) -> Release:
    """A public release by its key. Http404 when there is none."""
    found = queries.release(key)
    if found is None:
        raise Http404
    return found


def over_time(series: list[tuple[int, int, drill.Amounts]]) -> dict[str, Any]:
    """Lines over all months from the first to the last; a month that is missing is a gap, a year begins anew."""
    shown = ("adjusted", "paid")
    known = {(year, month): amounts for year, month, amounts in series}
    slots = [divmod(at, 12) for at in range(_slot(series[0]), _slot(series[-1]) + 1)] if series else []
    values = [known.get((year, month + 1), {}) for year, month in slots]
    january = {at for at, (_year, month) in enumerate(slots) if month == 0}
    drawn = lines([[amounts.get(key) for amounts in values] for key in shown], january)
    return {
        "series": series,
        "drawn": drawn,
        "line_names": [measure_title(key, lang()) for key in shown],
        "grid": [money.short(value) for _y, value in drawn.grid],
    }


def _slot(row: tuple[int, int, drill.Amounts]) -> int:
    return row[0] * 12 + row[1] - 1


def told(rows: list[Check]) -> list[tuple[Check, names.Shown | None]]:
    """Findings with the names of their places, in two queries."""
    wanted = Mention.objects.filter(
        release__in={row.release_id for row in rows}, node__in={row.node_id for row in rows if row.node_id}
    ).values_list("release", "node", "label__text")
    texts: dict[tuple[int, int | None], str] = {(release, node): text for release, node, text in wanted}
    return [
        (
            row,
            names.shown(row.node.cut, row.node.path, texts.get((row.release_id, row.node_id), ""))
            if row.node
            else None,
        )
        for row in rows
    ]
