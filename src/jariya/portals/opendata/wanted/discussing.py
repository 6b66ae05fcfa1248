"""What the discussion asks of a request for data, and what a request hears from the discussion and from the plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from jariya.kernel.discussion.kinds import Discussed, Place, Spot, register
from jariya.kernel.discussion.steps import Happened
from jariya.kernel.lifecycle.hearing import Happening
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.opendata.planning.lifecycle import KIND as PLAN_ITEM
from jariya.portals.opendata.planning.models import PlanItem
from jariya.portals.opendata.wanted import indexing
from jariya.portals.opendata.wanted.lifecycle import KIND, SHOWN
from jariya.portals.opendata.wanted.models import Wanted
from jariya.portals.opendata.wanted.refusals import refused


def closed(case: Case, now: dt.datetime) -> Refused | None:
    """Only the request itself is said by a citizen: the rest is the body's answer, and support."""
    asked = Wanted.objects.filter(case=case, comment__isnull=False).exists()
    return refused("wanted.one_request") if asked else None


def places(case: Case, wanted: frozenset[Spot], lang: str) -> Mapping[Spot, Place]:
    """A request has no places inside it."""
    return {}


def on_comment(happened: Happened) -> None:
    """What becomes of the comment becomes of the case: hidden, put back, withdrawn, blackened."""
    comment, step = happened.comment, happened.step
    if comment.case.kind != KIND or comment.parent_id is not None:
        return
    from jariya.portals.opendata.wanted import actions

    case: Case = Case.objects.select_related("body").get(pk=comment.case_id)
    if step.kind == "hidden" and case.state in SHOWN:
        actions.hide(case=case, now=happened.now)
    elif step.kind == "restored" and case.state == "hidden":
        actions.restore(case=case, now=happened.now)
    elif step.kind == "withdrawn" and case.state != "withdrawn":
        actions.withdraw(case=case, now=happened.now)
    indexing.put(case)


def on_plan(happening: Happening) -> None:
    """What becomes of an item of a plan becomes known to those who asked for it."""
    if happening.case.kind != PLAN_ITEM or happening.now is None:
        return
    from jariya.portals.opendata.wanted import actions

    kind = happening.event.kind
    if kind not in {"plan_kept", "plan_dropped", "plan_struck"}:
        return
    item = PlanItem.objects.select_related("data_set").get(case=happening.case)
    for row in actions.waiting_for(item):
        if kind != "plan_kept":
            actions.reopen(case=row.case, now=happening.now)
        elif item.data_set is not None:
            actions.publish(case=row.case, data_set=item.data_set, now=happening.now)


register(KIND, Discussed(home=indexing.link, title=indexing.said, closed=closed, places=places))
