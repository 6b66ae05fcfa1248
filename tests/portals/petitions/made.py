"""Petitions of a living installation, for tests that walk every address. What only some may read is secret."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from jariya.kernel.bodies.models import Post
from jariya.kernel.discussion import actions as talk
from jariya.kernel.files import uploads
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.record.models import Total
from jariya.kernel.signing.actions import open_session
from jariya.kernel.signing.step import Matter
from jariya.portals.petitions.collecting import api, leaf
from jariya.portals.petitions.consideration import actions
from jariya.portals.petitions.consideration.actions.group import Seat
from jariya.portals.petitions.consideration.actions.hearing import Plan
from jariya.portals.petitions.consideration.outcome import Demand, Pledge, Ruling
from jariya.portals.petitions.models import Petition
from jariya.portals.petitions.texts import Texts

DAY = dt.timedelta(days=1)
WORDS = "Қанағаттандырылмағандықтарыңыздан "


def petitions(people: dict[str, Any], ministry: Any, say: Callable[[str], str], *, now: dt.datetime) -> dict[str, str]:
    """Petitions of citizen 1 to the ministry in the states that pages show; columns of `Made`."""
    officer, head, author = people["officer-1"], people["head"], people["citizen-1"]

    def petition(state: str, texts: Texts, **more: Any) -> Case:
        case = Case.objects.create(
            public_id=ids.new("P", now.year), kind="petition", state=state, body=ministry, person=author,
            language="kk", opened_at=now - 90 * DAY, opened_on=(now - 90 * DAY).date(),
            visibility=more.pop("visibility", "public"), version=1,
        )  # fmt: skip
        given: dict[str, Any] = {
            "addressee": ministry, "moderated_by": ministry, "scope": "government", "first_language": texts.first,
            "text_digest": texts.digest(), "submitted_on": (now - 90 * DAY).date(),
            "approved_on": (now - 80 * DAY).date(), "support_needed": 50, "opened_at": now - 70 * DAY,
            "threshold": 50_000, "threshold_norm": "petition.threshold.government",
        }  # fmt: skip
        Petition.objects.create(case=case, **{**given, **texts.content(), **more})
        return case

    def counted(case: Case, kinds: dict[str, int]) -> None:
        held = api.open(case, thresholds={"collecting": 50_000}, closes_on=(now + 60 * DAY).date(), now=now - 70 * DAY)
        for kind, number in kinds.items():
            Total.objects.create(log=held.log, kind=kind, region="990000000", hour="2026-05-19T05", count=number)
        held.signatures, held.minus = kinds.get(leaf.SIGN, 0), kinds.get(leaf.MINUS, 0)
        held.paper, held.size, held.counted_at = kinds.get(leaf.PAPER, 0), 9, now
        held.last_signers = [["Айгүл С.", 1], ["Ержан Т.", 0]] * 20
        held.save()

    def texts(what: str, secret: str = "") -> Texts:
        return Texts(
            "kk", f"Жылы мектеп {what} {secret}", f"Тёплая школа {what} {secret}",
            f"Жылы болсын {secret}", f"Пусть будет тепло {secret}",
        )  # fmt: skip

    def ruling(secret: str = "") -> Ruling:
        post = Post.objects.filter(body=ministry).order_by("order").first()
        assert post is not None
        demand = Demand(1, f"Салынсын {secret}", f"Построить {secret}", "satisfied", "Қаржы бар.", "Средства есть.")
        pledge = Pledge(1, f"Жоба {secret}", f"Проект {secret}", (now - 10 * DAY).date(), post.pk)
        second = Pledge(2, f"Құрылыс {secret}", f"Стройка {secret}", (now + 90 * DAY).date(), post.pk)
        return Ruling(f"Қаралды {secret}", f"Рассмотрено {secret}", (demand,), (pledge, second))

    collecting = petition("collecting", texts("қазір"))
    counted(collecting, {leaf.SIGN: 41_000, leaf.MINUS: 12, leaf.PAPER: 30})
    talk.post(
        case=collecting, text="Қолдаймын.", language="kk", by=people["citizen-2"], identity="phone", now=now - DAY
    )  # fmt: skip
    long = petition("lapsed", Texts("kk", (WORDS * 10)[:200].strip(), "", (WORDS * 200)[:5000].strip(), ""))
    by_link = petition(
        "gathering_support", texts("сілтемемен"), visibility="parties", opened_at=None, threshold=None,
        threshold_norm="",
    )  # fmt: skip
    hidden = petition("collecting", texts("жасырын", say("texts of a sealed petition")))
    counted(hidden, {leaf.SIGN: 7})
    Case.objects.filter(pk=hidden.pk).update(sealed=True)
    petition(
        "moderation", texts("тексеруде", say("texts of a petition nobody has checked")), visibility="parties",
        opened_at=None, threshold=None, threshold_norm="", approved_on=None, support_needed=None,
    )  # fmt: skip

    def taken(case: Case) -> Case:
        actions.register(case=case, by=officer, now=now - 40 * DAY)
        return actions.take_up(case=case, by=officer, now=now - 40 * DAY).case

    seats = [Seat("public", None, "Ата-аналар", "Родители")]
    considered = taken(petition("supported", texts("қаралуда"), supported_at=now - 41 * DAY))
    actions.form_group(case=considered, seats=seats, by=officer, now=now - 39 * DAY)
    for days in (-30, 20):
        plan = Plan(now + days * DAY, "Астана", "Астана", "Баяндама", "Доклад", "https://stream.example.kz/1")
        actions.announce_hearing(case=considered, plan=plan, by=officer, now=now - 39 * DAY)
    minutes = {"minutes_kk": "Айтылды.", "minutes_ru": "Сказано."}
    name = f"{say('name of a file of minutes')}.txt"
    sent = uploads.take_whole(
        name=name, content=SimpleUploadedFile(name, say("text of unpublished minutes").encode()), by=officer, now=now
    )
    actions.hold_hearing(case=considered, number=1, by=officer, now=now - 20 * DAY, uploads=[sent], **minutes)
    actions.draft_decision(case=considered, ruling=ruling(), by=officer, now=now - DAY)
    actions.publish_draft(case=considered, by=officer, now=now - DAY)
    talk.post(
        case=considered, text="Неге кеш?", language="kk", by=people["citizen-2"], identity="phone", now=now,
        version=1, element="point-1",
    )  # fmt: skip
    secret = say("draft of a decision that nobody has published")
    actions.draft_decision(case=considered, ruling=ruling(secret), by=officer, now=now)

    promised = taken(petition("supported", texts("уәде етілді"), supported_at=now - 41 * DAY))
    counted(promised, {leaf.SIGN: 50_100})
    actions.draft_decision(case=promised, ruling=ruling(), by=officer, now=now - 39 * DAY)
    actions.publish_draft(case=promised, by=officer, now=now - 39 * DAY)
    matter = Matter(id=promised.public_id, rev=1, title_kk="Шешім", title_ru="Решение", text="x")
    session = open_session(person=head, act="petition.decide", matter=matter, back="/kk/", language="kk", now=now)
    post = Post.objects.filter(body=ministry, kind="head").first()
    promised = actions.decide(
        case=promised, version=1, by=head, signing=session, post=post, now=now - 20 * DAY
    ).case  # fmt: skip
    actions.tell_late(now=now)
    waiting = petition("supported", texts("жетті"), supported_at=now - DAY)
    return {
        "petition": collecting.public_id,
        "petition_long": long.public_id,
        "petition_by_link": by_link.public_id,
        "petition_considered": considered.public_id,
        "petition_promised": promised.public_id,
        "petition_supported": waiting.public_id,
    }
