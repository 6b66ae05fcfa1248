"""The reason that an act must give: a wording of the case, whose digest the event keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jariya.kernel.correspondence import wordings
from jariya.kernel.correspondence.models import Part, Wording
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


def with_reason(
    verb: str,
    *,
    case: Case,
    reason: str,
    by: Person,
    now: dt.datetime,
    changes: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    **options: Any,
) -> Outcome:
    """Do an act whose only text is its reason; `facts`, `changes` and `options` as in `lifecycle.engine.act`."""
    wording: list[Wording] = []

    def before(locked: Case) -> None:
        wording.append(reason_of(locked, reason, by, now))

    return engine.act(
        case,
        verb,
        by=by,
        now=now,
        facts={"reason": reason, **(facts or {})},
        changes=changes,
        before=before,
        digest=lambda: bytes(wording[0].digest),
        **options,
    )


def reason_of(case: Case, reason: str, by: Person, now: dt.datetime) -> Wording:
    """Write a reason as the next wording of the case; inside the transaction of the act."""
    last = Wording.objects.filter(case=case, part=Part.REASON).count()
    return wordings.write(case, Part.REASON, reason, language=case.language, by=by, now=now, number=last + 1)
