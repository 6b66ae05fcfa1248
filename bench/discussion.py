"""How fast is the discussion of one case with 20,000 comments?

    DATABASE_URL=postgresql://… python bench/discussion.py [--comments 20000] [--seconds 3] [--keep]

Puts a draft programme into a database of its own, with comments of many people: one in four is a reply, one in six has
an official answer, one comment has a thousand replies, supports are spread unevenly, one in a hundred is hidden. Then
asks the running server for each page of the discussion, one reader at a time for p50 and p95, eight at once for
requests a second; and measures the acts: posting, supporting, counting supports, claiming. The bare page is `/healthz`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from ground import Clock, database, figure, heading, megabytes, say

from pages import READERS, _stop, free_port, queries, read, serve, share

LIMIT = 150.0
"""Milliseconds: p95 of each page, one reader at a time, uncached."""
PEOPLE = 2_000
WORDS = ("автобус", "мектеп", "ауыл", "жол", "қаражат", "неге", "қашан", "бала", "жүргізуші", "кесте", "қыс", "таң")


def make(count: int, rng: random.Random, now: dt.datetime) -> Any:
    """The case with its comments."""
    from decimal import Decimal

    from jariya.kernel.bodies.models import Body
    from jariya.kernel.people.models import Person
    from jariya.portals.budgets.drafts import actions
    from jariya.portals.budgets.drafts.content import Content, Measured

    officer, body = Person.objects.get(handle="demo-officer-1"), Body.objects.get(slug="ulgi-ministry")
    Person.objects.bulk_create(Person(handle=f"bench-{n}", created_at=now, invented=True) for n in range(PEOPLE))
    Person.objects.bulk_create(Person(handle=f"silent-{n}", created_at=now, invented=True) for n in range(200))
    texts = ("Автобус", "Автобус", "Автобус алынады.", "Купят автобусы.", "Мақсат", "Цель")
    measured = Measured(1, "Ауыл", "Село", "дана", None, Decimal(13))
    content = Content(*texts, amounts=((2027, 125_000_000),), indicators=(measured,))
    case = actions.prepare(body=body, code="001", year=2027, content=content, by=officer, now=now).case
    case = actions.publish(case=case, by=officer, now=now).case
    begun = now
    while case.state == "published":
        begun += dt.timedelta(days=1)
        actions.advance(now=begun)
        case.refresh_from_db()
    comments(case, count, rng, begun)
    return case


def comments(case: Any, count: int, rng: random.Random, at: dt.datetime) -> None:
    """Rows as the actions would write them, in bulk."""
    from django.db import connection

    from jariya.kernel.discussion.models import Comment, Review, Step, Support, Wording
    from jariya.kernel.lifecycle import ids
    from jariya.kernel.people.models import Person

    people = list(Person.objects.filter(handle__startswith="bench-").values_list("pk", flat=True))
    officer = Person.objects.get(handle="demo-officer-1").pk
    roots: list[Any] = []
    made: list[Any] = []

    def comment(number: int, parent: Any, official: bool = False) -> Any:
        moment = at + dt.timedelta(seconds=number)
        hidden = not official and rng.random() < 0.01
        return Comment(
            public_id=ids.new("K", 2026), case=case, parent=parent,
            version=1 if rng.random() < 0.5 else None, element="",
            author_id=officer if official else rng.choice(people), voice="body" if official else "person",
            body_id=case.body_id if official else None, identity="phone", language=rng.choice(("kk", "ru")),
            status="hidden" if hidden else "published", ground="discussion.ground.insult" if hidden else "", at=moment,
        )  # fmt: skip

    for number in range(int(count * 0.6)):
        row = comment(number, None)
        row.element = rng.choice(("goal", "money", "indicator-1")) if row.version else ""
        roots.append(row)
    Comment.objects.bulk_create(roots, batch_size=2000)
    crowd = roots[0]
    for number in range(int(count * 0.6), count):
        parent = crowd if number % 8 == 0 and number < count * 0.75 else rng.choice(roots)
        official = rng.random() < 0.25
        made.append(comment(number, parent, official))
        if official and parent.answered_at is None:
            parent.answered_at = at
    Comment.objects.bulk_create(made, batch_size=2000)
    Comment.objects.bulk_update([row for row in roots if row.answered_at], ["answered_at"], batch_size=2000)
    every = [*roots, *made]
    length = [rng.randint(5, 90) for _row in every]
    Wording.objects.bulk_create(
        (
            Wording(comment=row, language=row.language, text=" ".join(rng.choices(WORDS, k=size)), salt=b"0" * 16,
                    digest=b"0" * 32, author_id=row.author_id, at=row.at)
            for row, size in zip(every, length, strict=True)
        ),
        batch_size=2000,
    )  # fmt: skip
    Step.objects.bulk_create(
        (
            Step(comment=row, kind="answered" if row.voice == "body" else "posted", at=row.at, on=row.at.date(),
                 role="officer" if row.voice == "body" else "reader", person_id=row.author_id, body_id=case.body_id)
            for row in every
        ),
        batch_size=2000,
    )  # fmt: skip
    Review.objects.bulk_create(
        (
            Review(comment=row, body_id=case.body_id, cause=3, opened_at=row.at)
            for row in every
            if row.voice == "person" and row.status == "published"
        ),
        batch_size=2000,
    )
    supports = []
    for place, row in enumerate(rng.sample(roots, 2000)):
        for person in rng.sample(people, min(len(people), 2000 // (place + 1))):
            supports.append(Support(comment=row, person_id=person, at=at))
    Support.objects.bulk_create(supports, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def session(who: str) -> str:
    """The cookie of a demonstration person."""
    from django.test import Client

    client = Client()
    client.post("/kk/sign-in/demo/", {"handle": f"demo-{who}"})
    return client.cookies["session"].value


def pages(case: Any, rng: random.Random) -> list[tuple[str, list[str], bool]]:
    """What is asked for."""
    from jariya.kernel.discussion.models import Comment

    roots = Comment.objects.filter(case=case, parent=None)
    keys = [roots.order_by("-pk")[place].public_id for place in rng.sample(range(roots.count()), 60)]
    crowd = roots.order_by("pk")[0].public_id
    base = f"discussion/{case.public_id}/"
    return [
        ("bare", ["/healthz"], False),
        (
            "draft with its first comments",
            [f"/{lang}/budgets/drafts/{case.public_id}/" for lang in ("kk", "ru")],
            False,
        ),
        ("newest", [f"/{lang}/{base}" for lang in ("kk", "ru")], False),
        ("newest, deep", [f"/kk/{base}?order=newest&after={key}" for key in keys], False),
        ("most supported", [f"/kk/{base}?order=supported"], False),
        ("most supported, deep", [f"/kk/{base}?order=supported&after={key}" for key in keys], False),
        ("of one place", [f"/kk/{base}?at=1.money&after={key}" for key in keys], False),
        ("not answered", [f"/kk/{base}?waiting=1&after={key}" for key in keys], False),
        ("comment with a thousand replies", [f"/kk/discussion/comments/{crowd}/"], False),
        ("feed", [f"/feeds/kk/case/{case.public_id}/comments.atom"], False),
        ("moderators' queue", ["/kk/desk/moderation/"], True),
    ]


def timed(name: str, work: Callable[[int], Any], times: int) -> None:
    """Print p50 and p95 of an act."""
    taken = []
    for number in range(times):
        begun = time.perf_counter()
        work(number)
        taken.append(time.perf_counter() - begun)
    figure("act", name, "", share(taken, 0.5), share(taken, 0.95))


def acts(case: Any, now: dt.datetime) -> None:
    """Post, support, count, claim: through the actions, one after the other."""
    from jariya.kernel.discussion import actions, desk
    from jariya.kernel.discussion.models import Comment
    from jariya.kernel.lifecycle.engine import legal_day
    from jariya.kernel.people.models import Person

    people = list(Person.objects.filter(handle__startswith="silent-"))
    target = Comment.objects.filter(case=case, parent=None, status="published").order_by("pk")[5]
    timed("post", lambda n: actions.post(case=case, text=f"Жаңа пікір {n}", language="kk", by=people[n],
                                         identity="phone", now=now), 150)  # fmt: skip
    timed("support", lambda n: actions.support(comment=target, by=people[n], now=now), 150)
    begun = time.perf_counter()
    changed = actions.count_supports()
    figure("act", f"count supports ({changed:,} comments)", "", (time.perf_counter() - begun) * 1000)
    moderator = Person.objects.get(handle="demo-moderator")
    bench = desk.bench_of(moderator, legal_day(now))
    assert bench is not None
    rows, _more = desk.queue(bench, limit=100)
    timed("claim and keep", lambda n: (actions.claim(review=rows[n], by=moderator, now=now),
                                       actions.keep(review=rows[n], by=moderator, now=now)), len(rows))  # fmt: skip


def main() -> int:
    """Measure and print; 1 when a page is slower than the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comments", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each page and way")
    parser.add_argument("--keep", action="store_true", help="leave the database")
    options = parser.parse_args()
    heading()
    with database("discussion", keep=options.keep):
        from django.utils import timezone

        from jariya.project import nation

        rng, now, clock = random.Random(1), timezone.now(), Clock()
        nation.load_ground(now=now, say=say)
        case = make(options.comments, rng, now)
        figure("comments", options.comments, "megabytes", megabytes(), "made in s", clock.read()[0])
        acts(case, now)
        cookie, kinds = session("moderator"), pages(case, rng)
        counted = queries(kinds, cookie)
        port = free_port()
        server = serve(port)
        slow = []
        try:
            figure("kind", "page", "queries", "p50 ms", "p95 ms", "requests/s", "of bare")
            bare = 0.0
            for name, paths, signed in kinds:
                given = cookie if signed else ""
                read(port, paths, given, readers=READERS, seconds=1.0)
                alone = read(port, paths, given, readers=1, seconds=options.seconds)
                begun = time.perf_counter()
                rate = len(read(port, paths, given, readers=READERS, seconds=options.seconds)) / (
                    time.perf_counter() - begun
                )
                bare = bare or rate
                figure("page", name, counted[name], share(alone, 0.5), share(alone, 0.95), rate, f"1/{bare / rate:.1f}")
                if share(alone, 0.95) >= LIMIT:
                    slow.append(name)
        finally:
            _stop(server)
        figure("limit", f"p95 < {LIMIT:.0f} ms", "kept" if not slow else f"NOT kept: {', '.join(slow)}")
        return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
