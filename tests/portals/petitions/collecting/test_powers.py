"""Powers over signatures: batches of minus signs, invalidation, paper, switches; each use stands in the record."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, Error, transaction
from django.test import Client

from jariya.kernel.record.models import Leaf
from jariya.kernel.signing.identity.keys import KeyTrouble
from jariya.portals.petitions.collecting import api, auditing, invalidating, paper, patterns, removing, switches
from jariya.portals.petitions.collecting.models import Removal, ScanView, Signature, SwitchUse

pytestmark = pytest.mark.django_db


def said(kind: str) -> list[dict[str, Any]]:
    rows = [json.loads(bytes(entry)) for entry in Leaf.objects.order_by("pk").values_list("entry", flat=True)]
    return [row for row in rows if row["kind"] == kind]


def test_fewer_than_ten_wait_a_day_and_ten_do_not(case: Any, sign: Any, count: Any, now: dt.datetime) -> None:
    taken = [sign(number) for number in range(21)]
    count()
    for one in taken[:9]:
        assert api.withdraw(case=case, signer_ref=one.signer_ref, now=now)
    assert not api.withdraw(case=case, signer_ref=taken[0].signer_ref, now=now), "once is enough"
    count(hours=23)
    assert (api.count(case).count, said("minus")) == (21, [])
    api.withdraw(case=case, signer_ref=taken[9].signer_ref, now=now + dt.timedelta(hours=23))
    count(hours=23)
    assert api.count(case).count == 11
    (leaf,) = said("minus")
    assert sum(leaf["regions"].values()) == 10 and set(leaf) == {"v", "kind", "hour", "regions"}
    api.withdraw(case=case, signer_ref=taken[10].signer_ref, now=now)
    count(hours=25)
    assert api.count(case).count == 10
    assert sum(api.tallies(case).values()) == 10


def test_a_signature_that_was_not_counted_yet_is_never_subtracted_first(
    case: Any, sign: Any, count: Any, now: dt.datetime
) -> None:
    taken = [sign(number) for number in range(12)]
    for one in taken:
        api.withdraw(case=case, signer_ref=one.signer_ref, now=now)
    assert removing.flush_due(now=now) == 0
    count()
    count(minutes=1)
    assert api.count(case).count == 0


def test_a_waiting_signature_taken_back_leaves_no_trace_in_the_log(
    case: Any, sign: Any, count: Any, now: dt.datetime
) -> None:
    one = sign(1, verified=False)
    assert api.withdraw(case=case, signer_ref=one.signer_ref, now=now)
    assert not api.verified_later(case=case, signer_ref=one.signer_ref)
    count(hours=30)
    assert (api.count(case).size, Removal.objects.count()) == (0, 0)


def test_bulk_invalidation_is_prepared_started_by_another_and_recorded(
    case: Any, sign: Any, count: Any, person: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invalidating, "SLICE", 3)
    for number in range(30):
        sign(number)
    count()
    row = invalidating.prepare(case=case, by=person("supervisor"), reason="stolen keys", region="710000000", now=now)
    assert row.found == 10
    assert api.count(case).count == 30
    with pytest.raises(invalidating.InvalidationError, match="own_request"):
        invalidating.start(row, by=person("supervisor"), now=now)
    invalidating.start(row, by=person("supervisor-2"), now=now)
    assert invalidating.go_on(row, now=now) == 3
    assert invalidating.run_all(now=now) == 7
    assert Removal.objects.filter(invalidation=row).count() == 10
    count(minutes=1)
    assert (api.count(case).count, "710000000" in {k for k, v in api.tallies(case).items() if v}) == (20, False)
    assert [(one["step"], one["count"]) for one in said("petition.invalidation")] == [("started", 10), ("done", 10)]
    with pytest.raises(invalidating.InvalidationError, match="too_late"):
        invalidating.cancel(row, by=person("supervisor"), now=now)


def test_an_invalidation_is_cancelled_until_it_is_subtracted(
    case: Any, sign: Any, count: Any, person: Any, now: dt.datetime
) -> None:
    for number in range(9):
        sign(number)
    count()
    row = invalidating.prepare(case=case, by=person("supervisor"), reason="stolen keys", region="710000000", now=now)
    invalidating.start(row, by=person("supervisor-2"), now=now)
    invalidating.run_all(now=now)
    assert invalidating.cancel(row, by=person("supervisor"), now=now) == 3
    count(hours=48)
    assert api.count(case).count == 9
    assert Signature.objects.filter(state=1).count() == 9
    for wrong in ({}, {"region": "630000000"}):
        with pytest.raises(invalidating.InvalidationError):
            invalidating.prepare(case=case, by=person("supervisor"), reason="stolen keys", now=now, **wrong)


def test_paper_is_counted_apart_and_a_scan_once(case: Any, count: Any, person: Any, now: dt.datetime) -> None:
    entered = {"case": case, "by": person("supervisor"), "now": now}
    paper.enter(regions={"710000000": 40, "": 2}, scans=[b"%PDF one"], **entered)
    with pytest.raises(paper.PaperError, match="scan_twice"):
        paper.enter(regions={"710000000": 1}, scans=[b"%PDF one"], **entered)
    count()
    found = api.count(case)
    assert (found.count, found.paper) == (0, 42)
    assert [one["count"] for one in said("petition.paper")] == [42]
    digest = case.collection.paper_batches.get().scans[0]
    assert paper.scan(case, bytes(digest)) == b"%PDF one"


def test_a_switch_is_used_with_a_reason_and_the_use_stays(person: Any, now: dt.datetime) -> None:
    switches.forget()
    assert not switches.is_off("map")
    switches.use("map", off=True, by=person("supervisor"), reason="a hundred thousand readers", now=now)
    switches.forget()
    assert switches.is_off("map")
    with pytest.raises(switches.SwitchError, match="switch_same"):
        switches.use("map", off=True, by=person("supervisor"), reason="once more", now=now)
    assert [one["off"] for one in said("petition.switch")] == [True]
    with pytest.raises(Error, match="append_only"), transaction.atomic():
        SwitchUse.objects.all().delete()
    switches.forget()


def test_strange_patterns_are_found_and_ordinary_ones_are_not(
    case: Any, sign: Any, count: Any, now: dt.datetime
) -> None:
    for number in range(40):
        sign(number, at=now + dt.timedelta(minutes=number))
    count()
    assert patterns.findings(case, since=now) == []
    for number in range(100, 500):
        sign(number, at=now + dt.timedelta(hours=2), region="710000000")
    sign(501, at=now + dt.timedelta(hours=2), region="750000000")
    count(hours=2)
    kinds = {(one.kind, one.what) for one in patterns.findings(case, since=now)}
    assert kinds == {("burst", "07:00"), ("one_region", "710000000")}
    assert patterns.forget_old(now + dt.timedelta(days=20)) > 0


@pytest.fixture
def supervisor(client: Client, person: Any) -> Client:
    client.force_login(person("supervisor"))
    return client


def test_the_desk_shows_petitions_and_lets_supervisors_act(
    case: Any, sign: Any, count: Any, supervisor: Client, person: Any, monkeypatch: pytest.MonkeyPatch, now: dt.datetime
) -> None:
    monkeypatch.setattr("jariya.portals.petitions.collecting.desk.now_of", lambda request: now)
    for number in range(12):
        sign(number)
    count()
    desk = "/en/petitions/desk/signatures/"
    assert case.public_id in supervisor.get(desk).content.decode()
    assert supervisor.get(f"{desk}{case.public_id}/").status_code == 200
    sent = supervisor.post(f"{desk}{case.public_id}/invalidate/", {"region": "710000000", "reason": "stolen keys"})
    assert sent.status_code == 302
    assert supervisor.post(sent["Location"], {"step": "start"}).status_code == 409
    assert supervisor.post(f"{desk}{case.public_id}/invalidate/", {"reason": "x"}).status_code == 422
    scan = SimpleUploadedFile("a.pdf", b"%PDF-1.7 a", content_type="application/pdf")
    assert supervisor.post(f"{desk}{case.public_id}/paper/", {"number": 5, "scan": scan}).status_code == 302
    assert supervisor.post(f"{desk}{case.public_id}/paper/", {"number": 5}).status_code == 422
    other = SimpleUploadedFile("a.pdf", b"<script>", content_type="application/pdf")
    assert supervisor.post(f"{desk}{case.public_id}/paper/", {"number": 5, "scan": other}).status_code == 422
    switched = supervisor.post(f"{desk}switches/", {"name": "map", "off": "1", "reason": "too many readers"})
    assert switched.status_code == 302
    assert "too many readers" in supervisor.get(f"{desk}switches/").content.decode()
    switches.forget()


def test_a_scan_opens_with_a_reason_to_those_who_count_and_each_look_stays(
    case: Any, supervisor: Client, client: Client, person: Any, now: dt.datetime
) -> None:
    batch = paper.enter(case=case, regions={"": 3}, scans=[b"%PDF-1.7 sheets"], by=person("supervisor"), now=now)
    page = f"/en/petitions/desk/signatures/{case.public_id}/paper/{batch.pk}/1/"
    assert page in supervisor.get(f"/en/petitions/desk/signatures/{case.public_id}/").content.decode()
    shown = supervisor.get(page)
    assert b"sheets</" not in shown.content and not ScanView.objects.exists(), "the page alone opens nothing"
    assert supervisor.post(page, {"reason": " "}).status_code == 422 and not ScanView.objects.exists()
    opened = supervisor.post(page, {"reason": "counting the sheets again"})
    assert (opened.content, opened["Content-Type"]) == (b"%PDF-1.7 sheets", "application/pdf")
    assert "no-store" in opened["Cache-Control"] and opened["Content-Disposition"].startswith("attachment")
    seen = ScanView.objects.get()
    assert (seen.batch, seen.place, seen.by) == (batch, 1, person("supervisor"))
    assert "counting the sheets again" in supervisor.get(page).content.decode()
    assert [one["petition"] for one in said("petition.scan")] == [case.public_id], "in public: that it happened"
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        ScanView.objects.update(reason="x")
    assert supervisor.post(page.replace("/1/", "/2/"), {"reason": "another scan"}).status_code == 404
    client.force_login(person("officer-1"))
    assert client.get(page).status_code == 404 == client.post(page, {"reason": "I am curious"}).status_code
    client.force_login(person("citizen-1"))
    assert client.get(page).status_code in (403, 404)


def test_the_desk_is_not_there_for_others(case: Any, client: Client, person: Any) -> None:
    client.force_login(person("officer-1"))
    assert client.get("/en/petitions/desk/signatures/").status_code in (403, 404)


def test_an_audit_finds_the_evidence_of_a_place_and_forgetting_ends_every_way_to_a_person(
    case: Any, sign: Any, count: Any, person: Any, now: dt.datetime
) -> None:
    taken = [sign(number) for number in range(3)]
    count()
    api.withdraw(case=case, signer_ref=taken[0].signer_ref, now=now)
    count(hours=25)
    later = sign(7)
    count(hours=26)
    sheets = paper.enter(case=case, regions={"": 1}, scans=[b"%PDF-"], by=person("supervisor"), now=now)
    found = auditing.at_place(case.pk, 4)
    assert found is not None and bytes(found.signer_ref) == later.signer_ref, "place 3 is the minus"
    assert auditing.references(case, [0, 3, 99]) == {0: None, 3: None, 99: None}
    with pytest.raises(ValueError, match="open petition"):
        auditing.forget(case, by="operator", reason="retention is over", now=now)
    api.seal(case, now=now)
    assert auditing.forget(case, by="operator", reason="retention is over", now=now) == 4
    assert not Signature.objects.exclude(salt=None, name="").exists()
    assert api.count(case).count == 3
    with pytest.raises(KeyTrouble, match="key_destroyed"):
        api.refer(case, "000000000001")
    with pytest.raises(FileNotFoundError):
        paper.look(case=case, batch=sheets, place=1, reason="too late", by=person("supervisor"), now=now)
