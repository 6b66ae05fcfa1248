"""The invented nation: bulk histories equal acted ones, nothing is doubled, nothing hangs on a real body."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import connection

from jariya.kernel.correspondence.models import Answer, Extension, Forwarding, Letter, Point, Rating, Wording
from jariya.kernel.lifecycle.models import Case, DueChange, Event, Obligation
from jariya.portals.dialogue.models import Question
from jariya.portals.dialogue.simulate import acted, bulk, cast, chance
from jariya.project import invented

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
SEED = 7
HISTORIES = 200


@pytest.fixture
def players(db: None) -> cast.Cast:
    """The invented bodies with officials since 2020 and some citizens."""
    invented.staff(NOW)
    invented.citizens(40, seed=SEED, now=NOW)
    return cast.load()


def rows_of(case: Case) -> dict[str, Any]:
    """Everything written about a case, without ids, salts and digests."""
    parts = {row.pk: row for row in Case.objects.filter(parent=case)}
    names = {case.pk: "parent", case.parent_id: "whole", **dict.fromkeys(parts, "part")}

    def codes(row: Event) -> dict[str, Any]:
        return {name: value for name, value in row.codes.items() if name not in {"part_of", "number"}}

    def topics(row: Event) -> list[str]:
        return sorted(topic if not topic.startswith("case:") else "case" for topic in row.topics)

    return {
        "case": [
            case.state, case.body_id, case.region_id, case.person_id, case.language, case.opened_at, case.opened_on,
            case.closed_on, case.visibility, case.sealed, case.assignee_id, case.version, names.get(case.parent_id),
        ],
        "question": list(Question.objects.filter(case=case).values_list("kind", "title", "published_on")),
        "letter": list(
            Letter.objects.filter(case=case).values_list(
                "year", "received_at", "registered_on", "first_registered_on", "addressee", "channel", "identity",
                "hops",
            )
        ),
        "points": [(p.number, names.get(p.moved_to_id)) for p in Point.objects.filter(case=case)],
        "wordings": sorted(
            Wording.objects.filter(case=case).values_list(
                "part", "number", "version", "language", "text", "public_text", "author", "at"
            ),
            key=lambda row: row[:3],
        ),
        "obligations": sorted(
            Obligation.objects.filter(case=case).values_list(
                "kind", "duty_of", "public", "body", "assignee", "norm_key", "value", "unit", "started_on", "due_on",
                "extended_to", "edition", "met_at", "met_on", "cancelled_on", "overdue_told_at",
            ),
            key=str,
        ),
        "changes": list(
            DueChange.objects.filter(obligation__case=case).order_by("id").values_list("old", "new", "cause", "at")
        ),
        "events": [
            (e.kind, e.at, e.on, e.role, e.person_id, e.body_id, codes(e), e.public, topics(e), e.digest is None)
            for e in Event.objects.filter(case=case).order_by("id")
        ],
        "forwardings": list(
            Forwarding.objects.filter(case=case).values_list("from_body", "to_body", "reason__text", "hop", "at", "on")
        ),
        "extensions": list(
            Extension.objects.filter(case=case).values_list("old_due", "new_due", "by", "at", "reason__text")
        ),
        "answers": list(
            Answer.objects.filter(case=case).values_list(
                "version", "language", "signer", "signer_post", "delegation", "as_role", "level", "signed_at",
                "signed_on", "published_at",
            )
        ),
        "rating": list(Rating.objects.filter(case=case).values_list("score", "resolved", "at")),
    }  # fmt: skip


def test_200_bulk_histories_are_the_acted_ones(players: cast.Cast) -> None:
    drawn = chance.Chance(players, now=NOW, seed=SEED, total=HISTORIES, years=0.5)
    tales = [drawn.tale(index) for index in range(HISTORIES)]
    done = acted.perform(tales)
    given = Counter[tuple[int, int]]()

    def number(body: int, year: int) -> int:
        given[body, year] += 1
        return 100_000 + given[body, year]

    ledger = bulk.Ledger(players, now=NOW, seed=SEED, number=number)
    written = [ledger.perform(tale) for tale in tales]
    ledger.rows.write()
    connection.check_constraints()
    states = Counter[str]()
    for index, tale in enumerate(tales):
        one, other = Case.objects.get(pk=done[index]), Case.objects.get(pk=written[index][0])
        assert rows_of(one) == rows_of(other), f"history {index}: {[step.verb for step in tale.steps]}"
        states[one.state] += 1
        if tale.child is not None:
            assert rows_of(Case.objects.get(parent=one)) == rows_of(Case.objects.get(parent=other))
    verbs = {step.verb for tale in tales for step in tale.steps}
    assert {"forward", "forward_part", "extend", "rate", "withdraw", "publish", "send_back"} <= verbs
    assert len(states) >= 5, "the histories end in many states"
