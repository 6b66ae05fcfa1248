"""An appeal arrives once and its steps are told once, however badly the other side behaves."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import WEDNESDAY

from jariya.kernel.files import checking, uploads
from jariya.kernel.files import kinds as kinds_of
from jariya.kernel.files.models import Attachment, File
from jariya.kernel.files.queries import digests
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.dialogue.appeals import actions, client, handing, hearing
from jariya.portals.dialogue.appeals.models import Appeal, HandOver, Heard, Place

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def later(minutes: float) -> dt.datetime:
    return WEDNESDAY + minutes * MINUTE


def kinds(case: Case) -> list[str]:
    return list(Event.objects.filter(case=case).order_by("id").values_list("kind", flat=True))


def test_an_appeal_is_handed_over_registered_and_answered(system: str, book: Any, submit: Any) -> None:
    case = submit()
    assert handing.hand_over_due(WEDNESDAY) == (1, 0)
    case.refresh_from_db()
    appeal, row = Appeal.objects.get(case=case), HandOver.objects.get(case=case)
    assert case.state == "registered" and appeal.number.startswith("TEST-")
    assert row.sealed is None and row.next_try_at is None
    term = Obligation.objects.get(case=case)
    # The simulator registers on the day of this machine; the term follows the day it told, by the norm of the Code.
    assert (term.norm_key, term.duty_of, term.public) == ("appeal.answer", "outside", False)
    now = dt.datetime.now(dt.UTC)
    key = str(row.key)
    for status, data in (
        ("accepted", {}),
        ("extended", {"due_on": (term.due_on + dt.timedelta(days=20)).isoformat()}),
        ("answered", {"text": "Су мамырда беріледі.", "signer_post": "TEST"}),
        ("closed", {}),
    ):
        book.happen(key, status, data, now=now)
    assert hearing.listen(now) == 5
    case.refresh_from_db()
    assert case.state == "closed"
    assert kinds(case)[1:] == [
        "appeal_handed", "appeal_registered", "appeal_accepted", "appeal_extended", "appeal_answered", "appeal_closed",
    ]  # fmt: skip
    assert Obligation.objects.get(case=case).met_at is not None
    assert not Heard.objects.filter(sealed__isnull=False).exists(), "what was applied is not kept twice"
    assert hearing.listen(now) == 0


def test_a_system_that_is_down_for_a_day_gets_the_appeal_after_the_day(system: str, book: Any, submit: Any) -> None:
    book.behave("down")
    case, other = submit(), submit("Жол")
    tries = 0
    for minute in range(0, 24 * 60, 5):
        _arrived, waiting = handing.hand_over_due(later(minute))
        tries += waiting
    assert 40 < tries < 120, "it is asked patiently"
    assert {row.last_code for row in HandOver.objects.all()} == {"appeals_busy"}
    book.behave("good")
    assert handing.hand_over_due(later(24 * 60 + 30)) == (2, 0)
    assert len(book.list()) == 2
    assert {Case.objects.get(pk=one.pk).state for one in (case, other)} == {"registered"}


def test_an_answer_that_is_lost_does_not_make_two_appeals(system: str, book: Any, submit: Any, settings: Any) -> None:
    case = submit()
    row = HandOver.objects.get(case=case)
    # The worker dies after the other side took the appeal and before anything was written here.
    document = handing.envelope.open(bytes(row.sealed), handing.aad(case), handing.EVIDENCE)
    first = client.hand_over(str(row.key), document)
    assert handing.hand_over_due(WEDNESDAY) == (1, 0)
    assert [number for _key, number, _said, _status in book.list()] == [first.number]
    assert Appeal.objects.get(case=case).number == first.number


def test_a_claimed_appeal_of_a_killed_worker_is_taken_again(system: str, submit: Any) -> None:
    submit()
    assert handing._claim(WEDNESDAY, None) is not None
    assert handing.hand_over_due(WEDNESDAY) == (0, 0), "the try may still run"
    assert handing.hand_over_due(later(3)) == (1, 0)


def test_chaos_loses_nothing_and_doubles_nothing(system: str, book: Any, submit: Any) -> None:
    cases = [submit(f"Жолданым {number}") for number in range(8)]
    book.behave("chaos")
    minute = 0
    now = dt.datetime.now(dt.UTC)
    while HandOver.objects.filter(sealed__isnull=False).exists():
        handing.hand_over_due(later(minute))
        hearing.listen(now)
        minute += 31
        assert minute < 31 * 60
    assert len(book.list()) == len(cases), "each appeal is there once"
    for row in HandOver.objects.all():
        for status, data in (("accepted", {}), ("answered", {"text": "Жауап"}), ("closed", {})):
            book.happen(str(row.key), status, data, now=now)
    for _round in range(30):
        hearing.listen(now)
    book.behave("shuffled")
    # What was never told at all is found by asking for the whole history.
    hearing.close_gaps(now + dt.timedelta(hours=1))
    hearing.reconcile(now + dt.timedelta(days=2))
    steps = ["appeal_submitted", "appeal_registered", "appeal_accepted", "appeal_answered", "appeal_closed"]
    for case in cases:
        # Where the answer to the hand-over was lost, the first word of it is that it is registered.
        assert [kind for kind in kinds(case) if kind != "appeal_handed"] == steps
    numbers = list(Appeal.objects.values_list("number", flat=True))
    assert len(set(numbers)) == len(cases)


def test_a_refusal_says_why_and_is_final(system: str, book: Any, submit: Any, monkeypatch: Any) -> None:
    case = submit()
    monkeypatch.setattr(book, "take", lambda *_a, **_k: (422, {"code": "anonymous", "message": "Қол қоюшы белгісіз."}))
    assert handing.hand_over_due(WEDNESDAY) == (1, 0)
    case.refresh_from_db()
    row = HandOver.objects.get(case=case)
    assert (case.state, row.last_code, row.sealed) == ("returned", "anonymous", None)


def test_what_the_table_does_not_allow_changes_nothing_and_stays_on_record(system: str, book: Any, submit: Any) -> None:
    case = submit()
    handing.hand_over_due(WEDNESDAY)
    key, now = str(HandOver.objects.get(case=case).key), dt.datetime.now(dt.UTC)
    book.happen(key, "closed", {}, now=now)
    book.happen(key, "accepted", {}, now=now)
    hearing.listen(now)
    case.refresh_from_db()
    assert case.state == "accepted"
    assert Heard.objects.get(case=case, status="closed").code == "lifecycle.not_in_this_state"


def test_an_event_of_nobody_and_a_broken_one_stop_no_other(system: str, book: Any, submit: Any) -> None:
    case = submit()
    handing.hand_over_due(WEDNESDAY)
    known = book.history(str(HandOver.objects.get(case=case).key))["events"][0]
    stranger = known | {"key": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}
    assert hearing.keep([None, {"id": 1}, stranger, known, known], now=WEDNESDAY) == 1


def test_it_can_be_taken_back_until_the_first_try(system: str, book: Any, submit: Any, person: Any) -> None:
    first, second = submit(), submit("Жол")
    actions.withdraw(case=first, by=person("citizen-1"), now=WEDNESDAY)
    assert HandOver.objects.get(case=first).sealed is None
    book.behave("down")
    handing.hand_over_due(WEDNESDAY)
    with pytest.raises(Refused) as error:
        actions.withdraw(case=second, by=person("citizen-1"), now=WEDNESDAY)
    assert error.value.code == "appeal.handed_over"
    book.behave("good")
    handing.hand_over_due(later(60))
    assert [said["title"] for _key, _number, said, _status in book.list()] == ["Жол"]


def test_without_a_system_nothing_is_tried_and_the_place_stays(submit: Any, settings: Any) -> None:
    settings.APPEALS_URL = ""
    submit()
    assert handing.hand_over_due(WEDNESDAY) == (0, 1)
    assert hearing.listen(WEDNESDAY) == 0
    assert Place.objects.get().failed_since == WEDNESDAY


def test_nobody_but_its_writer_sees_it(submit: Any, person: Any) -> None:
    case = submit()
    assert Appeal.objects.visible_to(person("citizen-1")).filter(case=case).exists()
    for other in (person("citizen-2"), person("officer-1"), person("head"), None):
        assert not Appeal.objects.visible_to(other).filter(case=case).exists()


@pytest.fixture
def with_file(submit: Any, person: Any) -> Any:
    """An appeal with a file: `with_file(b"...", checked=True)`; its case."""

    def do(content: bytes = b"plain text", *, checked: bool = True, title: str = "Ауыз су") -> Case:
        writer = person("citizen-1")
        sent = uploads.take_whole(name="су.txt", content=SimpleUploadedFile("a", content), by=writer, now=WEDNESDAY)
        case: Case = submit(title, uploads=[sent])
        if checked:
            for row in File.objects.running():
                checking.check(row.pk, now=lambda: WEDNESDAY)
        return case

    return do


def test_a_file_goes_before_its_appeal_once_it_is_checked(system: str, book: Any, with_file: Any) -> None:
    case = with_file(checked=False)
    assert handing.hand_over_due(WEDNESDAY) == (0, 1)
    row = HandOver.objects.get(case=case)
    assert (row.last_code, row.sent, book.list()) == ("files_unchecked", [], [])
    for file in File.objects.running():
        checking.check(file.pk, now=lambda: WEDNESDAY)
    assert handing.hand_over_due(later(1)) == (1, 0)
    key, _number, said, _status = book.list()[0]
    signed = digests(case)[0][1]
    assert book.files(key) == [(1, signed, 10, "су.txt", "")]
    assert said["attachments"] == [{"number": 1, "sha256": signed, "size": 10}]


def test_a_file_that_the_check_refused_is_named_and_not_sent(system: str, book: Any, with_file: Any) -> None:
    case = with_file()
    File.objects.update(state="refused", refusal="files.virus")
    assert handing.hand_over_due(WEDNESDAY) == (1, 0)
    assert book.files(str(HandOver.objects.get(case=case).key)) == [(1, digests(case)[0][1], 0, "", "files.virus")]


def test_files_arrive_once_under_chaos_and_again_when_the_other_side_lost_them(
    system: str, book: Any, with_file: Any, person: Any
) -> None:
    cases = [with_file(f"file {number}".encode(), title=f"Жолданым {number}") for number in range(4)]
    book.behave("chaos")
    minute = 0
    while HandOver.objects.filter(sealed__isnull=False).exists():
        handing.hand_over_due(later(minute))
        minute += 31
        assert minute < 31 * 60
    assert len(book.list()) == len(cases)
    for case in cases:
        assert len(book.files(str(HandOver.objects.get(case=case).key))) == 1
    book.behave("good")
    lost = with_file(b"lost")
    HandOver.objects.filter(case=lost).update(sent=[1])
    assert handing.hand_over_due(later(minute)) == (0, 1)
    assert HandOver.objects.get(case=lost).last_code == "files_missing"
    assert handing.hand_over_due(later(minute + 31)) == (1, 0)
    attachment = Attachment.objects.get(case=lost)
    assert kinds_of.visible(attachment, "parties", person("citizen-1"), WEDNESDAY.date())
    for other in ("citizen-2", "officer-1", "head"):
        assert not kinds_of.visible(attachment, "parties", person(other), WEDNESDAY.date())
    assert not kinds_of.publishes(attachment, person("head"), WEDNESDAY.date())
