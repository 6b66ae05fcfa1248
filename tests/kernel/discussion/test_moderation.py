"""The moderators' queue: claim, decide on a ground with a reason, appeal to another person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.kernel.discussion.conftest import take
from tests.kernel.discussion.test_saying import refused

from jariya.kernel.discussion import actions, desk, grounds, queries
from jariya.kernel.discussion.actions.moderating import appeal_until
from jariya.kernel.discussion.lifecycle import TABLE, Status
from jariya.kernel.discussion.models import Review, Step, Wording
from jariya.kernel.notices.models import InboxEntry
from jariya.kernel.record.models import Leaf
from jariya.kernel.status import NEW, WrongMove

pytestmark = pytest.mark.django_db
INSULT = "discussion.ground.insult"


@pytest.mark.parametrize("verb", TABLE)
@pytest.mark.parametrize("status", [NEW, *Status])
def test_every_verb_in_every_state_does_what_the_table_says_or_is_refused(status: Any, verb: str) -> None:
    move = TABLE[verb]
    if status in move.source:
        assert TABLE.after(status, verb) == move.target
    else:
        with pytest.raises(WrongMove):
            TABLE.after(status, verb)


def test_every_state_is_reached_and_only_withdrawn_and_removed_end() -> None:
    reached = {move.target for move in TABLE.values()}
    left = {status for move in TABLE.values() for status in move.source}
    assert reached == set(Status)
    assert set(Status) - left == {Status.WITHDRAWN}


def test_grounds_are_norms_with_words_in_three_languages(now: Any) -> None:
    for lang in ("kk", "ru", "en"):
        rows = grounds.in_force(now.date(), lang)
        assert len(rows) >= 5 and all(row.title and row.meaning for row in rows)


def test_of_two_moderators_one_takes_the_comment(say: Any, person: Any, now: Any) -> None:
    comment = say()
    take(comment, person("moderator"), now)
    with refused("review.taken"):
        take(comment, person("supervisor"), now)
    take(comment, person("moderator"), now)


def test_a_claim_that_is_not_decided_falls_back(say: Any, person: Any, now: Any) -> None:
    comment = say()
    take(comment, person("moderator"), now)
    assert take(comment, person("supervisor"), now + dt.timedelta(minutes=31)).claimed_by == person("supervisor")


def test_nothing_is_decided_without_a_claim(say: Any, person: Any, now: Any) -> None:
    look = Review.objects.select_related("comment__case").get(comment=say())
    with refused("review.not_claimed"):
        actions.keep(review=look, by=person("moderator"), now=now)


@pytest.mark.parametrize("who", ["citizen-2", "officer-1", "head", "district-officer"])
def test_only_moderators_of_the_body_and_supervisors_moderate(say: Any, person: Any, now: Any, who: str) -> None:
    with refused("review.not_moderator"):
        take(say(), person(who), now)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"ground": "", "reason": "x"}, "review.ground_missing"),
        ({"ground": "question.answer", "reason": "x"}, "review.ground_missing"),
        ({"ground": INSULT, "reason": "  "}, "review.reason_missing"),
    ],
)
def test_nothing_is_hidden_without_a_published_ground_and_a_reason(
    say: Any, person: Any, now: Any, options: dict[str, str], code: str
) -> None:
    comment = say()
    look = take(comment, person("moderator"), now)
    with refused(code):
        actions.hide(review=look, by=person("moderator"), now=now, **options)
    comment.refresh_from_db()
    assert comment.shown


def test_a_hidden_comment_is_a_stub_with_its_ground_and_the_author_is_told(hidden: Any, person: Any, case: Any) -> None:
    comment = hidden(text="Дөрекі")
    view = queries.thread(case).rows[0]
    assert view.text is None and view.ground
    assert queries.history(comment) == []
    assert "Дөрекі сөз." in [row.text for row in queries.said_of(comment)]
    assert InboxEntry.objects.filter(person=person("citizen-1"), about="comment").count() == 1


def test_an_appeal_goes_to_another_person_who_puts_it_back(hidden: Any, person: Any, now: Any, case: Any) -> None:
    comment = hidden(text="Сын айттым")
    look = actions.appeal(comment=comment, reason="Бұл сын.", by=person("citizen-1"), now=now)
    assert look.due_on is not None
    with refused("review.same_person"):
        take(comment, person("moderator"), now)
    look = take(comment, person("supervisor"), now)
    actions.decide_appeal(review=look, restore=True, reason="Сын – қорлау емес.", by=person("supervisor"), now=now)
    assert queries.thread(case).rows[0].text == "Сын айттым"
    comment.refresh_from_db()
    assert comment.ground == ""


def test_an_upheld_hiding_ends_it(hidden: Any, person: Any, now: Any) -> None:
    comment = hidden(text="Дөрекі")
    actions.appeal(comment=comment, reason="Бұл сын.", by=person("citizen-1"), now=now)
    look = take(comment, person("supervisor"), now)
    actions.decide_appeal(review=look, restore=False, reason="Қорлау.", by=person("supervisor"), now=now)
    comment.refresh_from_db()
    assert comment.status == "removed" and comment.ground == INSULT
    with refused("comment.changed_meanwhile"):
        actions.appeal(comment=comment, reason="Тағы", by=person("citizen-1"), now=now)


def test_an_appeal_has_a_term(hidden: Any, person: Any, now: Any) -> None:
    comment = hidden(text="Дөрекі")
    late = now + dt.timedelta(days=1 + (appeal_until(comment) - now.date()).days)
    with refused("appeal.too_late"):
        actions.appeal(comment=comment, reason="Кеш", by=person("citizen-1"), now=late)


def test_blackening_hides_the_piece_in_every_version_and_nothing_else(say: Any, person: Any, now: Any) -> None:
    comment = say("Қоңырау: 87015550142", confirmed=True)
    actions.edit(comment=comment, text="Қоңырау шал: 87015550142", by=person("citizen-1"), now=now, confirmed=True)
    look = take(comment, person("moderator"), now)
    with refused("review.more_than_blackened"):
        actions.redact(review=look, public="Қоңырау шалма: ███████████", by=person("moderator"), now=now)
    with refused("review.nothing_blackened"):
        actions.redact(review=look, public="Қоңырау шал: 87015550142", by=person("moderator"), now=now)
    actions.redact(review=look, public="Қоңырау шал: ███████████", by=person("moderator"), now=now)
    assert [row.text for row in queries.history(comment)] == ["Қоңырау: ███████████", "Қоңырау шал: ███████████"]
    assert queries.history(comment, own=True)[0].text == "Қоңырау: 87015550142"


def test_a_report_moves_the_comment_to_the_front_and_counts_once(say: Any, person: Any, now: Any) -> None:
    first, second = say("Бірінші"), say("Екінші")
    assert actions.report(comment=second, ground=INSULT, by=person("citizen-2"), now=now)
    assert not actions.report(comment=second, ground=INSULT, by=person("citizen-2"), now=now)
    bench = desk.bench_of(person("moderator"), now.date())
    rows, _more = desk.queue(bench)
    assert [row.comment_id for row in rows] == [second.pk, first.pk]
    assert rows[0].due_on is not None and desk.reports(second) == {INSULT: 1}
    assert queries.thread(second.case).rows[0].text is not None, "reports alone hide nothing"


def test_the_queue_is_paged_without_gaps(say: Any, person: Any, now: Any) -> None:
    made = [say(f"Пікір {number}", by=f"citizen-{number % 3 + 1}").pk for number in range(7)]
    bench, seen, after_ = desk.bench_of(person("moderator"), now.date()), [], None
    while True:
        rows, after_ = desk.queue(bench, after=after_, limit=3)
        seen += [row.comment_id for row in rows]
        if after_ is None:
            break
    assert seen == made


def test_a_district_has_no_bench_here(person: Any, now: Any) -> None:
    assert desk.bench_of(person("district-officer"), now.date()) is None


def test_what_a_moderator_only_looked_at_is_no_public_step(say: Any, person: Any, now: Any) -> None:
    comment = say()
    actions.keep(review=take(comment, person("moderator"), now), by=person("moderator"), now=now)
    assert [row.kind for row in queries.steps_of(comment)] == ["posted"]
    kinds = {step.kind: f"comment:{step.pk}" for step in Step.objects.filter(comment=comment)}
    assert Leaf.objects.filter(key=kinds["posted"]).exists() and not Leaf.objects.filter(key=kinds["kept"]).exists()


def test_reasons_and_appeals_are_wordings_that_can_be_erased(hidden: Any, person: Any, now: Any) -> None:
    from jariya.kernel.discussion import wordings

    comment = hidden(text="Дөрекі")
    row = Wording.objects.get(comment=comment, part="reason")
    wordings.erase(row, now=now)
    row.refresh_from_db()
    assert (row.text, row.salt) == ("", None) and bytes(row.digest)
