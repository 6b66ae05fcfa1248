"""Drafts and programmes as JSON, for the API's router. Amounts are whole tenge; null is unknown and never 0."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jariya.kernel.bodies.models import Body
from jariya.portals.budgets.drafts.content import Difference, Measured
from jariya.portals.budgets.drafts.models import Draft, Indicator, Programme, Version
from jariya.portals.budgets.drafts.order import Line
from jariya.portals.budgets.drafts.programmes import ProgrammeView
from jariya.portals.budgets.drafts.queries import DraftView


def body(row: Body, lang: str) -> dict[str, Any]:
    """A body as lists name it."""
    return {"slug": row.slug, "name": row.name(lang).text, "demo": row.invented}


def both(row: Any, word: str) -> dict[str, str]:
    """A text in its two languages."""
    return {"kk": getattr(row, f"{word}_kk"), "ru": getattr(row, f"{word}_ru")}


def row(draft: Draft, lang: str) -> dict[str, Any]:
    """A draft in a list; `draft` as `queries.drafts()` reads it."""
    shown = draft.shown_versions[0]  # type: ignore[attr-defined]
    return {
        "id": draft.case.public_id,
        "programme": programme_key(draft.programme, draft.case.body),
        "year": draft.year,
        "title": both(shown, "title"),
        "state": draft.case.state,
        "body": body(draft.case.body, lang),
        "version": shown.number,
        **_days(draft),
        "page": reverse("drafts:draft", args=[draft.case.public_id]),
        "demo": draft.case.invented,
    }


def _days(draft: Draft) -> dict[str, Any]:
    return {
        "published_on": draft.published_on,
        "discussion_from": draft.discussion_from,
        "discussion_until": draft.discussion_until,
        "approved_on": draft.approved_on,
        "approval": draft.approval or None,
        "first_paid_on": draft.first_paid_on,
        "first_paid_source": draft.first_paid_source or None,
    }


def programme_key(programme: Programme, of: Body) -> dict[str, str]:
    """By what a programme is named over the years."""
    return {"administrator": of.slug, "code": programme.code}


def version(found: Version) -> dict[str, Any]:
    """One version with its passport."""
    return {
        "number": found.number,
        "at": found.at,
        "material": found.material,
        "title": both(found, "title"),
        "summary": both(found, "summary"),
        "goal": both(found, "goal"),
        "changed": both(found, "changed"),
        "amounts": [{"year": one.year, "tenge": one.tenge} for one in found.amounts.all()],
        "indicators": [indicator(one) for one in found.indicators.all()],
    }


def indicator(one: Indicator) -> dict[str, Any]:
    """A line of the passport."""
    return {
        "number": one.number,
        "name": both(one, "name"),
        "unit": one.unit,
        "baseline": one.baseline,
        "target": one.target,
        "achieved": one.achieved,
    }


def draft(view: DraftView, lang: str) -> dict[str, Any]:
    """One draft with its newest version, terms, days and what happened."""
    found, case = view.draft, view.case
    return {
        "id": case.public_id,
        "programme": programme_key(found.programme, case.body),
        "year": found.year,
        "state": case.state,
        "state_title": str(view.state.title),
        "body": body(case.body, lang),
        **_days(found),
        "order": order(view.line),
        "version": version(view.version),
        "versions": [
            {"number": one.number, "at": one.at, "material": one.material, "changed": both(one, "changed")}
            for one in view.versions
        ],
        "terms": [
            {
                "kind": one.kind,
                "title": one.title,
                "due_on": one.due_on,
                "state": one.state,
                "met_on": one.met_on,
                "norm": one.norm_key,
                "why": one.steps,
            }
            for one in view.terms
        ],
        "statements": {kind: both(one, "text") for kind, one in view.statements.items()},
        "events": [{"kind": one.kind, "at": one.when, "text": one.text} for one in view.timeline],
        "page": reverse("drafts:draft", args=[case.public_id]),
        "demo": case.invented,
    }


def order(line: Line) -> dict[str, Any]:
    """The days of words against the days of money; `wrongs` are codes, empty where all is in order."""
    return {
        "stops": [{"what": one.code, "day": one.day, "wrong": one.wrong, "ahead": one.ahead} for one in line.stops],
        "wrongs": list(line.wrongs),
    }


def difference(found: Difference, old: int, new: int) -> dict[str, Any]:
    """What differs between two versions; texts as runs of words kept, taken out (`out`) and added (`in`)."""
    return {
        "old": old,
        "new": new,
        "material": found.material,
        "texts": [
            {"part": part, "pieces": [{"kind": one.kind, "text": one.text} for one in pieces]}
            for part, pieces in found.texts
        ],
        "amounts": [
            {
                "year": year,
                "before": was,
                "after": now,
                "difference": None if was is None or now is None else now - was,
            }
            for year, was, now in found.amounts
        ],
        "indicators": [{"before": _measured(was), "after": _measured(now)} for was, now in found.indicators],
    }


def _measured(one: Measured | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "number": one.number,
        "name": {"kk": one.name_kk, "ru": one.name_ru},
        "unit": one.unit,
        "baseline": one.baseline,
        "target": one.target,
    }


def programme_row(found: Programme, lang: str) -> dict[str, Any]:
    """A programme in a list."""
    shown = found.shown  # type: ignore[attr-defined]
    return {
        **programme_key(found, found.body),
        "title": both(shown, "title") if shown else None,
        "body": body(found.body, lang),
        "page": reverse("programmes:programme", args=[found.body.slug, found.code]),
        "demo": found.invented,
    }


def programme(view: ProgrammeView, lang: str) -> dict[str, Any]:
    """A programme over the years: words against money, the money by months, where it stands in reports."""
    found = view.programme
    return {
        **programme_key(found, found.body),
        "title": both(view.title, "title"),
        "summary": both(view.title, "summary"),
        "body": body(found.body, lang),
        "years": [
            {
                "year": one.draft.year,
                "draft": one.draft.case.public_id,
                "programme": programme_key(one.programme, one.programme.body),
                **_days(one.draft),
                "order": order(one.line),
                "planned_in_draft": one.planned,
                "indicators": [indicator(row) for row in one.indicators],
            }
            for one in view.years
        ],
        "months": [
            {"month": f"{one.year}-{one.month:02d}", "exact": one.exact, "cut": one.cut, **one.amounts}
            for one in view.months
        ],
        "positions": [
            {
                "cut": one.node.cut,
                "path": one.node.path,
                "level": one.level,
                "territory": one.region.code if one.region else None,
                "exact": one.exact,
            }
            for one in view.positions
        ],
        "before": [programme_key(one, one.body) for one in view.before],
        "after": [programme_key(one, one.body) for one in view.after],
        "page": reverse("programmes:programme", args=[found.body.slug, found.code]),
        "demo": found.invented,
    }
