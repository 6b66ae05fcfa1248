"""Who is told of an event, and why. Reads only; a constant number of queries however many people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

from jariya.kernel.correspondence.models import Letter
from jariya.kernel.lifecycle.engine import Happening, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.notices import about, links, reach, topics
from jariya.kernel.notices.models import Preference, PushDevice, Subscription
from jariya.kernel.notices.push import vapid
from jariya.kernel.people import sms
from jariya.kernel.people.models import Person, Role, RoleKind

SUPERVISOR_TOPIC = "supervisor"
TOLD = "told:"
"""Prefix of a topic that names a person: the event is told to them and to nobody else (the author of a comment)."""


Parties = Callable[[Case], Iterable[int]]
_parties: list[Parties] = []


def parties(who: Parties) -> None:
    """Join who is told of every public event of a case besides its asker: those who signed the letter with them.

    Called by `project/wiring.py` alone.
    """
    if who not in _parties:
        _parties.append(who)


@dataclass(frozen=True)
class Recipient:
    """A person, why they are told, and what is needed to choose the channels."""

    person: Person
    about: str
    chosen: Mapping[str, bool]
    has_browser: bool = False
    """Whether web push can reach them."""
    mail_refused_at: dt.datetime | None = None
    """Since when their mail comes back."""

    @property
    def has_mail(self) -> bool:
        """Whether mail can reach them."""
        return reach.by_mail(self.person, self.mail_refused_at)

    @property
    def has_phone(self) -> bool:
        """Whether SMS can reach them."""
        return sms.available() and bool(self.person.phone and self.person.phone_confirmed_at)

    def wants(self, channel: str) -> bool:
        """Whether they are told by this channel."""
        reachable = {about.MAIL: self.has_mail, about.SMS: self.has_phone, about.PUSH: self.has_browser}
        return reachable[channel] and about.wants(self.about, channel, self.chosen, has_mail=self.has_mail)


def recipients(happening: Happening) -> tuple[list[Recipient], bool]:
    """The people an event is told to, and whether a crowd of followers is still to be told.

    The asker learns every public event of their case; who acted is not told of their own act, save the asker of the
    one that started a clock, because that message is the coupon. Officials learn internal events too. Followers
    learn public events of public cases, and never by the topic of a citizen: following a person must not show what
    they ask. A crowd of followers is left to `listener.tell_followers`.
    """
    case, event = happening.case, happening.event
    if alone := [int(topic.removeprefix(TOLD)) for topic in event.topics if topic.startswith(TOLD)]:
        return loaded(dict.fromkeys(alone, about.why_told(event.kind).code)), False
    starts_a_clock = any(row.duty_of != "person" for row in happening.obligations)
    actor = event.person_id
    told: dict[int, str] = {}

    def tell(person_id: int | None, why: about.About) -> None:
        if person_id is not None:
            told.setdefault(person_id, why.code)

    if event.public and (actor != case.person_id or starts_a_clock):
        tell(case.person_id, about.OWN)
    for person_id in (pk for who in _parties for pk in who(case)) if event.public else ():
        if person_id != actor:
            tell(person_id, about.SIGNED)
    if actor != case.assignee_id:
        tell(case.assignee_id, about.ASSIGNED)
    for person_id, kind in _officials(happening):
        if person_id != actor:
            tell(person_id, about.SUPERVISION if kind == RoleKind.SUPERVISOR else about.ARRIVED)
    followed_by = followers(case, event)
    for person_id in followed_by or ():
        tell(person_id, about.FOLLOWED)
    return loaded(told), followed_by is None


def arrived(happening: Happening) -> bool:
    """Whether the event leaves a duty with a body in which nobody prepares it yet.

    An event without an actor that names a duty or the body that took over (a term became overdue, the body ended)
    counts as one: somebody of the body has to hear it.
    """
    if happening.case.assignee_id is not None:
        return False
    if happening.decision is None:
        return bool({"obligation", "to_body"} & happening.event.codes.keys())
    return any(row.duty_of == "body" for row in happening.obligations)


def _officials(happening: Happening) -> list[tuple[int, str]]:
    case, event = happening.case, happening.event
    day = _day(happening)
    wanted = Q()
    if arrived(happening):
        wanted |= Q(kind=RoleKind.OFFICER, body_id=case.body_id)
    if SUPERVISOR_TOPIC in event.topics:
        wanted |= Q(kind=RoleKind.SUPERVISOR) & (Q(everywhere=True) | Q(body_id=case.body_id))
    if not wanted:
        return []
    # Supervisors first: one reason wins over another in the order of `ABOUTS`.
    rows = Role.objects.on(day).filter(wanted).values_list("person_id", "kind").order_by("-kind", "person_id")
    return list(rows)


MOST_AT_ONCE = 200
"""More followers than this are told by a job that follows: an act must not wait for a crowd."""


def followers(case: Case, event: Event, *, after: int = 0, most: int = MOST_AT_ONCE) -> list[int] | None:
    """Ids, in order, of those who follow a topic of the event or the post its letter is addressed to.

    The asker and the actor are left out.

    Args:
        after: ids up to this one are left out (the job's cursor).
        most: how many are read.

    Returns:
        Nobody for what is not public. None when there are more than `most` and none were left out: a crowd.
    """
    if not event.public or not links.is_public(case):
        return []
    kinds = ("case", "body", "post", *topics.kinds())
    wanted = [topic for topic in event.topics if topic.partition(":")[0] in kinds]
    post = Concat(Value("post:"), Cast("addressee_id", CharField()))
    addressee = Letter.objects.filter(case=case).values_list(post)
    rows = Subscription.objects.filter(Q(topic__in=wanted) | Q(topic=Subquery(addressee)), person_id__gt=after)
    rows = rows.exclude(person_id__in=[pk for pk in (event.person_id, case.person_id) if pk is not None])
    found = list(rows.order_by("person_id").distinct().values_list("person_id", flat=True)[: most + 1])
    if len(found) > most and not after:
        return None
    return found[:most]


def loaded(told: Mapping[int, str]) -> list[Recipient]:
    """Recipients with what decides their channels. Two queries; closed accounts are left out."""
    if not told:
        return []
    browsers = PushDevice.objects.filter(person=OuterRef("pk")) if vapid.available() else PushDevice.objects.none()
    people = Person.objects.filter(pk__in=told, is_active=True).annotate(browser=Exists(browsers)).order_by("pk")
    rows = Preference.objects.filter(person_id__in=told).values_list("person_id", "chosen", "mail_refused_at")
    known = {pk: (chosen, refused_at) for pk, chosen, refused_at in rows}
    found = []
    for person in people:
        chosen, refused_at = known.get(person.pk, ({}, None))
        found.append(Recipient(person, told[person.pk], chosen, person.browser, refused_at))
    return found


def _day(happening: Happening) -> dt.date:
    return legal_day(happening.now or happening.event.at)
