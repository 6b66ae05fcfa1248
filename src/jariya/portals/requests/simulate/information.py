"""What the invented authority and bodies show of access to information: officers, the Commission, findings, learning.

All of it goes through the actions, so a visitor finds what the program would have made. It hangs on the invented
ministry and oblast alone.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.bodies.models import Body, Post, PostKind
from jariya.kernel.language.beside import Words
from jariya.kernel.law.calendar import Calendar
from jariya.kernel.lifecycle.context import ALMATY, legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person, Role
from jariya.portals.requests.commission import actions as commission
from jariya.portals.requests.learning import guides, places, seminars
from jariya.portals.requests.learning.models import Seminar
from jariya.portals.requests.monitoring import actions as monitoring
from jariya.portals.requests.officers import actions as officers
from jariya.portals.requests.simulate import learning_texts as texts

MINISTRY, DISTRICT, CITY = "ulgi-ministry", "akimat-ulgi-synaq", "akimat-ulgi-mysal-city"
DAY = dt.timedelta(days=1)
INVENTED = "invented for the demonstration"
UNTRAINED = frozenset({"ulgi-office-roads"})
"""Bodies whose officer nobody has trained: the duty stands on their desk, late."""


def make(*, now: dt.datetime, handles: dict[str, int], calendar: Calendar) -> int:
    """Make everything as of `now`; returns how many cases.

    Args:
        handles: ids of the demonstration's people.
    """
    before = Case.objects.count()
    supervisor = Person.objects.get(pk=handles["demo-supervisor"])
    bodies = {body.slug: body for body in Body.objects.filter(invented=True)}
    _officers(now)
    _members(bodies[MINISTRY], supervisor, now)
    held = _sessions(bodies[MINISTRY], supervisor, now, calendar)
    _recommendations(bodies, supervisor, held, now)
    _guides(bodies[MINISTRY], supervisor, now)
    _seminars(bodies[MINISTRY], supervisor, handles, now, calendar)
    return Case.objects.count() - before


def _officers(now: dt.datetime) -> None:
    """Each connected invented body with the post appoints its officer; half a deputy as well."""
    today = legal_day(now)
    posts = Post.objects.filter(body__invented=True, body__connected=True).select_related("body")
    of = {
        kind: {post.body_id: post for post in posts.filter(kind=kind)}
        for kind in (PostKind.ATI_OFFICER, PostKind.OFFICER)
    }
    for number, (body_id, post) in enumerate(sorted(of[PostKind.ATI_OFFICER].items())):
        since = today - dt.timedelta(days=150 + 7 * number)
        head = Role.objects.on(since).filter(body_id=body_id, kind="head").select_related("person").first()
        if head is None:
            continue
        case = _appoint(post, "main", since, number, by=head.person)
        if post.body.slug not in UNTRAINED:
            title_kk, title_ru = texts.TRAINING
            on = since + dt.timedelta(days=40)
            said: dict[str, Any] = {"on": on, "hours": 16, "title_kk": title_kk, "title_ru": title_ru}
            officers.train(case=case, by=head.person, now=_at(on, 18), **said)
        deputy = of[PostKind.OFFICER].get(body_id)
        if deputy is not None and number % 2 == 0:
            other = _appoint(deputy, "deputy", since, number, by=head.person)
            if post.body.slug == MINISTRY:
                first = today - dt.timedelta(days=3)
                days = {"first": first, "last": first + dt.timedelta(days=14)}
                officers.away(case=case, stand_in=other, by=head.person, now=now - 3 * DAY, **days)


def _appoint(post: Post, duty: str, since: dt.date, number: int, *, by: Person) -> Case:
    order, mail = f"№ {20 + number}, {since:%d.%m.%Y}", f"ati@{post.body.slug}.example"
    said = officers.Appointment(post, duty, order, since, mail=mail)
    return officers.appoint(body=post.body, said=said, by=by, now=_at(since, 12)).case


def _members(ministry: Body, supervisor: Person, now: dt.datetime) -> None:
    since = legal_day(now) - dt.timedelta(days=300)
    for kk, ru, side, seat, post_kk, post_ru in texts.MEMBERS:
        columns = {
            "name_kk": kk, "name_ru": ru, "side": side, "seat": seat, "post_kk": post_kk, "post_ru": post_ru,
            "since": since, "source": INVENTED,
        }  # fmt: skip
        commission.seat(body=ministry, columns=columns, by=supervisor, now=now)


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=ALMATY).astimezone(dt.UTC)


def _sessions(ministry: Body, supervisor: Person, now: dt.datetime, calendar: Calendar) -> Case:
    """A session that was held, with minutes, and one to come; returns the held one."""
    by: dict[str, Any] = {"by": supervisor}
    made = []
    for days, title, agenda in ((-70, *texts.HELD), (12, *texts.COMING)):
        starts = _at(calendar.next_working(legal_day(now) + dt.timedelta(days=days)), 15)
        at = min(starts - 14 * DAY, now - DAY)
        plan = commission.Plan(*title, *texts.HALL, starts, tuple((kk, ru) for kk, ru, *_decided in agenda))
        case = commission.prepare(body=ministry, plan=plan, now=at, **by).case
        made.append(commission.announce(case=case, now=at, **by).case)
    decisions = tuple((kk, ru) for *_point, kk, ru in texts.HELD[1])
    kk, ru = texts.MINUTES
    held = _at(legal_day(now) - dt.timedelta(days=60), 12)
    return commission.minute(case=made[0], text_kk=kk, text_ru=ru, decisions=decisions, present=6, now=held, **by).case


def _recommendations(bodies: dict[str, Body], supervisor: Person, held: Case, now: dt.datetime) -> None:
    """One carried out, one returned and late, one disputed, one running; the Commission's own among them."""
    today = legal_day(now)
    heads = {
        slug: Role.objects.on(today).filter(body=bodies[slug], kind="head").select_related("person")[0].person
        for slug in (MINISTRY, DISTRICT, CITY)
    }
    for slug, days, source, words, story in texts.FINDINGS:
        at = now - days * DAY
        finding = monitoring.Finding(*words)
        by: dict[str, Any] = {"by": supervisor}
        if source == "commission":
            commission.recommend(case=held, holder=bodies[slug], finding=finding, now=at, **by)
            held.refresh_from_db()
            case = held.recommendations.latest("pk").case
        else:
            case = monitoring.prepare(holder=bodies[slug], finding=finding, now=at, **by).case
        case = monitoring.issue(case=case, now=at, **by).case
        for verb, later, kk, ru, proof in story:
            action = getattr(monitoring, verb)
            who = supervisor if verb in {"confirm", "send_back", "insist", "withdraw"} else heads[slug]
            said: dict[str, Any] = {"proof": proof} if verb == "report" else {}
            case = action(case=case, text_kk=kk, text_ru=ru, by=who, now=at + later * DAY, **said).case


def _guides(ministry: Body, supervisor: Person, now: dt.datetime) -> None:
    for audience, words in texts.GUIDES:
        at = now - 120 * DAY
        case = guides.prepare(body=ministry, audience=audience, words=Words(*words), by=supervisor, now=at).case
        case = guides.publish(case=case, by=supervisor, now=at).case
        if audience == "citizens":
            kk, ru = texts.RENEWED
            again = Words(words[0], words[1], words[2] + "\n" + kk, words[3] + "\n" + ru, *words[4:])
            guides.renew(
                case=case, words=again, changed_kk=kk[:200], changed_ru=ru[:200], by=supervisor, now=now - 20 * DAY
            )


def _seminars(
    ministry: Body, supervisor: Person, handles: dict[str, int], now: dt.datetime, calendar: Calendar
) -> None:
    """One that took place, with materials; one to come that is nearly full."""
    by: dict[str, Any] = {"by": supervisor}
    guests = list(Person.objects.filter(invented=True, staff=False).order_by("pk")[:9])
    for days, audience, words, seats in texts.SEMINARS:
        starts = _at(calendar.next_working(legal_day(now) + dt.timedelta(days=days)), 11)
        at = min(starts - 20 * DAY, now - 10 * DAY)
        plan = seminars.Plan(audience, *words, starts, starts + dt.timedelta(hours=3), seats)
        case = seminars.prepare(body=ministry, plan=plan, now=at, **by).case
        case = seminars.announce(case=case, now=at, **by).case
        row = Seminar.objects.select_related("case__body").get(case=case)
        taken = [
            places.take(seminar=row, person=guest, name=texts.NAMES[number % len(texts.NAMES)], now=at + DAY)
            for number, guest in enumerate(guests)
        ]
        if starts < now:
            kk, ru = texts.MATERIALS
            came = [place.pk for place in taken[:4]]
            seminars.publish(case=case, text_kk=kk, text_ru=ru, link="", came=came, now=max(starts + 2 * DAY, at), **by)
