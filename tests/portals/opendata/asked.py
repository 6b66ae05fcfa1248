"""A plan, requests for data and a source of another site, as the registers of addresses need them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion import actions as discussion
from jariya.kernel.discussion.models import Review
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.opendata.harvesting.models import Publisher, Record, Run, Source, Trouble
from jariya.portals.opendata.planning import actions as planning
from jariya.portals.opendata.planning.actions import Planned
from jariya.portals.opendata.wanted import actions as wanting


def matters(people: Mapping[str, Person], body: Body, secret: str, *, now: dt.datetime) -> dict[str, Any]:
    """Public ids of items and requests, and the key of a source.

    Args:
        secret: words of a request that a moderator hides: they may leak nowhere.
    """
    officer, today = people["officer-1"], legal_day(now)

    def item(kk: str, ru: str, frequency: str, at: dt.datetime) -> Case:
        said = Planned(
            kk, ru, frequency, legal_day(at), text_kk="Не болуы тиіс", text_ru="Что должно быть", number=kk[:9]
        )
        return planning.plan(body=body, planned=said, by=officer, now=at).case

    def want(title: str, text: str, who: str = "citizen-1") -> Case:
        options: dict[str, Any] = {"language": "kk", "by": people[who], "identity": "phone", "now": now}
        return wanting.ask(body=body, title=title, text=text, confirmed=True, **options).case

    kept = item("Аялдамалар тізімі", "Список остановок", "yearly", now)
    late = item("Шамдар тізімі", "Список фонарей", "daily", now - dt.timedelta(days=9))
    asked, planned = want("Аялдамалар", "Картада керек."), want("Ағаштар", "Түрі мен жасы.")
    hidden = want(secret, secret, "citizen-2")
    review = Review.objects.get(comment__case=hidden)
    discussion.claim(review=review, by=people["moderator"], now=now)
    discussion.hide(review=review, ground="discussion.ground.insult", reason="Дөрекі", by=people["moderator"], now=now)
    wanting.plan(
        case=planned, planned=Planned("Ағаштар", "Деревья", "yearly", today), text="Жыл соңында.", by=officer,
        identity="staff", now=now,
    )  # fmt: skip
    source = Source.objects.create(
        key="neighbour", url="https://data.example/", kind="ckan", title="Көрші", made_at=now
    )
    publisher = Publisher.objects.create(source=source, name="agency", title="Агентство")
    run = Run.objects.create(source=source, state="done", counts={"apart": 1, "wrong": 1}, began_at=now, beat_at=now)
    Record.objects.create(
        source=source, remote="a", publisher=publisher, title="Набор", digest=b"x" * 32, state="apart", seen_at=now
    )
    Trouble.objects.create(run=run, remote="b", code="record.no_title")
    return {
        "plan_item": kept.public_id,
        "plan_item_late": late.public_id,
        "wanted": asked.public_id,
        "wanted_planned": planned.public_id,
        "wanted_hidden": hidden.public_id,
        "harvest_source": source.key,
    }
