"""Pages of petitions up to the threshold: writing, the moderators' desk, refusals in public; by whom they open."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.portals.dialogue.test_signed import authority, sign, trust  # noqa: F401
from tests.portals.petitions.conftest import KK, RU, TEXTS

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.signing.models import SigningSession
from jariya.portals.petitions import actions, live, signed
from jariya.portals.petitions.actions import drafting
from jariya.portals.petitions.models import Draft, Outage, Petition, Refusal, SignedDraft
from jariya.portals.petitions.texts import Texts

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
FORM = {"first_language": "kk", "title_kk": TEXTS.title_kk, "title_ru": TEXTS.title_ru, "text_kk": KK, "text_ru": RU}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    """Pages read the clock of the tests."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def at(who: str) -> Client:
    client = Client()
    assert client.post("/kk/sign-in/demo/", {"handle": f"demo-{who}"}).status_code == 302
    return client


def test_a_draft_is_saved_by_a_button_and_by_itself_and_nobody_else_sees_it(person: Any) -> None:
    author = at("citizen-1")
    assert author.post("/kk/petitions/write/").status_code == 302
    key = Draft.objects.get().key
    page = f"/kk/petitions/write/{key}/"
    assert author.post(page, {**FORM, "title_ru": "", "text_ru": "", "version": "0"}).status_code == 200
    assert Draft.objects.get().title_kk == TEXTS.title_kk
    piece = author.post(f"{page}check/", {**FORM, "addressee": "ulgi-ministry", "version": "1"}).content.decode()
    assert 'name="version" value="2"' in piece and "<html" not in piece
    assert Draft.objects.get().addressee is not None and Draft.objects.get().text_ru == RU
    stale = author.post(f"{page}check/", {**FORM, "title_kk": "Басқа атау болды енді", "version": "1"})
    assert "petition.draft_changed" in stale.content.decode()
    assert Draft.objects.get().title_kk == TEXTS.title_kk
    for stranger in (at("citizen-3"), at("moderator")):
        assert stranger.get(page).status_code == 404 and stranger.post(f"{page}check/", FORM).status_code == 404
    assert Client().get(page).status_code == 302
    assert author.post(page, {**FORM, "do": "delete"}).status_code == 302 and not Draft.objects.exists()


def test_what_is_missing_is_said_and_nothing_typed_is_lost() -> None:
    author = at("citizen-1")
    author.post("/kk/petitions/write/")
    page = f"/ru/petitions/write/{Draft.objects.get().key}/"
    said = author.post(page, {**FORM, "title_ru": "", "text_kk": "Қысқа", "do": "next", "version": "0"})
    text = said.content.decode()
    assert said.status_code == 422 and "Қысқа" in text and RU[:40] in text
    assert (
        author.get(page.replace(f"{Draft.objects.get().key}/", f"{Draft.objects.get().key}/review/")).status_code == 302
    )


def test_personal_data_and_a_petition_like_it_are_shown_while_one_writes(opened: Any, ministry: Any, now: Any) -> None:
    case = opened()
    found = live.check(
        Texts("ru", "", "О ремонте школьной дороги", "", "Отремонтируйте дорогу, звоните +7 701 555 01 42. " + RU),
        ministry,
        now.date(),
    )
    assert [one.kind for one in found.personal] == ["phone"] and found.ready
    assert [(one.public_id, one.signable) for one in found.alike] == [(case.public_id, True)], (
        "another form of the words"
    )
    kazakh = live.alike(Texts("kk", "Мектептің жолын жөндеу", "", "Мектептердегі жолдарды жөндеңіздер", ""))
    assert [one.public_id for one in kazakh] == [case.public_id]


def test_a_petition_is_submitted_as_it_was_signed(sign: Any, person: Any, ministry: Any, now: dt.datetime) -> None:  # noqa: F811
    draft = drafting.begin(person=person("citizen-1"), now=now, first="kk", addressee=ministry)
    draft = drafting.save(draft=draft, texts=TEXTS, addressee=ministry, now=now)
    author = at("citizen-1")
    look = author.get(f"/kk/petitions/write/{draft.key}/review/")
    assert look.status_code == 200 and "50" in look.content.decode()
    assert author.post(f"/kk/petitions/write/{draft.key}/review/").status_code == 303
    session = SigningSession.objects.get()
    drafting.save(draft=draft, texts=Texts("kk", "Басқа", "", "Басқа", ""), addressee=ministry, now=now)
    session = sign(session, "citizen-1")
    assert session.status == "passed", session.code
    case = Case.objects.get(kind="petition")
    petition = Petition.objects.get(case=case)
    assert bytes(petition.text_digest) == TEXTS.digest() and session.outcome == {"case": case.public_id}
    assert case.petition_revisions.get().signing == session
    assert not Draft.objects.exists() and not SignedDraft.objects.exists()
    back = author.get(f"/kk/petitions/write/{draft.key}/signed/?signing={session.public_id}")
    assert back.headers["Location"] == f"/kk/petitions/{case.public_id}/mine/?sent=1"
    assert author.get(back.headers["Location"]).status_code == 200
    assert at("citizen-3").get(f"/kk/petitions/{case.public_id}/mine/").status_code == 404
    assert signed.forget_unsigned() == 0


def test_two_moderators_refuse_at_the_desk_and_everyone_reads_the_ground(petition_for: Any, person: Any) -> None:
    case = petition_for(texts=Texts("kk", TEXTS.title_kk, "", KK + " Хабарласыңыз: +7 701 555 01 42.", ""))
    one, two = at("moderator"), at("moderator-2")
    page = f"/kk/petitions/moderation/{case.public_id}/"
    queue = one.get("/kk/petitions/moderation/").content.decode()
    assert TEXTS.title_kk in queue
    assert one.post(f"{page}claim/", {"version": "1"}).status_code == 302
    wrong = one.post(f"{page}propose_refusal/", {"reason": "Сот туралы"})
    assert wrong.status_code == 422 and "Сот туралы" in wrong.content.decode()
    given = {"ground": "courts", "reason": "Сот ісі туралы: +7 701 555 01 42"}
    assert one.post(f"{page}propose_refusal/", given).status_code == 302
    assert f"{page}refuse/" not in one.get(page).content.decode(), "the second person differs"
    assert one.post(f"{page}refuse/", {"checked": "on"}).status_code == 422
    form = two.get(f"{page}refuse/").content.decode()
    assert "555" not in form[form.index("cut_text_kk") : form.index("public_reason")], "blackened by rule already"
    cut = KK + " Хабарласыңыз: ███."
    posted = {"checked": "on", "cut_text_kk": cut, "cut_title_kk": TEXTS.title_kk, "public_reason": "Сот ісі туралы: █"}
    assert two.post(f"{page}refuse/", posted).status_code == 302
    shown = Client().get("/kk/petitions/refusals/?ground=courts").content.decode()
    assert TEXTS.title_kk in shown and "555" not in shown
    table = Client().get("/kk/petitions/refusals/refusals.csv?year=2026")
    assert table.headers["Content-Type"].startswith("text/csv")
    assert "2026-03,courts,Соттар,Суды,Courts,1,0" in b"".join(table.streaming_content).decode()  # type: ignore[attr-defined]
    assert Refusal.objects.get().cut_text_kk == cut
    assert at("citizen-1").get(f"/kk/petitions/{case.public_id}/mine/").content.decode().count("555") > 0, "its author"


def test_the_author_complains_and_the_supervisor_decides(petition_for: Any, person: Any, now: dt.datetime) -> None:
    case = petition_for()
    actions.claim(case=case, by=person("moderator"), now=now)
    actions.propose_refusal(case=case, ground="courts", reason="Сот.", by=person("moderator"), now=now)
    actions.refuse(case=case, checked=True, by=person("moderator-2"), now=now)
    author, supervisor = at("citizen-1"), at("supervisor")
    assert author.post(f"/kk/petitions/{case.public_id}/mine/complain/", {"reason": ""}).status_code == 422
    assert author.post(f"/kk/petitions/{case.public_id}/mine/complain/", {"reason": "Сот жоқ."}).status_code == 302
    assert case.public_id in supervisor.get("/kk/petitions/supervision/").content.decode()
    step = f"/kk/petitions/moderation/{case.public_id}/overturn/"
    assert supervisor.get(step).status_code == 200
    assert supervisor.post(step, {"reason": "Негіз жоқ."}).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "submitted"


def test_a_withdrawal_asks_first_and_another_author_cannot(approved: Any) -> None:
    case = approved()
    page = f"/kk/petitions/{case.public_id}/mine/withdraw/"
    assert at("citizen-3").post(page).status_code == 404
    author = at("citizen-1")
    assert author.get(page).status_code == 200 and Case.objects.get(pk=case.pk).state == "gathering_support"
    assert author.post(page, {"key": "k"}).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "withdrawn"


def test_desks_open_to_nobody_else(petition_for: Any, approved: Any) -> None:
    case = petition_for()
    for who in ("officer-1", "district-head", "citizen-1"):
        status = at(who).get(f"/kk/petitions/moderation/{case.public_id}/").status_code
        assert status in (403, 404), who
        assert at(who).get("/kk/petitions/supervision/").status_code in (403, 404)


def test_a_day_of_outage_is_published_by_the_supervisor(opened: Any, now: dt.datetime) -> None:
    opened()
    supervisor = at("supervisor")
    given = {
        "day": now.date().isoformat(),
        "days": "1",
        "reason_kk": "Байланыс болмады.",
        "reason_ru": "Не было связи.",
    }
    done = supervisor.post("/kk/petitions/supervision/", given)
    assert done.status_code == 302 and done.headers["Location"].endswith("?moved=1") and Outage.objects.count() == 1
    assert supervisor.post("/kk/petitions/supervision/", given).status_code == 409, "not twice"


def test_the_queue_of_the_moderators_costs_the_same_however_long_it_is(
    petition_for: Any, person: Any, now: dt.datetime, django_assert_max_num_queries: Any
) -> None:
    for _n in range(3):
        petition_for()
    client = at("moderator")
    with django_assert_max_num_queries(12):
        assert client.get("/kk/petitions/moderation/").status_code == 200
    for _n in range(3):
        refused = petition_for()
        actions.claim(case=refused, by=person("moderator"), now=now)
        actions.propose_refusal(case=refused, ground="courts", reason="Сот.", by=person("moderator"), now=now)
        actions.refuse(case=refused, checked=True, by=person("moderator-2"), now=now)
    with django_assert_max_num_queries(9):
        assert Client().get("/kk/petitions/refusals/").content.decode().count(TEXTS.title_kk) == 3
