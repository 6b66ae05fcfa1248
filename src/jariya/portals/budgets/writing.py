"""Rows on their way into PostgreSQL by COPY: nodes and labels first, then lines, sums and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from jariya.portals.budgets.checks import Finding
from jariya.portals.budgets.measures import KEYS, PAID
from jariya.portals.budgets.models import Release
from jariya.portals.budgets.reading.names import searchable
from jariya.portals.budgets.reading.understanding import Month
from jariya.portals.budgets.tree import Tree

_LINE = ("release_id", "month", "number", "node_id", "label_id", "code_given", *KEYS, "share_planned", "share_adjusted")
_ROLLUP = ("release_id", "month", "node_id", "parent_id", "label_id", "number", "parts", "findings", *KEYS, "summed")
_CHECK = ("release_id", "place", "rule", "month", "node_id", "measure", "expected", "found", "money", "verdict",
          "detail", "\"left\"", "\"right\"", "other_id")  # fmt: skip
_MENTION = ("release_id", "node_id", "label_id", "month", "paid")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def write(
    release: Release, trees: Mapping[Month, Tree], findings: list[Finding], releases: Mapping[tuple[str, int], int]
) -> None:
    """Write everything that hangs on a new release. `releases`: which release a month of another cut is of."""
    nodes = _nodes(release.cut, trees.values())
    labels = _labels({node.line.name for tree in trees.values() for node in tree.nodes()})
    with connection.cursor() as cursor:
        _copy(cursor, "budgets_line", _LINE, _lines(release, trees, nodes, labels))
        _copy(cursor, "budgets_rollup", _ROLLUP, _rollups(release, trees, nodes, labels, findings))
        _copy(cursor, "budgets_mention", _MENTION, _mentions(release, trees, nodes, labels))
        _copy(cursor, "budgets_check", _CHECK, _checks(release, findings, nodes, releases))


def analyse() -> None:
    """Let the planner know the new rows at once: without it the list of findings took ten times as long."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE budgets_release, budgets_period, budgets_node, budgets_label, budgets_line,"
                       " budgets_rollup, budgets_check, budgets_mention")  # fmt: skip


def _copy(cursor: Any, table: str, columns: tuple[str, ...], rows: Iterable[str]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        waiting: list[str] = []
        for row in rows:
            waiting.append(row)
            if len(waiting) >= 2_000:
                copy.write("".join(waiting))
                waiting.clear()
        copy.write("".join(waiting))


def _say(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, list | tuple):
        return "{" + ",".join("NULL" if one is None else str(one) for one in value) + "}"
    return repr(value) if isinstance(value, float) else str(value)


def _row(*values: Any) -> str:
    return "\t".join(map(_say, values)) + "\n"


def _nodes(cut: str, trees: Iterable[Tree]) -> dict[str, int]:
    """Ids of all paths of a cut that stand in the trees; new ones are entered, from above."""
    wanted: dict[str, tuple[int, str, int]] = {}
    for tree in trees:
        for path, node in tree.by_path.items():
            wanted.setdefault(path, (node.depth, node.parent.path if node.parent else "", node.sign))
    ids: dict[str, int] = {}
    with connection.cursor() as cursor:
        for depth in range(max((depth for depth, _parent, _sign in wanted.values()), default=0) + 1):
            rows = [(path, parent, sign) for path, (at, parent, sign) in wanted.items() if at == depth]
            cursor.execute(
                "INSERT INTO budgets_node (cut, path, parent_id, depth, sign)"
                " SELECT %s, path, parent, %s, sign FROM unnest(%s::text[], %s::bigint[], %s::smallint[])"
                " AS new (path, parent, sign) ON CONFLICT (cut, path) DO NOTHING",
                [cut, depth, [row[0] for row in rows], [ids.get(row[1]) for row in rows], [row[2] for row in rows]],
            )
            cursor.execute(
                "SELECT path, id FROM budgets_node WHERE cut = %s AND path = ANY(%s)", [cut, [row[0] for row in rows]]
            )
            ids.update(cursor.fetchall())
    return ids


def _labels(names: set[str]) -> dict[str, int]:
    """Ids of all names; new ones are entered with what search compares."""
    texts = sorted(names)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO budgets_label (text, folded) SELECT * FROM unnest(%s::text[], %s::text[])"
            " ON CONFLICT (text) DO NOTHING",
            [texts, [searchable(text) for text in texts]],
        )
        cursor.execute("SELECT text, id FROM budgets_label WHERE text = ANY(%s)", [texts])
        return dict(cursor.fetchall())


def _lines(
    release: Release, trees: Mapping[Month, Tree], nodes: Mapping[str, int], labels: Mapping[str, int]
) -> Iterable[str]:
    for (_year, month), tree in sorted(trees.items()):
        for node in sorted(tree.by_path.values(), key=lambda one: one.line.number):
            line = node.line
            yield _row(
                release.pk, month, line.number, nodes[node.path], labels[line.name], line.code_given[:40],
                *line.amounts, line.share_planned, line.share_adjusted,
            )  # fmt: skip


def _rollups(
    release: Release, trees: Mapping[Month, Tree], nodes: Mapping[str, int], labels: Mapping[str, int],
    findings: list[Finding],
) -> Iterable[str]:  # fmt: skip
    failed = Counter((finding.month, finding.path) for finding in findings)
    for (_year, month), tree in sorted(trees.items()):
        for node in sorted(tree.by_path.values(), key=lambda one: one.line.number):
            yield _row(
                release.pk, month, nodes[node.path], nodes[node.parent.path] if node.parent else None,
                labels[node.line.name], node.line.number, len(node.children), failed[tree.month, node.path],
                *node.stated, node.summed,
            )  # fmt: skip


def _mentions(
    release: Release, trees: Mapping[Month, Tree], nodes: Mapping[str, int], labels: Mapping[str, int]
) -> Iterable[str]:
    found = {}
    for (_year, month), tree in sorted(trees.items()):
        for node in tree.by_path.values():
            found[node.path, node.line.name] = (month, node.stated[PAID])
    for (path, name), (month, paid) in sorted(found.items()):
        yield _row(release.pk, nodes[path], labels[name], month, paid)


def _checks(
    release: Release, findings: list[Finding], nodes: Mapping[str, int], releases: Mapping[tuple[str, int], int]
) -> Iterable[str]:
    for place, finding in enumerate(findings, start=1):
        yield _row(
            release.pk, place, finding.rule, finding.month[1], nodes.get(finding.path),
            None if finding.measure is None else KEYS[finding.measure], finding.expected, finding.found,
            finding.money, finding.verdict, finding.detail[:80], list(finding.left), list(finding.right),
            releases.get((finding.other_cut, finding.month[1])) if finding.other_cut else None,
        )  # fmt: skip
