"""A letter goes on to another body, whole or in part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence import registration
from jariya.kernel.correspondence.actions.reasons import reason_of
from jariya.kernel.correspondence.models import Forwarding, Point, Wording
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person


def forward(
    *,
    case: Case,
    to: Body,
    reason: str,
    by: Person,
    now: dt.datetime,
    facts: Mapping[str, Any] | None = None,
    **options: Any,
) -> Outcome:
    """Forward the whole letter: same case, first registration day kept, the receiving body's own clock.

    `facts`: what else the portal's table looks at; `options` as in `lifecycle.engine.act`.
    """
    wording: list[Wording] = []
    hop = case.letter.hops + 1

    def before(locked: Case) -> None:
        wording.append(reason_of(locked, reason, by, now))

    def rows(locked: Case, event: Event) -> None:
        registration.reregister(locked, now=now)
        Forwarding.objects.create(
            case=locked, from_body_id=event.body_id, to_body=to, reason=wording[0], hop=hop, at=now, on=legal_day(now)
        )

    return engine.act(
        case,
        "forward",
        by=by,
        now=now,
        facts={
            "to_body_id": to.pk,
            "body_connected": registration.takes_letters(to, legal_day(now)),
            "reason": reason,
            "assignee_id": None,
            **(facts or {}),
        },
        codes={"hop": hop},
        changes={"assignee": None, "region_id": to.region_id},
        before=before,
        digest=lambda: bytes(wording[0].digest),
        rows=rows,
        alerts=_hop_alert(case, hop, legal_day(now)),
        **options,
    )


def forward_part(
    *,
    case: Case,
    to: Body,
    points: list[int],
    reason: str,
    by: Person,
    now: dt.datetime,
    rows: Any = None,
    facts: Mapping[str, Any] | None = None,
    **options: Any,
) -> Outcome:
    """Forward some points: each stays listed here and lives on in a child case with its own clock.

    `rows`: the portal's own rows of the child, called with (child, event); `facts` as in `forward`, for both cases.
    """
    here = set(Point.objects.filter(case=case, moved_to=None).values_list("number", flat=True))
    chosen = sorted(set(points) & here)
    wording: list[Wording] = []

    def before(locked: Case) -> None:
        wording.append(reason_of(locked, reason, by, now))

    def after(locked: Case, event: Event) -> None:
        part = registration.receive_part(locked, by=by, to_body=to, points=chosen, now=now, rows=rows, facts=facts)
        Forwarding.objects.create(
            case=locked,
            child=part.case,
            from_body_id=locked.body_id,
            to_body=to,
            reason=wording[0],
            hop=case.letter.hops + 1,
            at=now,
            on=legal_day(now),
        )

    return engine.act(
        case,
        "forward_part",
        by=by,
        now=now,
        facts={"points": chosen, "all_points": len(chosen) == len(here), "reason": reason, **(facts or {})},
        codes={"part_body": to.pk, "points": chosen},
        before=before,
        digest=lambda: bytes(wording[0].digest),
        rows=after,
        alerts=_hop_alert(case, case.letter.hops + 1, legal_day(now)),
        **options,
    )


def _hop_alert(case: Case, hop: int, day: dt.date) -> tuple[str, ...]:
    """The supervisor is alerted from the hop on that the norm of the letter's kind names."""
    return ("supervisor",) if hop >= norms_now().at(day)[hop_limit(case.kind)].count else ()


def hop_limit(kind: str) -> str:
    """Key of the norm that limits forwardings of a kind of letter: `question.forward.hop_limit`."""
    return f"{kind}.forward.hop_limit"
