"""Run by test_contest.py in a process of its own: many threads act at once on a committed database; prints JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from jariya.project.cli import django

django()

from django.db import connection  # noqa: E402

from jariya.kernel.bodies.models import Body  # noqa: E402
from jariya.kernel.discussion import actions  # noqa: E402
from jariya.kernel.discussion.models import Comment, Review, Support  # noqa: E402
from jariya.kernel.lifecycle.refusals import Refused  # noqa: E402
from jariya.kernel.people.models import Person  # noqa: E402
from jariya.portals.budgets.drafts import actions as drafts  # noqa: E402
from jariya.portals.budgets.drafts.content import Content, Measured  # noqa: E402

NOW = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)


def person(name: str) -> Person:
    return Person.objects.get(handle=f"demo-{name}")


def at_once(work: Callable[..., Any], given: list[Any]) -> list[Any]:
    def run(one: Any) -> Any:
        try:
            return work(one)
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, given))


content = Content("a", "a", "b", "b", "c", "c", ((2027, 1),), (Measured(1, "d", "d", "e", None, Decimal(1)),))
ministry = Body.objects.get(slug="ulgi-ministry")
draft = drafts.prepare(body=ministry, code="001", year=2027, content=content, by=person("officer-1"), now=NOW).case
draft = drafts.publish(case=draft, by=person("officer-1"), now=NOW).case
opened = at_once(lambda _n: drafts.advance(now=LATER), list(range(4)))
draft.refresh_from_db()
common: dict[str, Any] = {"case": draft, "language": "kk", "identity": "phone", "now": LATER}


def post(given: tuple[str, str | None]) -> str:
    return actions.post(text=given[0], key=given[1], by=person("citizen-1"), **common).public_id


same = at_once(post, [("Бір", "one-key")] * 16)
limited = at_once(post, [(f"Пікір {n}", None) for n in range(24)])
comment = Comment.objects.get(public_id=same[0])
Person.objects.bulk_create(Person(handle=f"crowd-{n}", created_at=NOW) for n in range(40))
crowd = list(Person.objects.filter(handle__startswith="crowd-"))
at_once(lambda one: actions.support(comment=comment, by=one, now=LATER), [*crowd, *crowd])
at_once(lambda _n: actions.count_supports(), list(range(6)))
comment.refresh_from_db()
look = Review.objects.select_related("comment__case").get(comment=comment, decided_at=None)
claims = at_once(
    lambda name: bool(actions.claim(review=look, by=person(name), now=LATER)), ["moderator", "supervisor"] * 8
)
look.refresh_from_db()
holder = look.claimed_by
decided = at_once(
    lambda n: bool(
        actions.keep(review=look, by=holder, now=LATER)
        if n % 2
        else actions.hide(review=look, ground="discussion.ground.insult", reason="x", by=holder, now=LATER)
    ),
    list(range(8)),
)
second = Comment.objects.filter(case=draft, author=person("citizen-1")).order_by("-pk")[0]


def race(n: int) -> str:
    if n % 2:
        actions.edit(comment=second, text=f"Өзгерді {n}", by=person("citizen-1"), now=LATER)
        return "edited"
    actions.post(text=f"Жауап {n}", by=crowd[n], parent=second, **common)
    return "replied"


raced = at_once(race, list(range(8)))
first_reply = second.replies.order_by("id").first()
late = second.steps.filter(kind="edited", id__gt=first_reply.steps.get(kind="posted").pk).count()
print(
    json.dumps(
        {
            "opened": sum(opened),
            "state": draft.state,
            "same": len(set(same)),
            "limited": Counter("said" if one.startswith("K2026") else one for one in limited),
            "supports": [Support.objects.filter(comment=comment).count(), comment.supports],
            "claims": Counter(map(str, claims)),
            "decided": Counter(map(str, decided)),
            "reviews": Review.objects.filter(comment=comment).count(),
            "raced": Counter(raced),
            "edited_after_a_reply": late,
        }
    )
)
