"""What a code was called before a reform and what it became: crosswalks between editions, loaded and followed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from jariya.portals.budgets.models import ClassifierItem, ClassifierVersion, Crosswalk, Cut
from jariya.portals.budgets.reference import read_rows


@dataclass(frozen=True)
class Side:
    """The codes on the other side of a reform.

    `whole`: together they are this code and nothing else, so that their amounts add up to it.
    """

    items: list[ClassifierItem]
    whole: bool

    @property
    def paths(self) -> list[str]:
        """Their paths, where they may be added up; else none."""
        return [item.path for item in self.items] if self.whole else []


@dataclass(frozen=True)
class Reform:
    """What a code was (`before`) and what it became (`after`); None where no crosswalk names it."""

    before: Side | None = None
    after: Side | None = None


def of(cut: str, path: str) -> Reform:
    """The reforms of a code. One query where there is none, two or three else."""
    named = Q(after__path=path) | Q(before__path=path)
    rows = list(
        Crosswalk.objects.filter(named, before__version__cut=cut).select_related("before", "after").order_by("id")
    )
    former = {row.before_id: row.before for row in rows if row.after.path == path}
    later = {row.after_id: row.after for row in rows if row.before.path == path}
    return Reform(
        Side(list(former.values()), Crosswalk.objects.filter(before__in=former).count() == len(former))
        if former
        else None,
        Side(list(later.values()), Crosswalk.objects.filter(after__in=later).count() == len(later)) if later else None,
    )


@transaction.atomic
def load(text: str, *, cut: str, before: str, after: str) -> int:
    """Load a crosswalk between two loaded editions from CSV (before, after, source). Returns how many pairs are new.

    One code may become several, several one; a pair that is there already is left alone.

    ValueError with row and remedy for what cannot be taken; nothing is loaded then.
    """
    if cut not in Cut.values:
        raise ValueError(f"--cut is one of {', '.join(Cut.values)}")
    sides = [_items(cut, name) for name in (before, after)]
    made = []
    for number, row in enumerate(read_rows(text, ("before", "after", "source")), start=2):
        pair = [(row[column] or "").strip() for column in ("before", "after")]
        for path, items, name in zip(pair, sides, (before, after), strict=True):
            if path not in items:
                raise ValueError(f"row {number}, path {path!r}: the edition {name!r} has no such code")
        if not (row["source"] or "").strip():
            raise ValueError(f"row {number}, source: say which act made the one the other")
        made.append(Crosswalk(before_id=sides[0][pair[0]], after_id=sides[1][pair[1]], source=row["source"].strip()))
    known = Crosswalk.objects.count()
    Crosswalk.objects.bulk_create(made, ignore_conflicts=True)
    return Crosswalk.objects.count() - known


def _items(cut: str, name: str) -> dict[str, int]:
    if not ClassifierVersion.objects.filter(cut=cut, name=name).exists():
        raise ValueError(f"the edition {name!r} of {cut} is not loaded: jariya budget classifier loads it")
    rows = ClassifierItem.objects.filter(version__cut=cut, version__name=name)
    return dict(rows.values_list("path", "pk"))
