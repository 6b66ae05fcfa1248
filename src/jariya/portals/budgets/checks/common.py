"""What all checks share: the report they look at, and how a finding is told. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from jariya.portals.budgets import sections
from jariya.portals.budgets.measures import Amounts
from jariya.portals.budgets.reading.understanding import Month
from jariya.portals.budgets.tree import SIZE, Tree, signed_sum
from jariya.portals.budgets.words import say

DIFFERS = "differs"
"""Two sides that must be equal are not."""
NOT_GIVEN = "not_given"
"""One side was not given, or was written as zero."""
VERDICTS = (DIFFERS, NOT_GIVEN)


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold.

    `left` and `right` are line numbers of the file on both sides; with `other_cut` the right ones are in the file of
    that cut of the same budget. `money` ranks: the difference in tenge without its sign, or what stands beside a gap.
    """

    rule: str
    month: Month
    path: str = ""
    measure: int | None = None
    expected: int | None = None
    found: int | None = None
    verdict: str = DIFFERS
    left: tuple[int, ...] = ()
    right: tuple[int, ...] = ()
    other_cut: str = ""
    beside: int | None = None
    detail: str = ""
    """A code, a section or a share that the sentence names."""

    @property
    def difference(self) -> int | None:
        """Found less expected, in tenge."""
        return None if self.expected is None or self.found is None else self.found - self.expected

    @property
    def money(self) -> int:
        """What ranks the finding, in tenge."""
        if self.difference is not None:
            return abs(self.difference)
        return abs(self.beside or 0)

    @property
    def order(self) -> tuple[int, str, Month, str, int, str]:
        """The largest money first, then a fixed order: the same findings always stand in the same order."""
        return (-self.money, self.rule, self.month, self.path, -1 if self.measure is None else self.measure,
                self.other_cut + self.detail)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A function or an administrator in one month: its amounts, the rows that make them, and its place."""

    amounts: Amounts
    rows: tuple[int, ...]
    path: str


@dataclass(frozen=True)
class Total:
    """The total of a cut in one month: the amounts and the rows that make it, each with its sign.

    `parts`: the same money by code, for each way it can be divided here (`functional`, `administrative`, `economic`).
    """

    amounts: Amounts
    rows: tuple[int, ...]
    parts: Mapping[str, Mapping[str, Part]] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What is checked: the months of one cut of one budget and year, with the totals of its other cuts."""

    cut: str
    trees: Mapping[Month, Tree]
    others: Mapping[str, Mapping[Month, Total]] = field(default_factory=dict)
    known_codes: frozenset[str] | None = None
    """Paths of the classifier in force; None where none is loaded."""


@dataclass
class Result:
    """How often a check looked, and what did not hold."""

    tested: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        """Remember a finding."""
        self.findings.append(finding)


@dataclass(frozen=True)
class Check:
    """A check. `title`, `rule` and `why` are sentences of the catalogue."""

    key: str
    title: str
    rule: str
    why: str
    look: Callable[[Report], Result]

    def words(self, lang: str) -> dict[str, str]:
        """Title, rule and explanation in `lang`."""
        return {"title": say(self.title, lang), "statement": say(self.rule, lang), "explanation": say(self.why, lang)}


Placed = tuple[str, int, bool, Amounts]
"""Path, row, whether it is a leaf, amounts."""

PAID_OUT = ("II", "III/1", "IV/1", "VII/2")
"""What a budget pays out, of the full report: expenditure, loans given, assets bought, loans repaid."""


def total_of(tree: Tree, cut: str) -> Total | None:
    """What a month spends by a cut: the row of the total; of the full report what II, III, IV and VII pay out.

    None for a cut without a total or a report without section II.
    """
    return total_of_rows(
        ((node.path, node.line.number, not node.children, node.line.amounts) for node in tree.by_path.values()), cut
    )


def total_of_rows(rows: Iterable[Placed], cut: str) -> Total | None:
    """The same of rows with their places, wherever they come from."""
    by_path = {row[0]: row for row in rows}
    if cut != "full":
        root = by_path.get("total")
        if root is None or root[2]:
            return None
        found = {path.rpartition("/")[2]: Part(row[3], (row[1],), path)
                 for path, row in by_path.items() if path.count("/") == 1}  # fmt: skip
        return Total(root[3], (root[1],), {cut: found})
    if "II" not in by_path:
        return None
    whole = [by_path[path] for path in PAID_OUT if path in by_path]
    return Total(_summed(whole), tuple(row[1] for row in whole), _parts(by_path))


def _summed(rows: list[Placed]) -> Amounts:
    return tuple(signed_sum((1, row[3][at]) for row in rows) for at in range(SIZE))


def _parts(by_path: Mapping[str, Placed]) -> dict[str, dict[str, Part]]:
    """What the full report pays out by functions, and by administrators where every leaf has one."""
    groups: dict[str, list[Placed]] = {}
    bodies: dict[str, list[Placed]] = {}
    is_whole = True
    for path, row in by_path.items():
        above = next((one for one in PAID_OUT if path.startswith(one + "/")), None)
        if above is None:
            continue
        depth = path.count("/") - above.count("/")
        code = path.rpartition("/")[2]
        if depth == 1:
            groups.setdefault(code, []).append(row)
        if depth == 3:
            bodies.setdefault(code, []).append(row)
        elif depth < 3 and row[2] and any(row[3]):
            is_whole = False
    found = {"functional": groups} | ({"administrative": bodies} if is_whole else {})
    return {
        cut: {
            code: Part(_summed(rows), tuple(row[1] for row in rows), rows[0][0] if len(rows) == 1 else "II")
            for code, rows in codes.items()
        }
        for cut, codes in found.items()
    }


def title_of(path: str) -> str:
    """The house's own name of a section or heading; empty for any other node."""
    return sections.TITLES.get(path, "")
