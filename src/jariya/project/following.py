"""Following a search: who follows words is told when something public that holds them is published.

It stands here because search and notices do not know each other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.context import ALMATY
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.notices import about, listener, recipients, topics
from jariya.kernel.notices.models import Subscription
from jariya.kernel.people.models import Person
from jariya.kernel.search.models import FollowedSearch
from jariya.kernel.search.queries import newer, newest_entry
from jariya.kernel.search.queries import search as find

KIND = "search"
LONGEST = 120
LINES = 30
BATCH = 100


@dataclass(frozen=True)
class Words:
    """A search as addresses carry it: `<language>:<kind>:<body>:<words>`."""

    language: str
    kind: str
    body: Body | None
    text: str

    @property
    def rest(self) -> str:
        """What stands in addresses."""
        return f"{self.language}:{self.kind}:{self.body.slug if self.body else ''}:{self.text}"

    @property
    def key(self) -> str:
        """What subscriptions keep: no words, so that a list of them tells nothing by itself."""
        place = self.body.pk if self.body else ""
        return hashlib.sha256(f"{self.language}:{self.kind}:{place}:{self.text.lower()}".encode()).hexdigest()[:40]


def _read(rest: str) -> Words | None:
    language, _a, more = rest.partition(":")
    kind, _b, more = more.partition(":")
    slug, _c, text = more.partition(":")
    text = " ".join(text.replace("\0", " ").split())[:LONGEST]
    if language not in ("kk", "ru", "en") or len(kind) > 32 or len(slug) > 80 or not text:
        return None
    body = Body.objects.filter(slug=slug).first() if slug else None
    return None if slug and body is None else Words(language, kind, body, text)


def _named(words: Words) -> topics.Named:
    def label(lang: str) -> str:
        with translation.override(lang):
            said = gettext("Search: %(words)s") % {"words": words.text}
            return f"{said} ({words.body.short(lang).text})" if words.body else said

    def path(lang: str) -> str:
        with translation.override(lang):
            name = "dialogue:search" if words.kind == "question" else "pages:search"
            asked = {"q": words.text, "in": words.language, "body": words.body.slug if words.body else ""}
            return f"{reverse(name)}?{urlencode({name: value for name, value in asked.items() if value})}"

    def author(lang: str) -> str:
        with translation.override(lang):
            return words.body.name(lang).text if words.body else gettext("Jariya")

    return topics.Named(words.key, words.rest, label, path, author)


def found(rest: str, _person: Person | None) -> topics.Named | None:
    """The search that an address names; None for what is none."""
    words = _read(rest)
    return _named(words) if words else None


def load(keys: Sequence[str]) -> Mapping[str, topics.Named]:
    """Followed searches by their keys. Two queries."""
    rows = list(FollowedSearch.objects.filter(key__in=keys))
    bodies = Body.objects.in_bulk([row.body for row in rows if row.body])
    return {row.key: _named(Words(row.language, row.kind, bodies.get(row.body or 0), row.words)) for row in rows}


def keep(thing: topics.Named) -> None:
    """Keep the words when somebody follows them; what was published before is not told."""
    words = _read(thing.rest)
    if words is not None:
        FollowedSearch.objects.get_or_create(
            key=words.key,
            defaults={
                "words": words.text,
                "language": words.language,
                "kind": words.kind,
                "body": words.body.pk if words.body else None,
                "seen": newest_entry(),
            },
        )


@dataclass(frozen=True)
class Line:
    """An entry of a search's feed."""

    mark: str
    title: str
    summary: str
    author: str
    at: dt.datetime
    path: str


def lines(thing: topics.Named, lang: str) -> Sequence[Line]:
    """What a search finds now, the newest first."""
    words = _read(thing.rest)
    if words is None:
        return []
    body = words.body.pk if words.body else None
    rows = find(words.text, lang=words.language, kind=words.kind or None, body=body, limit=LINES).rows
    made = []
    for row in sorted(rows, key=lambda row: (row.day, row.id), reverse=True):
        with translation.override(lang):
            path = reverse(row.url_name, args=row.url_args)
        made.append(
            Line(
                mark=hashlib.sha256(f"{thing.key}:{row.ref}".encode()).hexdigest()[:20],
                title="".join(part.text for part in row.title),
                summary="".join(part.text for part in row.text),
                author=thing.author(lang),
                at=dt.datetime.combine(row.day, dt.time(), tzinfo=ALMATY),
                path=path,
            )
        )
    return made


TOPIC = topics.Topic(find=found, load=load, lines=lines, keep=keep)


def tell_searches(*, now: dt.datetime) -> int:
    """Tell followers of searches what was published since the last run; a periodic job that catches up.

    One transaction a search: killed and run again, nobody is told twice. Returns how many messages were queued.
    """
    newest, told = newest_entry(), 0
    followed = set(
        Subscription.objects.filter(topic__startswith=f"{KIND}:").order_by().values_list("topic", flat=True).distinct()
    )
    for row in FollowedSearch.objects.filter(seen__lt=newest).order_by("key"):
        with transaction.atomic():
            held = FollowedSearch.objects.select_for_update().get(pk=row.pk)
            last = newest
            if f"{KIND}:{held.key}" in followed:
                hits = newer(held.words, lang=held.language, than=held.seen, kind=held.kind or None, body=held.body,
                             limit=BATCH)  # fmt: skip
                told += sum(_tell(held, ref) for _number, ref in hits)
                last = hits[-1][0] if len(hits) == BATCH else newest
            FollowedSearch.objects.filter(pk=held.pk).update(seen=last)
    return told


def _tell(search: FollowedSearch, ref: str) -> int:
    """Queue the newest public event of what was found, for all who follow the search but its own asker."""
    kind, _sep, number = ref.partition(":")
    case = Case.objects.public().filter(pk=number).select_related("body").first() if kind == "case" else None
    event = Event.objects.filter(case=case, public=True).order_by("-pk").first() if case else None
    if case is None or event is None:
        return 0
    people = Subscription.objects.filter(topic=f"{KIND}:{search.key}")
    people = people.exclude(person_id=case.person_id) if case.person_id else people
    why = dict.fromkeys(people.values_list("person_id", flat=True), about.FOLLOWED.code)
    return listener.queue(case, event, recipients.loaded(why))
