from __future__ import annotations

import datetime as dt
from datetime import date
from typing import Any

import pytest

from jariya.kernel.bodies import actions, queries
from jariya.kernel.bodies.errors import RULES, BodyRefusal
from jariya.kernel.bodies.models import Body, Change, FormerName, Succession

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture
def make(now: dt.datetime) -> Any:
    def do(slug: str, **columns: Any) -> Body:
        names = {"name_kk": f"{slug} органы", "name_ru": f"орган {slug}"}
        return actions.establish(slug=slug, names=names, source="№ 1", by=None, now=now, kind="agency", **columns)

    return do


def refusal(do: Any, **given: Any) -> str:
    with pytest.raises(BodyRefusal) as caught:
        do(**given)
    assert caught.value.title and caught.value.remedy
    return caught.value.code


def test_a_rename_keeps_the_body_and_every_old_link(make: Any, now: dt.datetime) -> None:
    body = make("old-name")
    actions.rename(body=body, names={"name_kk": "Жаңа атау"}, slug="new-name", day=DAY, act="№ 7", by=None, now=now)
    found = queries.by_address("old-name")
    assert found and found.moved and found.body.pk == body.pk and found.body.slug == "new-name"
    direct = queries.by_address("new-name")
    assert direct and not direct.moved
    renamed = Body.objects.get(pk=body.pk)
    assert renamed.name_kk == "Жаңа атау" and renamed.name_ru == "орган old-name"
    former = FormerName.objects.get(body=body)
    assert former.name_kk == "old-name органы" and former.until == date(2026, 2, 28)
    assert [found.pk for found in queries.search_names("жаңа атау", lang="kk", day=DAY).bodies] == [body.pk]


def test_two_renames_in_a_row_still_lead_from_the_first_address(make: Any, now: dt.datetime) -> None:
    body = make("first")
    for slug in ("second", "third"):
        body = actions.rename(body=body, names={}, slug=slug, day=DAY, act="№ 7", by=None, now=now)
    for slug in ("first", "second"):
        found = queries.by_address(slug)
        assert found and found.body.slug == "third"


def test_a_former_address_is_never_given_to_another_body_but_may_come_back(make: Any, now: dt.datetime) -> None:
    body = make("first")
    body = actions.rename(body=body, names={}, slug="second", day=DAY, act="№ 7", by=None, now=now)
    assert refusal(make, slug="first") == "bodies.slug_taken"
    body = actions.rename(body=body, names={}, slug="first", day=DAY, act="№ 8", by=None, now=now)
    assert body.slug == "first"
    found = queries.by_address("second")
    assert found and found.body.slug == "first"


def test_a_merger_ends_the_predecessors_the_day_before_and_keeps_their_pages(make: Any, now: dt.datetime) -> None:
    one, two, new = make("one"), make("two"), make("both", valid_from=DAY)
    actions.merge(bodies=[one, two], into=new, day=DAY, act="№ 9", by=None, now=now)
    for slug in ("one", "two"):
        found = queries.by_address(slug)
        assert found and not found.moved and found.body.valid_to == date(2026, 2, 28)
        assert [line.body.slug for line in queries.successors(found.body).next] == ["both"]
    assert {line.body.slug for line in queries.predecessors(new).next} == {"one", "two"}
    assert not Body.objects.on(DAY).filter(slug="one").exists()
    assert Body.objects.on(date(2026, 2, 28)).filter(slug="one").exists()


def test_a_merger_into_one_of_the_bodies_lets_that_one_go_on(make: Any, now: dt.datetime) -> None:
    one, two = make("one"), make("two")
    actions.merge(bodies=[one, two], into=one, day=DAY, act="№ 9", by=None, now=now)
    assert Body.objects.get(slug="one").valid_to is None
    assert Body.objects.get(slug="two").valid_to == date(2026, 2, 28)


def test_a_split_leads_from_the_old_body_to_each_new_one(make: Any, now: dt.datetime) -> None:
    old, one, two = make("old"), make("one"), make("two")
    actions.split(body=old, into=[one, two], day=DAY, act="№ 9", by=None, now=now)
    assert {line.body.slug for line in queries.successors(old).next} == {"one", "two"}
    assert Body.objects.get(slug="old").valid_to == date(2026, 2, 28)


def test_the_chain_of_successors_is_followed_to_the_end(make: Any, now: dt.datetime) -> None:
    bodies = [make(slug) for slug in ("a", "b", "c")]
    actions.succeed(predecessor=bodies[0], successor=bodies[1], day=date(2026, 1, 1), act="№ 1", by=None, now=now)
    actions.succeed(predecessor=bodies[1], successor=bodies[2], day=DAY, act="№ 2", by=None, now=now)
    line = queries.successors(bodies[0])
    assert line.next[0].next[0].body.slug == "c"
    assert refusal(
        actions.succeed, predecessor=bodies[2], successor=bodies[0], day=DAY, act="№ 3", by=None, now=now
    ) in {"bodies.circle", "bodies.not_in_force"}


def test_a_circle_is_refused_by_name(make: Any, now: dt.datetime) -> None:
    one, two = make("a"), make("b")
    Succession.objects.create(predecessor=two, successor=one, kind="successor", source="№ 1")
    code = refusal(actions.succeed, predecessor=one, successor=two, day=DAY, act="№ 3", by=None, now=now)
    assert code == "bodies.circle"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"act": " "}, "bodies.no_act"),
        ({"day": date(2026, 3, 19)}, "bodies.day_ahead"),
        ({"names": {"name_kk": "", "name_ru": None}}, "bodies.no_name"),
        ({"slug": "Плохой адрес"}, "bodies.slug_bad"),
        ({"slug": "ministry-justice"}, "bodies.slug_taken"),
    ],
)
def test_a_rename_that_may_not_be_is_refused_by_name_and_leaves_nothing(
    make: Any, now: dt.datetime, changed: dict[str, Any], code: str
) -> None:
    body = make("a-body")
    given = {"body": body, "names": {"name_kk": "Жаңа"}, "day": DAY, "act": "№ 7", "by": None, "now": now, **changed}
    assert refusal(actions.rename, **given) == code
    if code.startswith("bodies.slug"):
        assert Body.objects.get(pk=body.pk).slug == "a-body"
    assert Body.objects.get(pk=body.pk).name_kk == "a-body органы"


def test_an_invented_body_never_joins_a_real_one(make: Any, now: dt.datetime, ministry: Body) -> None:
    code = refusal(actions.succeed, predecessor=ministry, successor=make("real"), day=DAY, act="№ 1", by=None, now=now)
    assert code == "bodies.invented_mixed"
    assert Body.objects.get(pk=ministry.pk).valid_to is None


def test_a_body_that_ended_cannot_be_merged_again(make: Any, now: dt.datetime) -> None:
    gone, other = make("gone", valid_to=date(2020, 1, 1)), make("other")
    code = refusal(actions.merge, bodies=[gone, other], into=other, day=DAY, act="№ 1", by=None, now=now)
    assert code == "bodies.not_in_force"


def test_a_merger_of_one_body_with_itself_is_refused(make: Any, now: dt.datetime) -> None:
    one = make("one")
    assert refusal(actions.merge, bodies=[one], into=one, day=DAY, act="№ 1", by=None, now=now) == "bodies.too_few"
    assert refusal(actions.split, body=one, into=[one], day=DAY, act="№ 1", by=None, now=now) == "bodies.too_few"


def test_every_change_leaves_who_when_and_by_which_act(make: Any, now: dt.datetime, person: Any) -> None:
    clerk = person("officer-1")
    body = make("one")
    actions.rename(body=body, names={"name_en": "One"}, day=DAY, act="№ 7", by=clerk, now=now)
    change = Change.objects.filter(body=body, verb="rename").get()
    assert (change.author, change.act, change.day, change.at) == (clerk.pk, "№ 7", DAY, now)


def test_a_day_is_the_day_in_kazakhstan() -> None:
    late = dt.datetime(2026, 3, 17, 20, 0, tzinfo=dt.UTC)
    assert actions.legal_day(late) == date(2026, 3, 18)


def test_every_refusal_has_a_sentence_and_a_remedy() -> None:
    for code in RULES:
        refusal_ = BodyRefusal(code, "x")
        assert refusal_.title and refusal_.remedy and "%(" not in refusal_.title


def test_a_body_is_still_found_by_the_name_it_had(make: Any, now: dt.datetime) -> None:
    body = make("one")
    actions.rename(body=body, names={"name_kk": "Жаңа", "name_ru": "Новый"}, day=DAY, act="№ 7", by=None, now=now)
    assert [row.slug for row in queries.search_names("орган one", lang="ru", day=DAY).bodies] == ["one"]


def test_a_body_is_connected_by_a_named_decision_and_only_while_it_exists(make: Any, now: dt.datetime) -> None:
    body = make("one")
    assert refusal(actions.connect, body=body, connected=True, act="", by=None, now=now) == "bodies.no_act"
    actions.connect(body=body, connected=True, act="№ 3", by=None, now=now)
    actions.connect(body=body, connected=True, act="№ 3", by=None, now=now)
    assert Body.objects.get(pk=body.pk).connected
    assert Change.objects.filter(body=body, verb="connect").count() == 1
    gone = make("gone", valid_to=date(2020, 1, 1))
    assert refusal(actions.connect, body=gone, connected=True, act="№ 3", by=None, now=now) == "bodies.not_in_force"
