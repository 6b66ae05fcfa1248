"""From a signature to the count: once, in order, and never before it is verified."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from jariya.kernel.record import sequencing, verify_log
from jariya.kernel.record.models import Log, Total
from jariya.portals.petitions.collecting import api, queries, sequencer, thresholds
from jariya.portals.petitions.collecting.models import Batch, Collection, Queued, Signature

pytestmark = pytest.mark.django_db


def count_file(place: Path, case: Any) -> Any:
    return json.loads((place / "logs" / api.log_name(case) / "count.json").read_text())


def test_a_signature_counts_with_the_next_round_and_not_before(case: Any, sign: Any, count: Any, place: Path) -> None:
    assert sign(1).state == "taken"
    assert api.count(case).count == 0
    count()
    assert api.count(case).count == 1
    assert not Queued.objects.exists()
    said = count_file(place, case)
    assert (said["count"], said["size"], said["regions"]) == (1, 1, {"710000000": 1})


def test_the_same_person_on_two_devices_is_one_signature(case: Any, sign: Any, count: Any) -> None:
    assert [sign(1).state, sign(1, evidence=b"2" * 32).state] == ["taken", "already"]
    count()
    sign(1)
    count()
    assert api.count(case).count == 1
    assert Signature.objects.count() == 1


def test_a_signature_of_unknown_status_counts_when_it_is_verified(case: Any, sign: Any, count: Any) -> None:
    taken = sign(1, verified=False)
    assert taken.state == "waiting"
    assert sign(1).state == "already"
    count()
    assert (api.count(case).count, api.waiting(case)) == (0, 1)
    assert api.verified_later(case=case, signer_ref=taken.signer_ref)
    assert not api.verified_later(case=case, signer_ref=taken.signer_ref)
    count()
    assert (api.count(case).count, api.waiting(case)) == (1, 0)


def test_a_revoked_certificate_never_counts_and_its_owner_may_sign_again(case: Any, sign: Any, count: Any) -> None:
    taken = sign(1, verified=False)
    assert api.failed_later(case=case, signer_ref=taken.signer_ref)
    count()
    assert api.count(case).count == 0
    assert sign(1).state == "taken"
    count()
    assert api.count(case).count == 1


def test_after_the_end_only_what_was_received_before_enters(case: Any, sign: Any, now: dt.datetime) -> None:
    waiting = sign(1, verified=False)
    api.close(case, now=now)
    assert sign(2, at=now + dt.timedelta(seconds=1)).state == "closed"
    assert sign(3, at=now - dt.timedelta(seconds=1)).state == "taken"
    assert api.verified_later(case=case, signer_ref=waiting.signer_ref)
    api.seal(case, now=now)
    assert sign(4, at=now - dt.timedelta(seconds=1)).state == "closed"


def test_a_paused_petition_takes_nothing(case: Any, sign: Any, now: dt.datetime) -> None:
    api.pause(case, now=now)
    assert sign(1).state == "closed"
    api.resume(case)
    assert sign(1).state == "taken"


def test_the_count_is_the_replay_of_the_log(case: Any, sign: Any, count: Any, place: Path) -> None:
    for number in range(30):
        sign(number)
        if number % 7 == 0:
            count(hours=number)
    count(hours=31)
    folder = place / "logs" / api.log_name(case)
    entries = [json.loads(entry) for entry in _entries(folder)]
    assert len(entries) == 30 == api.count(case).count
    assert sum(api.tallies(case).values()) == 30
    assert {region: sum(e["region"] == region for e in entries) for region in api.tallies(case)} == api.tallies(case)
    assert verify_log.main([str(folder), "--quiet"]) == 0


def _entries(folder: Path) -> list[bytes]:
    head = verify_log.Checkpoint((folder / "checkpoint").read_bytes())
    content = (folder / verify_log.tile_path("entries", 0, head.size)).read_bytes()
    return verify_log.entries_of(content, head.size, "")


def test_a_threshold_is_crossed_once_with_the_checkpoint_that_shows_it(
    case: Any, sign: Any, count: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossed: list[Any] = []
    monkeypatch.setattr(thresholds, "_hooks", [lambda *said: crossed.append(said)])
    for number in range(11):
        sign(number)
    count()
    assert crossed == []
    sign(11)
    sign(12)
    count()
    sign(13)
    count()
    assert [(kind, number) for _case, kind, number, _at in crossed] == [("collecting", 13)]


def test_a_hook_that_fails_does_not_stop_the_count_and_is_tried_again(
    case: Any, sign: Any, count: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def hook(case: Any, kind: str, number: int, at: dt.datetime) -> None:
        tries.append(number)
        if len(tries) == 1:
            raise RuntimeError("the portal's fault")

    monkeypatch.setattr(thresholds, "_hooks", [hook])
    for number in range(12):
        sign(number)
    count()
    assert api.count(case).count == 12
    count()
    count()
    assert tries == [12, 12]


@pytest.mark.parametrize(
    "step", ["assigned", "tiles_written", "signer_kept", "signed", "recorded", "committed", "checkpoint_published"]
)
def test_killed_between_any_two_steps_nothing_is_lost_or_counted_twice(
    case: Any, sign: Any, count: Any, place: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    for number in range(5):
        sign(number)
    count()
    for number in range(5, 14):
        sign(number)

    class Killed(BaseException):
        pass

    def die(name: str) -> None:
        if name == step:
            raise Killed

    monkeypatch.setattr(sequencing, "step", die)
    with pytest.raises(Killed):
        count()
    monkeypatch.undo()
    monkeypatch.setattr(thresholds, "_hooks", [])
    sequencer.count(everything=True)
    assert api.count(case).count == 14
    assert count_file_of(case) == 14
    assert sum(Total.objects.filter(log__name=api.log_name(case)).values_list("count", flat=True)) == 14
    assert not Batch.objects.filter(entries__isnull=False).exists()


def count_file_of(case: Any) -> int:
    from jariya.kernel.record import storage

    return int(json.loads(storage.get(api.log_name(case), "count.json"))["count"])


def test_places_are_told_through_batches_with_and_without_gaps(case: Any, sign: Any, count: Any) -> None:
    first = [sign(number) for number in range(4)]
    count()
    sign(1)  # a number of the queue is used up
    later = [sign(number) for number in range(4, 8)]
    sign(2)
    later.append(sign(9))
    count()
    places = [queries.place_of(case.pk, taken.seq or 0) for taken in [*first, *later]]
    assert places == list(range(9))
    assert queries.place_of(case.pk, 10**12) is None


def test_the_receipt_opens_the_leaf_of_its_signer(case: Any, sign: Any, count: Any, place: Path) -> None:
    sign(1)
    taken = sign(2)
    count()
    row = Signature.objects.get(petition_id=case.pk, signer_ref=taken.signer_ref)
    file = place / "mine.tlog-proof"
    file.write_bytes(queries.receipt(row))
    key = place / "logs" / api.log_name(case) / "key"
    assert verify_log.main(["--receipt", str(file), "--key", str(key), "--quiet"]) == 0
    assert queries.stands(row).state == "counted"


def test_the_last_signers_are_first_names_with_the_newest_first(case: Any, sign: Any, count: Any) -> None:
    for number in range(103):
        sign(number)
    count()
    shown = api.last_signers(case, 100)
    assert (len(shown), shown[0], shown[-1]) == (100, "Адам 102", "Адам 3")
    sign(200)
    count()
    assert api.last_signers(case, 2) == ["Адам 200", "Адам 102"]


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [("АЙГҮЛ", "СЕРІКОВА", "Айгүл С."), ("Анна-Мария", "", "Анна-Мария"), (None, "Ким", "К."), (None, None, "")],
)
def test_the_public_sees_a_first_name_and_an_initial(first: str | None, last: str | None, shown: str) -> None:
    assert api.public_name(first, last) == shown


def test_a_signature_is_taken_by_one_call_and_asks_nothing_else(
    case: Any, sign: Any, django_assert_num_queries: Any
) -> None:
    sign(1)
    # The one call goes past Django's cursor; whatever else were asked would be seen here.
    with django_assert_num_queries(0):
        assert sign(2, signer_ref=b"2" * 32).state == "taken"


def test_a_region_that_is_no_code_never_reaches_the_log(sign: Any) -> None:
    with pytest.raises(ValueError, match="KATO"):
        sign(1, region='7","kind":"minus')


def test_support_and_collecting_share_one_log(case: Any, sign: Any, count: Any, now: dt.datetime) -> None:
    sign(1)
    again = api.open(case, thresholds={"more": 100, "collecting": 5}, closes_on=dt.date(2026, 10, 1), now=now)
    assert dict(again.thresholds.values_list("kind", "number")) == {"collecting": 12, "more": 100}
    assert Log.objects.filter(name=api.log_name(case)).count() == 1
    assert Collection.objects.get(pk=case.pk).closes_on == dt.date(2026, 10, 1)
