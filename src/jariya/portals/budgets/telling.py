"""Findings in words: for the command line, the API and the documentation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jariya.portals.budgets.checks import Finding, check
from jariya.portals.budgets.measures import AT, KEYS, MEASURES
from jariya.portals.budgets.reading.understanding import say_month
from jariya.portals.budgets.words import say


def finding_json(finding: Finding, lang: str) -> dict[str, Any]:
    """A finding for machines. Amounts are whole tenge, null is unknown."""
    return {
        "rule": finding.rule,
        "month": say_month(finding.month),
        "path": finding.path or None,
        "measure": None if finding.measure is None else KEYS[finding.measure],
        "expected": finding.expected,
        "found": finding.found,
        "difference": finding.difference,
        "money": finding.money,
        "verdict": finding.verdict,
        "detail": finding.detail,
        "rows": {"left": list(finding.left), "right": list(finding.right)},
        "other": finding.other_cut or None,
        **check(finding.rule).words(lang),
    }


def measure_title(key: str | None, lang: str) -> str:
    """What an amount is called; empty for none."""
    return say(MEASURES[AT[key]].title, lang) if key else ""


def summary(*, limit: int, markdown: bool, lang: str) -> Iterator[str]:
    """Counts by rule and the largest findings over all releases in force. Needs the database."""
    from jariya.portals.budgets import queries

    rows = queries.counted()
    largest = queries.largest(limit=limit)
    if not markdown:
        for row in rows:
            yield f"{row['rule']}\t{row['verdict']}\t{row['number']}\t{row['money']}"
        for one in largest:
            yield "\t".join(
                (one["release"], one["month"], one["rule"], one["path"] or "", one["measure"] or "", str(one["money"]))
            )
        return
    yield "| rule | verdict | findings | largest, tenge |"
    yield "|---|---|---:|---:|"
    for row in rows:
        title = check(row["rule"]).words(lang)["title"]
        yield f"| {title} (`{row['rule']}`) | {row['verdict']} | {row['number']:,} | {row['money']:,} |"
    yield ""
    yield "| release | month | rule | node | amount | expected | found | difference |"
    yield "|---|---|---|---|---|---:|---:|---:|"
    for one in largest:
        yield (
            f"| {one['release']} | {one['month']} | `{one['rule']}` | {one['path'] or ''} | {one['measure'] or ''} |"
            f" {_tenge(one['expected'])} | {_tenge(one['found'])} | {_tenge(one['difference'])} |"
        )


def _tenge(value: int | None) -> str:
    return "" if value is None else f"{value:,}"
