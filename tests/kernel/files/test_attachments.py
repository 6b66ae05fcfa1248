"""A case has files: three copies of each, given out only when checked, and to whom the portal says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.kernel.files.conftest import letter, photograph

from jariya.kernel.files import actions, checking, kinds, queries, uploads, vault
from jariya.kernel.files.models import Attachment, Copy, Deed, File
from jariya.kernel.lifecycle.refusals import Refused

pytestmark = pytest.mark.django_db


def test_attached_files_are_numbered_in_the_order_sent(ask: Any, upload: Any, person: Any, now: dt.datetime) -> None:
    case, one = ask(), person("citizen-1")
    sent = [upload(letter(str(number)), f"{number}.txt") for number in range(3)]
    actions.attach(case=case, uploads=[sent[2], sent[0]], role="letter", by=one, now=now)
    actions.attach(case=case, uploads=[sent[1]], role="evidence", by=one, now=now)
    seen = queries.of(case, one, day=now.date())
    assert [(row.attachment.position, row.title, row.role) for row in seen] == [
        (1, "2.txt", "letter"),
        (2, "0.txt", "letter"),
        (3, "1.txt", "evidence"),
    ]


def test_nobody_gets_a_file_before_its_check_is_over(attached: Any, person: Any, run: Any, now: dt.datetime) -> None:
    made = attached(letter(), checked=False)
    (seen,) = queries.of(made.case, person("citizen-1"), day=now.date())
    assert (seen.href, str(seen.state)) == ("", "uploaded")
    run()
    (seen,) = queries.of(made.case, person("citizen-1"), day=now.date())
    assert seen.href.endswith(f"/parties/{made.case.public_id}-1.txt")


def test_the_parties_copy_of_a_photograph_has_no_place_and_the_original_is_untouched(attached: Any) -> None:
    content = photograph()
    made = attached(content, "IMG_2026.jpg")
    parties, sealed = queries.copy_of(made, "parties"), queries.copy_of(made, "sealed")
    assert parties is not None and sealed is not None
    with vault.open_(parties.file) as opened:
        drawn = opened.read()
    with vault.open_(sealed.file) as opened:
        assert opened.read() == content
    assert b"GPS-SECRET" in content
    assert b"GPS-SECRET" not in drawn and b"Exif" not in drawn
    assert any(one.severity == "blocks" for one in sealed.file.found)
    assert not parties.file.blocking


def test_the_asker_officials_and_strangers_see_each_their_own(attached: Any, person: Any, now: dt.datetime) -> None:
    made, day = attached(letter()), now.date()
    assert [row.copy for row in queries.of(made.case, person("citizen-1"), day=day)] == ["parties"]
    assert [row.recorded for row in queries.of(made.case, person("officer-1"), day=day)] == [True]
    assert queries.of(made.case, person("citizen-2"), day=day) == []
    assert queries.of(made.case, None, day=day) == []
    assert not kinds.visible(made, "sealed", person("officer-1"), day)
    assert kinds.visible(made, "sealed", person("head"), day)


def test_anothers_upload_cannot_be_attached(ask: Any, upload: Any, person: Any, now: dt.datetime) -> None:
    theirs = upload(letter(), by="citizen-2")
    with pytest.raises(Refused) as no:
        actions.attach(case=ask(), uploads=[theirs], role="letter", by=person("citizen-1"), now=now)
    assert no.value.code == "files.upload_unknown"


def test_an_upload_is_attached_once(ask: Any, upload: Any, person: Any, now: dt.datetime) -> None:
    case, mine, one = ask(), upload(letter()), person("citizen-1")
    actions.attach(case=case, uploads=[mine], role="letter", by=one, now=now)
    with pytest.raises(Refused) as no:
        actions.attach(case=case, uploads=[mine], role="letter", by=one, now=now)
    assert no.value.code == "files.upload_unknown"
    assert Attachment.objects.filter(case=case).count() == 1
    assert uploads.found([mine.token], one) == []


def test_a_case_takes_so_many_files_and_no_more(ask: Any, upload: Any, person: Any, now: dt.datetime) -> None:
    case, one = ask(), person("citizen-1")
    for start in (0, 25):
        sent = [upload(letter(str(start + number)), "a.txt") for number in range(25)]
        actions.attach(case=case, uploads=sent, role="letter", by=one, now=now)
    with pytest.raises(Refused) as no:
        actions.attach(case=case, uploads=[upload(letter("one more"))], role="letter", by=one, now=now)
    assert no.value.code == "files.too_many"


def test_erasing_takes_bytes_and_titles_and_leaves_number_and_digest(
    attached: Any, person: Any, now: dt.datetime, folder: Any, django_capture_on_commit_callbacks: Any
) -> None:
    made = attached(letter(), "Иван.txt")
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase(attachment=made, by=person("head"), now=now)
    assert queries.of(made.case, person("citizen-1"), day=now.date()) == []
    assert set(Copy.objects.values_list("title", flat=True)) == {""}
    assert File.objects.get().removed_at == now
    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert Deed.objects.filter(kind="erased").count() == 1


def test_a_check_killed_in_the_middle_is_done_again(attached: Any, now: dt.datetime) -> None:
    made = attached(letter(), checked=False)
    row = File.objects.get()
    File.objects.update(state="checking", tries=1, again_at=now + dt.timedelta(hours=1))
    assert checking.check_left(now) == 0
    assert checking.check_left(now + dt.timedelta(hours=2)) == 1
    assert checking.check(row.pk, now=lambda: now) == "ready"
    assert checking.prepare(made.pk, now=now)
    assert not checking.prepare(made.pk, now=now)


def test_a_picture_that_cannot_be_drawn_anew_is_refused_and_does_not_wait_for_ever(
    attached: Any, run: Any, person: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jariya.kernel.files.inspect.refused import Refused as Inspected

    def fails(*_given: Any, **_more: Any) -> None:
        raise Inspected("file.damaged")

    monkeypatch.setattr("jariya.kernel.files.checking.images.clean", fails)
    made = attached(photograph(), "IMG.jpg")
    (seen,) = queries.of(made.case, person("citizen-1"), day=now.date())
    assert (str(seen.state), seen.refusal and seen.refusal.code) == ("refused", "file.damaged")


def test_a_storage_that_fails_refuses_no_file(attached: Any, run: Any, folder: Any, now: dt.datetime) -> None:
    made = attached(photograph(), "IMG.jpg", checked=False)
    (stored,) = [path for path in (folder / "sealed").rglob("*") if path.is_file()]
    whole = stored.read_bytes()
    for broken in (b"", whole[:-1]):
        stored.write_bytes(broken)
        run()
        assert File.objects.get().state == "checking"
    stored.write_bytes(whole)
    run()
    assert File.objects.get(pk=made.copies.get(copy="sealed").file_id).state == "ready"


def test_deeds_are_never_changed(attached: Any) -> None:
    from django.db import DatabaseError, transaction

    attached(letter())
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        Deed.objects.update(codes={})


def test_no_deed_holds_a_name(attached: Any) -> None:
    attached(photograph(), "NAME-SECRET.jpg")
    said = [(row.kind, str(row.codes)) for row in Deed.objects.all()]
    assert said
    assert not any("NAME-SECRET" in codes for _kind, codes in said)
