"""Rows of one month -> the tree of signed nodes and its sums. Pure; the order of the rows does not matter.

A node is its whole path: an administrator repeats under many subgroups, and code 1 stands under everything. Unknown is
not zero: a sum with an unknown part is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jariya.portals.budgets import sections
from jariya.portals.budgets.measures import KEYS, Amounts
from jariya.portals.budgets.problems import Problems
from jariya.portals.budgets.reading.names import searchable
from jariya.portals.budgets.reading.table import Line
from jariya.portals.budgets.reading.understanding import Month, say_month

ROUNDING = 1_000
"""Tenge: amounts are given to a thousand or rounded from one, so a node may differ by one thousand from its parts."""
SIZE = len(KEYS)


@dataclass(slots=True, eq=False)
class Node:
    """A row in its place. `sign` is how it counts in the node above; `extra` are nodes outside that count as well."""

    line: Line
    key: str
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    extra: list[Node] = field(default_factory=list)
    sign: int = 1
    misnamed: str = ""
    """The section whose words the row bears although it is another."""
    path: str = ""
    depth: int = 0
    stated: Amounts = ()
    """As the file says, None where the file wrote a missing amount as zero."""
    summed: Amounts = ()
    """The signed sum of the leaves."""

    @property
    def parts(self) -> list[tuple[int, Node]]:
        """What makes this node, each with its sign."""
        return [(child.sign, child) for child in self.children] + [(1, other) for other in self.extra]

    @property
    def section(self) -> str:
        """Key of the node's root: I to VII, or `total` of a cross-cut."""
        return self.path.partition("/")[0]

    def walk(self) -> Iterator[Node]:
        """This node and all under it, from above."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


@dataclass
class Tree:
    """One month of one budget."""

    month: Month
    roots: list[Node]
    by_path: dict[str, Node]

    def nodes(self) -> Iterator[Node]:
        """All nodes, each after the one above it, in the order of their paths' roots as given."""
        for root in self.roots:
            yield from root.walk()


def by_month(lines: Iterable[Line]) -> dict[Month, list[Line]]:
    """Rows parted by month, months in order."""
    found: dict[Month, list[Line]] = {}
    for line in lines:
        found.setdefault(line.month, []).append(line)
    return dict(sorted(found.items()))


def grow(lines: list[Line], cut: str, problems: Problems) -> Tree:
    """The tree of one month's rows.

    By the number of the parent where the file gives one, then by levels and the order of rows, else flat under the
    total. Rows without a place, in a place that is taken or in a circle are told to `problems`.
    """
    before = problems.refusals
    nodes = _linked(lines, problems)
    linked = problems.refusals == before
    roots = [node for node in nodes if node.parent is None]
    if cut == "full":
        _name_sections(roots)
    else:
        roots = _under_total(roots)
    tree = Tree(lines[0].month, sorted(roots, key=lambda node: node.line.number), {})
    # Rows whose parent is unknown stand in wrong places: that they are taken would be told twice.
    _place(tree, cut, problems if linked else Problems())
    if cut == "full" and "VII" in tree.by_path and "used" in tree.by_path:
        tree.by_path["VII"].extra.append(tree.by_path["used"])
    _state(tree)
    _sum(tree)
    return tree


def _name_sections(roots: list[Node]) -> None:
    """Sections by their words. Where two rows bear the words of one, that with another numeral is what it counts as.

    In seven months of 2023 the non-oil deficit stands as «VI. ФИНАНСИРОВАНИЕ ДЕФИЦИТА» above the real VII.
    """
    claims: dict[str, list[Node]] = {}
    for root in roots:
        section = sections.top(root.line.name)
        root.key = section.key if section else root.key
        claims.setdefault(root.key, []).append(root)
    for key, rows in claims.items():
        if len(rows) > 1 and any(sections.numeral(row.line.name) == key for row in rows):
            for row in rows:
                other = sections.numeral(row.line.name)
                if other and other not in claims:
                    row.key, row.misnamed = other, key


def _own_key(line: Line) -> str:
    return line.code or searchable(line.name).replace(" ", "-")[:80] or "-"


def _linked(lines: list[Line], problems: Problems) -> list[Node]:
    nodes = [Node(line, _own_key(line)) for line in lines]
    if not any(line.parent_id for line in lines):
        _by_level(nodes)
        return nodes
    by_id: dict[str, Node] = {}
    for node in nodes:
        known = by_id.setdefault(node.line.id, node)
        if known is not node:
            problems.tell("id.twice", node.line.number, "id", node.line.id, other=known.line.number)
    for node in nodes:
        if not node.line.parent_id:
            continue
        above = by_id.get(node.line.parent_id)
        if above is None:
            problems.tell("parent.unknown", node.line.number, "parent_id", node.line.parent_id)
        elif _is_above(node, above):
            problems.tell("parent.circle", node.line.number, "parent_id", node.line.parent_id)
        else:
            node.parent = above
            above.children.append(node)
    return nodes


def _is_above(node: Node, above: Node | None) -> bool:
    while above is not None:
        if above is node:
            return True
        above = above.parent
    return False


def _by_level(nodes: list[Node]) -> None:
    """Levels with the order of rows; sections and headings without a level are known by their names."""
    if len({node.line.level for node in nodes}) < 2:
        return
    trail: dict[int, Node] = {}
    for node in sorted(nodes, key=lambda one: one.line.number):
        level = node.line.level
        if level is None:
            level = 0
        above = [trail[depth] for depth in trail if depth < level]
        if above:
            node.parent = above[-1]
            above[-1].children.append(node)
        trail = {depth: one for depth, one in trail.items() if depth < level}
        trail[level] = node


def _under_total(roots: list[Node]) -> list[Node]:
    """A cross-cut: the row of the total, and the others under it."""
    totals = [root for root in roots if root.line.code == "0" or _is_total(root.line.name)]
    if len(roots) == 1:
        totals = roots
    if len(totals) != 1:
        return roots
    total = totals[0]
    total.key = "total"
    for root in roots:
        if root is not total:
            root.parent = total
            total.children.append(root)
    return [total]


def _is_total(name: str) -> bool:
    words = searchable(name).split()
    return any(word.startswith(("итого", "всего", "барлыгы", "жиыны", "total")) for word in words[:1] + words[-1:])


def _place(tree: Tree, cut: str, problems: Problems) -> None:
    """Paths, signs, depths; a place that is taken is told."""
    for root in tree.roots:
        root.path = root.key
        for node in root.walk():
            for child in node.children:
                if cut == "full" and node.parent is None and (found := sections.heading(node.key, child.line.name)):
                    child.key, child.sign = found.key, found.sign
                child.path, child.depth = f"{node.path}/{child.key}", node.depth + 1
    for node in sorted(tree.nodes(), key=lambda one: one.line.number):
        known = tree.by_path.setdefault(node.path, node)
        if known is not node:
            rule = "section.twice" if node.parent is None else "node.twice"
            problems.tell(rule, node.line.number, "code", f"{node.path} {node.line.name}", other=known.line.number)
        _parent_code(node, problems)
    for node in tree.nodes():
        node.children.sort(key=lambda child: child.line.number)


def _parent_code(node: Node, problems: Problems) -> None:
    given = node.line.parent_code
    if given and node.parent is not None and node.parent.line.code:
        from jariya.portals.budgets.reading.names import code

        if code(given) != node.parent.line.code:
            problems.tell("parent.code", node.line.number, "parentCode", given, other=node.parent.line.code_given)


def signed_sum(parts: Iterable[tuple[int, int | None]]) -> int | None:
    """The sum of signed amounts; None when there is none or one of them is unknown."""
    total = None
    for sign, amount in parts:
        if amount is None:
            return None
        total = (total or 0) + sign * amount
    return total


def _state(tree: Tree) -> None:
    """Amounts as stated. A zero beside non-zero parts, or zeros under a non-zero total, is a missing amount."""
    for node in tree.nodes():
        node.stated = node.line.amounts
    missing: set[tuple[int, int]] = set()
    for node in tree.nodes():
        parts = node.parts
        if not parts:
            continue
        for at in range(SIZE):
            own = node.line.amounts[at]
            if own is None:
                continue
            found = [(sign, part.line.amounts[at]) for sign, part in parts]
            if own and all(amount == 0 for _sign, amount in found):
                missing.update((id(under), at) for child in node.children for under in child.walk()
                               if under.line.amounts[at] == 0)  # fmt: skip
            elif own == 0:
                total = signed_sum(found)
                if total is not None and abs(total) > ROUNDING:
                    missing.add((id(node), at))
    if missing:
        for node in tree.nodes():
            node.stated = tuple(
                None if (id(node), at) in missing else amount for at, amount in enumerate(node.line.amounts)
            )


def _sum(tree: Tree) -> None:
    """Sums from the leaves up. `used` is a leaf of its own and counts in VII as an extra part."""
    # VII last: a section outside it counts in it.
    order = [node for root in sorted(tree.roots, key=lambda one: one.key != "VII") for node in root.walk()]
    for node in reversed(order):
        if not node.children:
            node.summed = node.stated
    for node in reversed(order):
        if node.children:
            node.summed = tuple(signed_sum((sign, part.summed[at]) for sign, part in node.parts) for at in range(SIZE))


def say(tree: Tree) -> str:
    """The month, for messages."""
    return say_month(tree.month)
