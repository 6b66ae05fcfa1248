"""Comments, replies, official answers, changes, withdrawal: what is allowed, what is refused and by which name."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.kernel.discussion import topic

from jariya.kernel.discussion import actions, queries, receipts
from jariya.kernel.discussion.models import Comment, Organisation, Review, Step, Wording
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.notices.models import InboxEntry
from jariya.kernel.search.models import Entry
from jariya.project.discussing import bring

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=rf"^{code.replace('.', '[.]')}$")


def test_a_comment_is_published_at_once_and_waits_for_a_moderator(say: Any, case: Any) -> None:
    comment = say("Автобус керек.")
    thread = queries.thread(case)
    assert [view.text for view in thread.rows] == ["Автобус керек."]
    assert Review.objects.get(comment=comment).cause == Review.Cause.NEW
    assert comment.public_id.startswith("K2026-")


def test_a_step_holds_codes_and_a_digest_and_never_the_words(say: Any) -> None:
    comment = say("Құпия сөздер")
    step = Step.objects.get(comment=comment)
    wording = Wording.objects.get(comment=comment)
    assert bytes(step.digest) == hashlib.sha256(bytes(wording.salt) + "Құпия сөздер".encode()).digest()
    assert "Құпия" not in str(step.codes)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_a_step(say: Any, verb: str) -> None:
    step = Step.objects.filter(comment=say())
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        step.update(kind="x") if verb == "update" else step.delete()


def test_a_form_sent_twice_makes_one_comment(say: Any) -> None:
    assert say("Бір", key="form-1").pk == say("Бір", key="form-1").pk
    assert Comment.objects.count() == 1


def test_the_same_key_of_another_person_is_another_form(say: Any) -> None:
    assert say(key="form-1").pk != say(key="form-1", by="citizen-2").pk


def test_a_reply_to_a_reply_hangs_beside_it(say: Any) -> None:
    root = say("Бірінші")
    first = say("Жауап", by="citizen-2", parent=root)
    second = say("Тағы", by="citizen-3", parent=first)
    assert first.parent_id == second.parent_id == root.pk


def test_the_database_refuses_a_third_floor(say: Any) -> None:
    reply = say("Жауап", by="citizen-2", parent=say())
    third = say("Үшінші", by="citizen-3")
    with pytest.raises(IntegrityError, match="two_deep"), transaction.atomic():
        Comment.objects.filter(pk=third.pk).update(parent=reply)


def test_a_reply_takes_the_place_of_what_it_answers(say: Any) -> None:
    root = say(version=1, element="goal")
    reply = say("Келісемін", by="citizen-2", parent=root)
    assert (reply.version, reply.element) == (1, "goal")
    assert queries.thread(root.case, element="goal", version=1).rows[0].place.title == "Place goal"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"text": "  "}, "comment.empty"),
        ({"text": "қ" * 4001}, "comment.too_long"),
        ({"language": "de"}, "comment.language_unknown"),
        ({"text": "Телефоным +7 701 555 01 42"}, "comment.not_confirmed"),
        ({"version": 1, "element": "nowhere"}, "comment.place_unknown"),
        ({"version": 2, "element": "goal"}, "comment.place_unknown"),
    ],
)
def test_a_comment_that_may_not_stand_is_refused_by_name(say: Any, options: dict[str, Any], code: str) -> None:
    with refused(code):
        say(**options)
    assert not Comment.objects.exists()


def test_who_has_seen_the_hint_may_publish_all_the_same(say: Any) -> None:
    assert say("Менің телефоным +7 701 555 01 42", confirmed=True).shown


def test_a_case_that_is_not_public_takes_no_comment(say: Any, person: Any, ministry: Any, now: Any) -> None:
    private = topic.begin(person("citizen-1"), ministry, now, visibility="parties")
    with refused("comment.no_discussion"):
        say(case=private)


def test_a_kind_that_nobody_registered_takes_no_comment(say: Any, answered: Any) -> None:
    with refused("comment.no_discussion"):
        say(case=answered())


def test_a_closed_case_says_its_own_reason_but_the_body_may_still_answer(
    say: Any, answer: Any, case: Any, person: Any, now: Any
) -> None:
    from jariya.kernel.lifecycle import engine

    comment = say()
    engine.act(case, "close", by=person("officer-1"), now=now)
    case.refresh_from_db()
    with refused("topic.closed"):
        say("Кеш қалдым", case=case)
    assert answer(comment).official


def test_the_same_words_at_the_same_place_are_said_once(say: Any) -> None:
    say("Бір сөз")
    with refused("comment.said_already"):
        say("Бір сөз")
    say("Бір сөз", by="citizen-2")


@pytest.mark.parametrize(
    ("norm", "passed"),
    [("hour", dt.timedelta(minutes=61)), ("case_day", dt.timedelta(hours=25))],
)
def test_one_person_says_no_more_than_the_norm_allows(say: Any, now: Any, norm: str, passed: Any) -> None:
    law = norms_now().at(now.date())
    most = law[f"discussion.limit.{norm}"].count
    gap = dt.timedelta(0) if norm == "hour" else HOUR / 5
    moment = now
    for number in range(most):
        moment = now + gap * number
        say(f"Пікір {number}", now=moment)
    with refused(f"comment.limit_{norm}"):
        say("Артық", now=moment)
    say("Артық", by="citizen-2", now=moment)
    say("Уақыты келді", now=moment + passed)


def test_a_body_that_answers_many_comments_meets_no_limit(say: Any, answer: Any) -> None:
    for number in range(22):
        comment = say(f"Пікір {number}", by=f"citizen-{number % 3 + 1}")
        answer(comment, f"Жауап {number}")


def test_an_official_answer_is_marked_and_told_to_the_author(say: Any, answer: Any, person: Any, case: Any) -> None:
    comment = say()
    told = answer(comment)
    assert (told.voice, told.body_id) == ("body", case.body_id)
    comment.refresh_from_db()
    assert comment.answered_at == told.at
    entry = InboxEntry.objects.get(person=person("citizen-1"), case=case)
    assert entry.about == "comment"


def test_nobody_but_the_author_hears_of_an_answer(say: Any, answer: Any, person: Any, case: Any) -> None:
    before = InboxEntry.objects.filter(case=case).count()
    answer(say())
    assert InboxEntry.objects.filter(case=case).count() == before + 1


@pytest.mark.parametrize("who", ["citizen-2", "district-officer", "moderator"])
def test_only_the_body_of_the_case_answers_officially(say: Any, answer: Any, who: str) -> None:
    with refused("comment.not_staff"):
        answer(say(), by=who)


def test_official_answers_stand_first_among_the_replies(say: Any, answer: Any, case: Any) -> None:
    root = say()
    for number in range(5):
        say(f"Жауап {number}", by="citizen-2", parent=root)
    answer(root)
    view = queries.thread(case).rows[0]
    assert [row.comment.voice for row in view.replies] == ["body", "person", "person"]
    assert (view.replies_total, view.more_replies) == (6, 3)


def test_a_text_may_be_changed_until_somebody_answers(say: Any, person: Any, now: Any) -> None:
    comment = say("Бірінші")
    actions.edit(comment=comment, text="Екінші", by=person("citizen-1"), now=now + HOUR)
    assert [row.text for row in queries.history(comment)] == ["Бірінші", "Екінші"]
    say("Келісемін", by="citizen-2", parent=comment)
    with refused("comment.answered"):
        actions.edit(comment=comment, text="Үшінші", by=person("citizen-1"), now=now + HOUR)


def test_only_the_author_changes_withdraws_and_appeals(say: Any, hidden: Any, person: Any, now: Any) -> None:
    comment, other = say(), person("citizen-2")
    with refused("comment.not_yours"):
        actions.edit(comment=comment, text="x", by=other, now=now)
    with refused("comment.not_yours"):
        actions.withdraw(comment=comment, by=other, now=now)
    with refused("comment.not_yours"):
        actions.appeal(comment=hidden(text="y"), reason="x", by=other, now=now)


def test_a_withdrawn_comment_leaves_a_stub_and_its_replies(say: Any, person: Any, now: Any, case: Any) -> None:
    root = say("Кетемін")
    say("Қаламын", by="citizen-2", parent=root)
    actions.withdraw(comment=root, by=person("citizen-1"), now=now)
    view = queries.thread(case).rows[0]
    assert view.text is None and view.comment.status == "withdrawn"
    assert [row.text for row in view.replies] == ["Қаламын"]
    assert queries.history(view.comment) == []
    assert not Review.objects.filter(comment=root, decided_at=None).exists()


def test_the_index_holds_what_is_shown_and_nothing_else(say: Any, person: Any, now: Any) -> None:
    comment = say("Жайлау жолы")
    bring(comment.pk)
    assert Entry.objects.filter(ref=f"comment:{comment.pk}").count() == 1
    actions.withdraw(comment=comment, by=person("citizen-1"), now=now)
    assert not Entry.objects.filter(ref=f"comment:{comment.pk}").exists()
    bring(comment.pk)
    assert not Entry.objects.filter(ref=f"comment:{comment.pk}").exists(), "the job came late and put nothing back"


def test_an_author_proves_by_the_receipt_what_was_said(say: Any, person: Any, now: Any) -> None:
    comment = say("Бірінші")
    actions.edit(comment=comment, text="Екінші", by=person("citizen-1"), now=now)
    for row, text in zip(receipts.of(comment), ["Бірінші", "Екінші"], strict=True):
        assert hashlib.sha256(bytes.fromhex(row.salt) + text.encode()).hexdigest() == row.digest
    assert b"digest" in receipts.document(comment)


def test_an_organisation_speaks_only_through_who_has_proven_it(say: Any, person: Any, now: Any) -> None:
    day = now.date()
    row = Organisation.objects.create(
        person=person("citizen-1"), name="«Үлгі» қоры", bin="123456789012", since=day, until=day, at=now
    )
    assert say("Қор атынан", organisation=row).voice == "organisation"
    with refused("organisation.not_proven"):
        say("Өзге", by="citizen-2", organisation=row)
    with refused("organisation.not_proven"):
        say("Ертең", organisation=row, now=now + dt.timedelta(days=1))


def test_a_person_supports_a_comment_once_and_the_job_counts_it(say: Any, person: Any, now: Any) -> None:
    comment = say()
    assert actions.support(comment=comment, by=person("citizen-2"), now=now)
    assert not actions.support(comment=comment, by=person("citizen-2"), now=now)
    assert actions.count_supports() == 1
    comment.refresh_from_db()
    assert comment.supports == 1
    assert actions.unsupport(comment=comment, by=person("citizen-2"), now=now)
    assert actions.count_supports() == 1 and actions.count_supports() == 0
    comment.refresh_from_db()
    assert comment.supports == 0
    assert actions.support(comment=comment, by=person("citizen-2"), now=now), "a support taken back may be given again"


def test_ones_own_comment_and_a_hidden_one_get_no_support(say: Any, hidden: Any, person: Any, now: Any) -> None:
    with refused("support.own"):
        actions.support(comment=say(), by=person("citizen-1"), now=now)
    with refused("comment.changed_meanwhile"):
        actions.support(comment=hidden(text="y"), by=person("citizen-2"), now=now)
