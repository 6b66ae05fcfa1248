"""What a plan hears of data sets: a version that was published meets the term of the item it belongs to."""

from __future__ import annotations

from jariya.kernel.lifecycle.hearing import Happening
from jariya.portals.opendata.lifecycle import KIND
from jariya.portals.opendata.planning import actions
from jariya.portals.opendata.planning.models import PlanItem

PUBLISHED = frozenset({"set_published", "set_published_with_version", "version_published"})
"""Events of a data set that bring new data before the public; a former version published again brings none."""


def listener(happening: Happening) -> None:
    """Meet the term in the transaction in which the version was published."""
    if happening.event.kind not in PUBLISHED or happening.case.kind != KIND or happening.now is None:
        return
    item = PlanItem.objects.select_related("case__body").filter(data_set=happening.case.pk).first()
    if item is not None and item.case.state in {"owed", "kept"}:
        actions.keep(case=item.case, now=happening.now)
