"""What pages, API, downloads and the command line read of budgets. Each begins at `visible_to(person)`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q

from jariya.portals.budgets.checks import check
from jariya.portals.budgets.models import Check, Period, Release


def releases() -> Any:
    """Releases anyone may see, with their budgets."""
    return Release.objects.visible_to(None).select_related("budget", "budget__region")


def release(key: str) -> Release | None:
    """A release by its key; None when there is none or it is not public."""
    found: Release | None = releases().filter(key=key).first()
    return found


def listed(*, everything: bool = False) -> list[dict[str, Any]]:
    """Releases in the order of their budgets; superseded ones only when asked for."""
    current = Exists(Period.objects.filter(release=OuterRef("pk"), current=True))
    rows = releases().annotate(current=current, findings=Count("checks")).order_by("-budget__year", "key")
    if not everything:
        rows = rows.filter(current=True)
    return [
        {
            "key": one.key,
            "budget": one.budget.slug,
            "cut": one.cut,
            "stage": one.stage,
            "year": one.budget.year,
            "months": one.months,
            "rows": one.rows,
            "findings": one.findings,
            "at": one.at,
            "current": one.current,
            "source": one.source,
            "digest": one.digest,
            "file_digest": one.file_digest,
            "unit": one.unit,
            "demo": one.invented,
        }
        for one in rows
    ]


def checks_in_force() -> Any:
    """Findings of public releases that stand for a month in force, and whose other side does, too."""
    own = Period.objects.filter(release=OuterRef("release"), month=OuterRef("month"), current=True)
    gap = Period.objects.filter(release=OuterRef("release"), current=True)
    there = Period.objects.filter(release=OuterRef("other"), month=OuterRef("month"), current=True)
    rows = Check.objects.filter(release__in=Release.objects.visible_to(None))
    return rows.filter(Exists(own) | Q(rule="missing_month") & Exists(gap)).filter(Q(other=None) | Exists(there))


_COUNTED = """
SELECT c.rule, c.verdict, count(*), max(c.money) FROM budgets_check c
JOIN budgets_release e ON e.id = c.release_id AND e.published
LEFT JOIN budgets_period p ON p.release_id = c.release_id AND p.month = c.month AND p.current
LEFT JOIN budgets_period o ON o.release_id = c.other_id AND o.month = c.month AND o.current
WHERE (c.other_id IS NULL OR o.id IS NOT NULL) AND (p.id IS NOT NULL
  OR c.rule = 'missing_month' AND c.release_id IN (SELECT release_id FROM budgets_period WHERE current))
GROUP BY 1, 2 ORDER BY 4 DESC
"""
"""What `checks_in_force` says, by joins: row by row its conditions took half a second over 27,000 findings."""


_STAND = (
    "SELECT current_database(), (SELECT max(id) FROM budgets_check), (SELECT max(id) FROM budgets_release),"
    " (SELECT count(*) FROM budgets_release WHERE published), (SELECT count(*) FROM budgets_period WHERE current)"
)


def counted() -> list[dict[str, Any]]:
    """How many findings in force there are by rule and verdict, and the largest of each.

    Findings come with a release and are never changed, so a process counts once for what is in force: over ten million
    amounts it took a fifth of a second for each reader.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAND)
        return [dict(row) for row in _counted(cursor.fetchone())]


@lru_cache(maxsize=1)
def _counted(stand: tuple[object, ...]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        return [
            {"rule": rule, "verdict": verdict, "number": number, "money": money}
            for rule, verdict, number, money in cursor.fetchall()
        ]


def largest(*, limit: int, verdict: str = "differs") -> list[dict[str, Any]]:
    """The largest findings in force over all releases: of each rule, release and month the one with most money."""
    rows = checks_in_force().filter(verdict=verdict).order_by("release", "month", "rule", "-money", "place")
    first = rows.distinct("release", "month", "rule").values("pk")
    found = Check.objects.filter(pk__in=first).select_related("release", "release__budget", "node", "other")
    return [check_json(one, "en") for one in found.order_by("-money", "pk")[:limit]]


def check_json(one: Check, lang: str) -> dict[str, Any]:
    """A finding as the API and the command line give it. Amounts are whole tenge, null is unknown."""
    return {
        "release": one.release.key,
        "rule": one.rule,
        "month": f"{one.release.budget.year}-{one.month:02d}",
        "path": one.node.path if one.node else None,
        "measure": one.measure,
        "expected": one.expected,
        "found": one.found,
        "difference": one.difference,
        "money": one.money,
        "verdict": one.verdict,
        "detail": one.detail,
        "rows": {"left": one.left, "right": one.right},
        "other": one.other.key if one.other else None,
        "demo": one.release.invented,
        **check(one.rule).words(lang),
    }


def checked(found: Release, lang: str) -> dict[str, Any]:
    """All findings of a release, the largest first, and how often each check looked."""
    rows = Check.objects.filter(release=found).select_related("release__budget", "node", "other").order_by("place")
    return {
        "release": found.key,
        "source": found.source,
        "file": found.file_name,
        "file_digest": found.file_digest,
        "digest": found.digest,
        "tested": found.tested,
        "demo": found.invented,
        "findings": [check_json(one, lang) for one in rows],
    }
