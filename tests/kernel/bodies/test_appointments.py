from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from jariya.kernel.bodies import appointments, queries
from jariya.kernel.bodies.errors import BodyRefusal
from jariya.kernel.bodies.models import Body, Holding, Post

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 18)


def head(body: Body) -> Holding:
    return queries.heads([body], day=DAY)[body.pk]


def code_of(do: Any, **given: Any) -> str:
    with pytest.raises(BodyRefusal) as caught:
        do(**given)
    return caught.value.code


def test_a_new_head_is_appointed_when_the_old_one_left_and_both_stay_in_the_register(ministry: Body) -> None:
    old = head(ministry)
    new = {"kk": "Жаңа Үлгібаев", "ru": "Жана Улгибаев"}
    given = {"post": old.post, "holder": new, "since": DAY, "source": "№ 5"}
    assert code_of(appointments.appoint, **given) == "bodies.post_held"
    appointments.dismiss(holding=old, until=date(2026, 3, 17))
    appointments.appoint(**given)
    assert head(ministry).holder("kk").text == "Жаңа Үлгібаев"
    assert head(ministry).holder("en") == ("Жаңа Үлгібаев", "kk")
    register = list(queries.holders(ministry))
    assert [row.holder("kk").text for row in register[:2]] == ["Жаңа Үлгібаев", old.holder("kk").text]
    assert len(register) == 3


def test_the_last_day_of_a_holder_is_still_his(ministry: Body) -> None:
    old = head(ministry)
    appointments.dismiss(holding=old, until=DAY)
    assert head(ministry).pk == old.pk
    assert queries.heads([ministry], day=date(2026, 3, 19)) == {}


def test_who_left_cannot_leave_later(ministry: Body) -> None:
    old = appointments.dismiss(holding=head(ministry), until=DAY)
    assert code_of(appointments.dismiss, holding=old, until=date(2026, 4, 1)) == "bodies.holding_over"
    assert code_of(appointments.dismiss, holding=head(ministry), until=date(1999, 1, 1)) == "bodies.dates_reversed"


def test_a_person_without_name_or_source_is_not_appointed(ministry: Body) -> None:
    post = Post.objects.create(body=ministry, kind="officer", name_kk="Маман", order=50, source="test")
    good: dict[str, Any] = {"post": post, "holder": {"kk": "Ұқсас Мысалов"}, "since": DAY, "source": "№ 5"}
    assert code_of(appointments.appoint, **{**good, "holder": {"kk": " "}}) == "bodies.no_name"
    assert code_of(appointments.appoint, **{**good, "source": ""}) == "bodies.no_source"
    assert code_of(appointments.appoint, **{**good, "until": date(2026, 3, 1)}) == "bodies.dates_reversed"


def test_a_delegate_may_do_what_the_order_says_while_it_lasts(ministry: Body) -> None:
    posts = {post.order: post for post in ministry.posts.all()}
    assert queries.may_sign(posts[2], scope="answers", day=DAY) is None
    order = appointments.delegate(
        from_post=posts[0], to_post=posts[2], scope=["answers"], order_ref="№ 9", since=date(2026, 3, 1)
    )
    assert queries.may_sign(posts[2], scope="answers", day=DAY) == order
    assert queries.may_sign(posts[2], scope="extensions", day=DAY) is None
    assert queries.may_sign(posts[2], scope="answers", day=date(2026, 2, 28)) is None
    appointments.revoke(delegation=order, until=DAY)
    assert queries.may_sign(posts[2], scope="answers", day=DAY) == order
    assert queries.may_sign(posts[2], scope="answers", day=date(2026, 3, 19)) is None


def test_a_delegation_stays_inside_its_body_and_names_a_known_power(ministry: Body, district: Body) -> None:
    one, two = ministry.posts.all()[:2]
    other = district.posts.all()[0]
    good: dict[str, Any] = {"from_post": one, "to_post": two, "scope": ["answers"], "order_ref": "№ 9", "since": DAY}
    for changed, code in (
        ({"to_post": other}, "bodies.another_body"),
        ({"to_post": one}, "bodies.same_post"),
        ({"scope": ["everything"]}, "bodies.scope_unknown"),
        ({"scope": []}, "bodies.scope_unknown"),
        ({"order_ref": " "}, "bodies.no_order"),
        ({"until": date(2026, 3, 1)}, "bodies.dates_reversed"),
    ):
        assert code_of(appointments.delegate, **{**good, **changed}) == code


def test_a_deputy_stands_in_while_the_head_is_away(ministry: Body) -> None:
    away, deputy = head(ministry), ministry.posts.get(order=1)
    appointments.stand_in(holding=away, deputy=deputy, since=date(2026, 3, 10), until=date(2026, 3, 20))
    seat = queries.seats(ministry, day=DAY)[0]
    assert seat.holding == away and seat.acting == deputy
    assert queries.seats(ministry, day=date(2026, 3, 21))[0].acting is None
    again = {"holding": away, "deputy": deputy, "since": date(2026, 3, 20)}
    assert code_of(appointments.stand_in, **again) == "bodies.already_absent"


def test_an_absence_ends_with_the_holding(ministry: Body) -> None:
    away = head(ministry)
    absence = appointments.stand_in(holding=away, deputy=None, since=date(2026, 3, 10))
    appointments.dismiss(holding=away, until=DAY)
    absence.refresh_from_db()
    assert absence.until == DAY


def test_a_real_body_gets_its_posts_and_its_head_by_actions() -> None:
    body = Body.objects.get(slug="ministry-justice")
    post = appointments.open_post(body=body, kind="head", names={"kk": "Министр"}, source="№ 1")
    deputy = appointments.open_post(body=body, kind="deputy_head", names={"kk": "Вице-министр"}, source="№ 1")
    assert (post.order, deputy.order) == (0, 1)
    again = {"body": body, "kind": "head", "names": {"kk": "Тағы"}, "source": "№ 1"}
    assert code_of(appointments.open_post, **again) == "bodies.second_head"
    assert code_of(appointments.open_post, **{**again, "names": {}}) == "bodies.no_name"
    assert "head" in queries.missing(body, day=DAY)
    appointments.appoint(post=post, holder={"kk": "Үлгі Үлгібаев"}, since=DAY, source="№ 1")
    assert "head" not in queries.missing(body, day=DAY)
