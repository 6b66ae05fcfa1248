"""What all checks share: the report they look at, and how a finding is told. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
class Total:
    """The total of a cut in one month: the amounts and the rows that make it, each with its sign."""

    amounts: Amounts
    rows: tuple[int, ...]


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


def total_of(tree: Tree, cut: str) -> Total | None:
    """What a month spends by a cut: the row of the total; of the full report what II, III, IV and VII pay out.

    None for a cut without a total or a report without section II.
    """
    if cut != "full":
        root = tree.by_path.get("total")
        return Total(root.line.amounts, (root.line.number,)) if root and root.children else None
    if "II" not in tree.by_path:
        return None
    paid_out = [path for path in ("II", "III/1", "IV/1", "VII/2") if path in tree.by_path]
    nodes = [tree.by_path[path] for path in paid_out]
    amounts = tuple(signed_sum((1, node.line.amounts[at]) for node in nodes) for at in range(SIZE))
    return Total(amounts, tuple(node.line.number for node in nodes))


def title_of(path: str) -> str:
    """The house's own name of a section or heading; empty for any other node."""
    return sections.TITLES.get(path, "")
