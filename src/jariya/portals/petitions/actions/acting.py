"""One act on a petition, with the facts its guards look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jariya.kernel.correspondence.actions.reasons import with_reason
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.petitions.models import Petition


def facts_of(case: Case, petition: Petition | None = None) -> dict[str, Any]:
    """What every guard may ask of a petition; numbers of signatures are brought by who needs them."""
    row = petition or Petition.objects.get(case=case)
    return {
        "scope": row.scope,
        "suspended": case.suspended_since is not None,
        "support_needed": row.support_needed,
        "needed": row.threshold,
        "outcome": row.outcome or None,
    }


def act(
    case: Case,
    verb: str,
    *,
    by: Person | None,
    now: dt.datetime,
    facts: Mapping[str, Any] | None = None,
    petition: Petition | None = None,
    **options: Any,
) -> Outcome:
    """Do one act; `facts` are added to those every petition has. Arguments as in `lifecycle.engine.act`."""
    known = {**facts_of(case, petition), **(facts or {})}
    return engine.act(case, verb, by=by, now=now, facts=known, **options)


def reasoned(
    case: Case,
    verb: str,
    *,
    reason: str,
    by: Person,
    now: dt.datetime,
    facts: Mapping[str, Any] | None = None,
    **options: Any,
) -> Outcome:
    """The same where a person's reason goes with it: it is kept as a text of the case, its digest in the event."""
    known = {**facts_of(case), **(facts or {})}
    return with_reason(verb, case=case, reason=reason, by=by, now=now, facts=known, **options)
