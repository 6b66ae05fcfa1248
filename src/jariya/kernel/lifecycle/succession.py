"""Open cases of a body that ended go on at its successor: same case, same terms, another body that owes."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.models import Case, Obligation


def move_open_cases(*, old: int, new: int, now: dt.datetime, batch: int = 200) -> int:
    """Move every open case of a body to its successor, one transaction each: killed and run again, it goes on.

    Due days stay as they are. Nobody prepares the answer until the new body names somebody.

    Args:
        old, new: ids of the bodies.

    Returns:
        How many cases moved now.
    """
    moved = 0
    while ids := list(Case.objects.open().filter(body_id=old).order_by("pk").values_list("pk", flat=True)[:batch]):
        for pk in ids:
            with transaction.atomic():
                case = Case.objects.select_for_update(of=("self",)).select_related("body").get(pk=pk)
                if case.body_id != old or case.closed_on is not None:
                    continue
                case.body_id, case.assignee_id = new, None
                case.version += 1
                case.save(update_fields=["body", "assignee", "version"])
                running = Obligation.objects.filter(case=case, body_id=old).running()
                running.update(body_id=new, assignee=None)
                engine.record(
                    case, "succeeded", now=now, codes={"from_body": old, "to_body": new}, topics=(f"body:{old}",)
                )
                moved += 1
    return moved
