"""Officers, sessions, recommendations, guides and seminars as tests make them, through the actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.language.beside import Words
from jariya.portals.requests.commission import actions as commission
from jariya.portals.requests.learning import guides, places, seminars
from jariya.portals.requests.learning.models import Seminar
from jariya.portals.requests.monitoring import actions as monitoring
from jariya.portals.requests.monitoring.models import Criterion
from jariya.portals.requests.officers import actions as officers

DAY = dt.timedelta(days=1)
BOTH = {"text_kk": "Қазақша мәтін.", "text_ru": "Текст по-русски."}


def finding(word: str = "", criterion: str = Criterion.PUBLICATION) -> monitoring.Finding:
    """A finding; `word` stands in its texts."""
    return monitoring.Finding(
        criterion,
        f"Бюджет жарияланбаған {word}".strip(),
        f"Бюджет не опубликован {word}".strip(),
        "Сайтта биылғы бюджет жоқ.",
        "На сайте нет бюджета этого года.",
        "Бюджетті жариялаңыз.",
        "Опубликуйте бюджет.",
        "https://example.org/budget",
    )


def appointment(body: Body, *, kind: str = "ati_officer", duty: str = "main", since: dt.date) -> officers.Appointment:
    """An appointment to the first post of a kind."""
    post = Post.objects.filter(body=body, kind=kind).order_by("order").first()
    assert post is not None
    return officers.Appointment(post, duty, "№ 12, 15.01.2026", since, "+7 7000 00 00 00", "ati@ulgi.example")


def plan(starts_at: dt.datetime, word: str = "", agenda: int = 2) -> commission.Plan:
    """A session with its agenda."""
    points = tuple((f"{n}-мәселе", f"Вопрос {n}") for n in range(1, agenda + 1))
    return commission.Plan(
        f"Кезекті отырыс {word}".strip(), f"Очередное заседание {word}".strip(), "Үлгі, 1-зал", "Улги, зал 1",
        starts_at, points,
    )  # fmt: skip


def words(word: str = "") -> guides.Words:
    """What a guide says."""
    return Words(
        f"Қалай сұрау керек {word}".strip(), f"Как спросить {word}".strip(), "# Бастау\nСұраңыз.", "Спросите.",
        "How to ask", "Ask.",
    )  # fmt: skip


def seminar(starts_at: dt.datetime, word: str = "", seats: int = 2, audience: str = "citizens") -> seminars.Plan:
    """A seminar of two hours."""
    return seminars.Plan(
        audience, f"Сұрау салу сабағы {word}".strip(), f"Семинар о запросах {word}".strip(), "Бірге жазамыз.",
        "Напишем вместе.", "Кітапхана", "Библиотека", starts_at, starts_at + dt.timedelta(hours=2), seats,
    )  # fmt: skip


def information(
    people: dict[str, Any], bodies: dict[str, Body], say: Callable[[str], str], *, now: dt.datetime
) -> dict[str, str]:
    """One of each in the states that pages show; what nobody else sees yet is secret."""
    supervisor, head, citizen = people["supervisor"], people["head"], people["citizen-1"]
    ministry = bodies["ulgi-ministry"]
    by: dict[str, Any] = {"by": supervisor}

    def issued(at: dt.datetime, **more: Any) -> Any:
        case = monitoring.prepare(holder=ministry, finding=finding(), now=at, **by, **more).case
        return monitoring.issue(case=case, now=at, **by).case

    done = issued(now - 20 * DAY)
    monitoring.accept(case=done, by=head, now=now - 18 * DAY, **BOTH)
    monitoring.report(case=done, proof="https://example.org/b", by=head, now=now - 10 * DAY, **BOTH)
    monitoring.confirm(case=done, now=now - 5 * DAY, **by, **BOTH)
    disputed = issued(now - 9 * DAY)
    monitoring.dispute(case=disputed, by=head, now=now - 8 * DAY, **BOTH)
    secret = finding(say("title of a prepared recommendation"))
    prepared = monitoring.prepare(holder=ministry, finding=secret, now=now, **by).case

    main = officers.appoint(
        body=ministry, said=appointment(ministry, since=dt.date(2026, 1, 15)), by=head, now=now - 30 * DAY
    ).case
    deputy = appointment(ministry, kind="officer", duty="deputy", since=dt.date(2026, 1, 15))
    other = officers.appoint(body=ministry, said=deputy, by=head, now=now - 30 * DAY).case
    officers.train(
        case=main, on=dt.date(2026, 3, 2), hours=16, title_kk="Сұрау салу", title_ru="Запросы", by=head,
        now=now - 29 * DAY,
    )  # fmt: skip
    first = (now - DAY).date()
    officers.away(case=main, first=first, last=first + 10 * DAY, stand_in=other, by=head, now=now - DAY)

    made: dict[str, Any] = {}
    for name, starts in (("session", now - 5 * DAY), ("session_announced", now + 20 * DAY)):
        case = commission.prepare(body=ministry, plan=plan(starts), now=now - 25 * DAY, **by).case
        made[name] = commission.announce(case=case, now=now - 24 * DAY, **by).case
    decisions = (("Мақұлданды", "Одобрено"), ("Ұсынылды", "Рекомендовано"))
    commission.minute(case=made["session"], decisions=decisions, present=7, now=now - 4 * DAY, **by, **BOTH)
    sent = commission.recommend(
        case=made["session"], holder=bodies["akimat-ulgi-synaq"], finding=finding(), now=now - 3 * DAY, **by
    )
    assert sent.event is not None
    secret_plan = plan(now + 30 * DAY, say("title of a prepared session"))
    made["session_prepared"] = commission.prepare(body=ministry, plan=secret_plan, now=now, **by).case
    columns = {
        "name_kk": "Сәуле Үлгіқызы", "name_ru": "Сауле Улгикызы", "side": "society", "seat": "chair",
        "post_kk": "«Мысал» қоры", "post_ru": "Фонд «Мысал»", "since": dt.date(2026, 1, 10), "source": "invented",
    }  # fmt: skip
    commission.seat(body=ministry, columns=columns, by=supervisor, now=now)

    guide = guides.prepare(body=ministry, audience="citizens", words=words(), now=now - 9 * DAY, **by).case
    guides.publish(case=guide, now=now - 9 * DAY, **by)
    guide.refresh_from_db()
    changed = {"changed_kk": "Жаңа мысалдар", "changed_ru": "Новые примеры"}
    guides.renew(case=guide, words=words("2"), now=now - 2 * DAY, **by, **changed)
    secret_words = words(say("title of a prepared guide"))
    draft = guides.prepare(body=ministry, audience="press", words=secret_words, now=now, **by).case

    for name, starts in (("seminar", now + 12 * DAY), ("seminar_held", now - 6 * DAY)):
        case = seminars.prepare(body=ministry, plan=seminar(starts), now=now - 20 * DAY, **by).case
        made[name] = seminars.announce(case=case, now=now - 19 * DAY, **by).case
        row = Seminar.objects.select_related("case__body").get(case=made[name])
        called = say(f"name at a {name.replace('_', ' ')}")
        place = places.take(seminar=row, person=citizen, name=called, now=now - 10 * DAY)
    seminars.publish(
        case=made["seminar_held"], link="https://example.org/m", came=[place.pk], now=now - 5 * DAY, **by, **BOTH
    )
    return {
        "recommendation": done.public_id,
        "recommendation_disputed": disputed.public_id,
        "recommendation_prepared": prepared.public_id,
        "access_officer": main.public_id,
        "guide": guide.public_id,
        "guide_prepared": draft.public_id,
        **{name: case.public_id for name, case in made.items()},
    }
