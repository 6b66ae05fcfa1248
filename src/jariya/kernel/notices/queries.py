"""What pages and feeds read of notices."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jariya.kernel.bodies.models import Body, FormerAddress, Post
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.notices import about, links, topics
from jariya.kernel.notices.compose import Notice, Wanted, compose
from jariya.kernel.notices.models import InboxEntry, Subscription
from jariya.kernel.people.models import Person

PAGE = 20
FEED = 50
CALENDAR = 500


@dataclass(frozen=True)
class InboxLine:
    """An entry as the page shows it."""

    token: uuid.UUID
    read: bool
    notice: Notice


def inbox(
    person: Person, *, language: str, before: uuid.UUID | None = None
) -> tuple[list[InboxLine], uuid.UUID | None]:
    """A page of the inbox, newest first, and the key of the next page or None."""
    rows = _readable(person)
    if before is not None:
        last = rows.filter(token=before).values_list("pk", flat=True).first()
        rows = rows.filter(pk__lt=last) if last is not None else rows
    found = list(rows.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    wanted = {row.pk: Wanted(row.event_id, row.about, language) for row in shown}
    notices = compose(list(wanted.values()))
    lines = [
        InboxLine(row.token, row.read_at is not None, notices[wanted[row.pk]])
        for row in shown
        if wanted[row.pk] in notices
    ]
    return lines, shown[-1].token if len(found) > PAGE else None


def unread(person: Person, *, most: int = 100) -> int:
    """Unread entries, counted no further than `most`."""
    return _readable(person).filter(read_at__isnull=True)[:most].count()


def _readable(person: Person) -> QuerySet[InboxEntry]:
    """A person's entries without those of cases that they only followed and that are no longer public."""
    hidden = Q(about=about.FOLLOWED.code) & (~Q(case__visibility="public") | Q(case__sealed=True))
    return InboxEntry.objects.filter(person=person).exclude(hidden)


@dataclass(frozen=True)
class Followed:
    """A topic as people name it. `name` is what forms send back: `case:Q2026-...`, `body:<slug>`, `post:<slug>:<n>`."""

    topic: str
    name: str
    case: Case | None = None
    body: Body | None = None
    post: Post | None = None
    thing: topics.Named | None = None
    """What a portal lets one follow."""


def topic(name: str, person: Person | None) -> Followed | None:
    """The topic a form or link names; None when there is no such thing or this person may not see it.

    Citizens cannot be followed: it would show what they ask. A head is followed as the post, whoever holds it.
    """
    kind, _sep, rest = name.partition(":")
    if kind == "case" and (public_id := ids.normal(rest)):
        case = Case.objects.filter(public_id=public_id).select_related("body").first()
        if case and (links.is_public(case) or (person and person.pk in (case.person_id, case.assignee_id))):
            return Followed(f"case:{case.pk}", f"case:{case.public_id}", case=case)
    if kind == "body" and len(rest) <= 80:
        body = body_of(rest)
        if body:
            return Followed(f"body:{body.pk}", f"body:{body.slug}", body=body)
    if kind == "post" and len(rest) <= 90:
        slug, _sep, order = rest.rpartition(":")
        post = post_of(slug, order)
        if post:
            return _followed_post(post)
    if (known := topics.topic(kind)) is not None and (thing := known.find(rest, person)) is not None:
        return _followed_thing(kind, thing)
    return None


def _followed_thing(kind: str, thing: topics.Named) -> Followed:
    return Followed(f"{kind}:{thing.key}", f"{kind}:{thing.rest}", thing=thing)


def post_of(slug: str, order: str) -> Post | None:
    """The post with this place in the body with this address, a former one included."""
    body = body_of(slug) if slug and order.isascii() and order.isdigit() and len(order) <= 4 else None
    return Post.objects.filter(body=body, order=int(order)).select_related("body").first() if body else None


def _followed_post(post: Post) -> Followed:
    return Followed(f"post:{post.pk}", f"post:{post.body.slug}:{post.order}", post=post)


def body_of(slug: str) -> Body | None:
    """The body with this address, a former one included."""
    found = Body.objects.filter(slug=slug).first()
    if found is None:
        former = FormerAddress.objects.filter(slug=slug).select_related("body").first()
        found = former.body if former else None
    return found


def followed(person: Person, *, most: int = 200) -> list[Followed]:
    """What a person follows, newest first. Four queries, and those of the portals' own kinds."""
    names = list(Subscription.objects.filter(person=person).order_by("-id").values_list("topic", flat=True)[:most])
    cases = Case.objects.in_bulk(_ids(names, "case"))
    bodies = Body.objects.in_bulk(_ids(names, "body"))
    posts = Post.objects.select_related("body").in_bulk(_ids(names, "post"))
    things = {kind: known.load(_keys(names, kind)) for kind in topics.kinds() if (known := topics.topic(kind))}
    found = []
    for name in names:
        kind, _sep, rest = name.partition(":")
        if kind == "case" and (case := cases.get(int(rest))):
            if links.is_public(case) or person.pk in (case.person_id, case.assignee_id):
                found.append(Followed(name, f"case:{case.public_id}", case=case))
        elif kind == "body" and (body := bodies.get(int(rest))):
            found.append(Followed(name, f"body:{body.slug}", body=body))
        elif kind == "post" and (post := posts.get(int(rest))):
            found.append(_followed_post(post))
        elif kind in things and (thing := things[kind].get(rest)):
            found.append(_followed_thing(kind, thing))
    return found


def _keys(names: list[str], kind: str) -> list[str]:
    return [name.partition(":")[2] for name in names if name.startswith(f"{kind}:")]


def _ids(names: list[str], kind: str) -> list[int]:
    return [int(key) for key in _keys(names, kind)]


def follows(person: Person, name: str) -> bool:
    """Whether a person follows a topic (internal form)."""
    return Subscription.objects.filter(person=person, topic=name).exists()


def public_events(
    *, body: Body | None = None, post: Post | None = None, case: Case | None = None, kind: str | None = None
) -> list[Event]:
    """The newest public events of public cases, newest first, with case and body."""
    rows = Event.objects.filter(public=True, case__visibility="public", case__sealed=False)
    if body is not None:
        rows = rows.filter(body=body)
    if post is not None:
        said = Q(case__letter__addressee=post) | Q(topics__contains=[f"post:{post.pk}"])
        rows = rows.filter(said, body_id=post.body_id)
    if case is not None:
        rows = rows.filter(case=case)
    if kind is not None:
        rows = rows.filter(case__kind=kind)
    return list(rows.select_related("case", "case__body").order_by("-id")[:FEED])


def own_deadlines(person: Person) -> list[Obligation]:
    """Running terms that concern a person: of their own cases, and of the cases they prepare. Soonest first."""
    running = Obligation.objects.running().select_related("case", "case__body")
    own = running.filter(case__person=person, public=True)
    work = running.filter(assignee=person)
    rows = {
        row.pk: row for row in [*own.order_by("due_on", "id")[:CALENDAR], *work.order_by("due_on", "id")[:CALENDAR]]
    }
    return sorted(rows.values(), key=lambda row: (row.due_on, row.pk))
