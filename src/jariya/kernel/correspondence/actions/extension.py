"""A longer term for the answer, with reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jariya.kernel.correspondence.actions.capacity import delegated
from jariya.kernel.correspondence.actions.reasons import reason_of
from jariya.kernel.correspondence.models import Extension, Wording
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.people.models import Person


def extend(
    *,
    case: Case,
    due_on: dt.date | None,
    reason: str,
    by: Person,
    now: dt.datetime,
    facts: Mapping[str, Any] | None = None,
    **options: Any,
) -> Outcome:
    """Extend the term for the answer, once, by a reasoned decision before the due day. The asker is told at once.

    Leaders of the body decide, and who is named in a published order for extensions. `facts`: what else the portal's
    table looks at; `options` as in `lifecycle.engine.act`.
    """
    wording: list[Wording] = []

    def before(locked: Case) -> None:
        wording.append(reason_of(locked, reason, by, now))

    def rows(locked: Case, event: Event) -> None:
        assert due_on is not None, "the guard of bounds lets no other pass"
        obligation = Obligation.objects.get(case=locked, kind="answer", met_on=None, cancelled_on=None)
        Extension.objects.create(
            case=locked,
            obligation=obligation,
            reason=wording[0],
            old_due=dt.date.fromisoformat(event.codes["old_due"]),
            new_due=due_on,
            by=by,
            at=now,
        )

    return engine.act(
        case,
        "extend",
        by=by,
        now=now,
        facts={"due_on": due_on, "reason": reason, **(facts or {})},
        before=before,
        digest=lambda: bytes(wording[0].digest),
        rows=rows,
        extra_roles=frozenset({"delegate"}) if "extend" in delegated(case, by, legal_day(now)) else frozenset(),
        **options,
    )
