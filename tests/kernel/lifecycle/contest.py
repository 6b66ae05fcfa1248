"""Run by test_contest.py in a process of its own: many threads act at once on a committed database; prints JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from jariya.project.cli import django

django()

from django.db import connection  # noqa: E402

from jariya.kernel.bodies.models import Body  # noqa: E402
from jariya.kernel.correspondence.models import Letter  # noqa: E402
from jariya.kernel.lifecycle.models import Case, Event, Obligation  # noqa: E402
from jariya.kernel.lifecycle.refusals import Refused  # noqa: E402
from jariya.kernel.people.models import Person  # noqa: E402
from jariya.portals.dialogue import actions  # noqa: E402

NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)


def person(name: str) -> Person:
    return Person.objects.get(handle=f"demo-{name}")


def ask(key: str | None) -> str:
    body = Body.objects.get(slug="ulgi-ministry")
    options: dict[str, Any] = {"title": "Жарық", "points": ["Қашан?"], "language": "kk", "public": True}
    case = actions.ask(by=person("citizen-1"), body=body, identity="phone", now=NOW, key=key, **options).case
    return case.public_id


def accept(pk: int) -> str:
    try:
        actions.accept(case=Case.objects.get(pk=pk), by=person("officer-1"), now=NOW)
        return "done"
    except Refused as refusal:
        return refusal.code


def at_once(work: Callable[..., Any], given: list[Any]) -> list[Any]:
    def run(one: Any) -> Any:
        try:
            return work(one)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, given))


same = at_once(ask, ["one-key"] * 16)
many = at_once(ask, [None] * 24)
case = Case.objects.get(public_id=same[0])
accepted = at_once(accept, [case.pk] * 8)
numbers = list(Letter.objects.values_list("number", flat=True))
print(
    json.dumps(
        {
            "same": len(set(same)),
            "many": len(set(many)),
            "accepted": Counter(accepted),
            "events": Event.objects.filter(case=case, kind="accepted").count(),
            "numbers": [len(numbers), len(set(numbers))],
            "obligations": Obligation.objects.filter(case=case, kind="answer").count(),
        }
    )
)
