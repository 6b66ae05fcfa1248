from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from tests.kernel.people.conftest import TODAY, make_body

from jariya.kernel.people import permissions, roles
from jariya.kernel.people.models import Role
from jariya.kernel.people.permissions import Place
from jariya.kernel.people.queries import bodies_of, roles_of

DAY = dt.timedelta(days=1)


def test_a_role_counts_from_its_first_to_its_last_day_in_its_body_only(
    make_person: Any, body: Any, other_body: Any
) -> None:
    person = make_person(staff=True)
    Role.objects.create(person=person, body=body, kind="officer", since=TODAY, until=TODAY + 2 * DAY)
    assert roles_of(person, body_id=body.pk, day=TODAY) == {"officer"}
    assert roles_of(person, body_id=body.pk, day=TODAY + 2 * DAY) == {"officer"}
    assert roles_of(person, body_id=body.pk, day=TODAY - DAY) == frozenset()
    assert roles_of(person, body_id=body.pk, day=TODAY + 3 * DAY) == frozenset()
    assert roles_of(person, body_id=other_body.pk, day=TODAY) == frozenset()
    assert roles_of(person, body_id=None, day=TODAY) == frozenset()


def test_a_supervisor_of_the_authorised_body_counts_everywhere(make_person: Any, body: Any, other_body: Any) -> None:
    person = make_person(staff=True)
    roles.grant(person, body, "supervisor", since=TODAY, everywhere=True)
    roles.grant(person, body, "officer", since=TODAY)
    assert roles_of(person, body_id=other_body.pk, day=TODAY) == {"supervisor"}
    assert roles_of(person, body_id=None, day=TODAY) == {"supervisor"}
    assert roles_of(person, body_id=body.pk, day=TODAY) == {"supervisor", "officer"}


def test_roles_are_read_once_per_person_and_day(
    make_person: Any, body: Any, other_body: Any, django_assert_num_queries: Any
) -> None:
    person = make_person(staff=True)
    roles.grant(person, body, "head", since=TODAY)
    with django_assert_num_queries(1):
        roles_of(person, body_id=body.pk, day=TODAY)
        roles_of(person, body_id=other_body.pk, day=TODAY)
        bodies_of(person, day=TODAY)


def test_a_role_granted_now_counts_at_once(make_person: Any, body: Any) -> None:
    person = make_person(staff=True)
    assert roles_of(person, body_id=body.pk, day=TODAY) == frozenset()
    roles.grant(person, body, "head", since=TODAY)
    assert roles_of(person, body_id=body.pk, day=TODAY) == {"head"}


def test_nobody_and_a_closed_account_hold_nothing(make_person: Any, body: Any) -> None:
    closed = make_person(staff=True)
    roles.grant(closed, body, "head", since=TODAY)
    closed.is_active = False
    for person in (None, AnonymousUser(), closed):
        assert roles_of(person, body_id=body.pk, day=TODAY) == frozenset()


@pytest.mark.parametrize(
    ("columns", "invented_body", "kind", "everywhere", "code"),
    [
        ({"staff": False}, True, "officer", False, "role_not_staff"),
        ({"staff": True, "invented": True}, False, "officer", False, "role_real_body"),
        ({"staff": True}, True, "officer", True, "role_not_everywhere"),
    ],
)
def test_a_role_that_must_not_be_is_refused(
    make_person: Any, columns: Any, invented_body: bool, kind: str, everywhere: bool, code: str
) -> None:
    body = make_body("three", invented=invented_body)
    with pytest.raises(roles.RoleError) as refused:
        roles.grant(make_person(**columns), body, kind, since=TODAY, everywhere=everywhere)
    assert refused.value.code == code
    assert not Role.objects.filter(body=body).exists()


def test_a_role_is_held_once_and_its_first_end_stands(make_person: Any, body: Any) -> None:
    person = make_person(staff=True)
    role = roles.grant(person, body, "officer", since=TODAY)
    with pytest.raises(roles.RoleError, match="role_held"):
        roles.grant(person, body, "officer", since=TODAY)
    roles.end(role, last_day=TODAY + DAY)
    roles.end(Role.objects.get(pk=role.pk), last_day=TODAY + 9 * DAY)
    assert Role.objects.get(pk=role.pk).until == TODAY + DAY
    roles.grant(person, body, "officer", since=TODAY + 5 * DAY)


def test_a_registrar_of_one_body_makes_no_supervisor_and_takes_over_no_other_account(
    make_person: Any, body: Any, other_body: Any
) -> None:
    local, central, minister = (make_person(staff=True) for _ in range(3))
    roles.grant(local, body, "registrar", since=TODAY)
    roles.grant(central, other_body, "registrar", since=TODAY, everywhere=True)
    roles.grant(minister, body, "officer", since=TODAY)
    assert "supervisor" not in roles.grantable(local, body.pk, TODAY)
    assert "officer" in roles.grantable(local, body.pk, TODAY)
    assert not roles.grantable(local, other_body.pk, TODAY)
    assert roles.may_manage(local, minister, TODAY)
    roles.grant(minister, other_body, "head", since=TODAY)
    assert not roles.may_manage(local, minister, TODAY)
    assert not roles.may_manage(local, central, TODAY)
    assert roles.may_manage(central, minister, TODAY)


def test_a_registrar_of_the_whole_installation_does_not_take_over_another_one(make_person: Any, body: Any) -> None:
    first, second, coming = (make_person(staff=True) for _ in range(3))
    for registrar in (first, second):
        roles.grant(registrar, body, "registrar", since=TODAY, everywhere=True)
    roles.grant(coming, body, "registrar", since=TODAY + DAY, everywhere=True)
    roles.grant(coming, body, "officer", since=TODAY)
    assert not roles.may_manage(first, second, TODAY), "with a link of the second the first would open evidence alone"
    assert not roles.may_manage(first, first, TODAY)
    assert not roles.may_manage(first, coming, TODAY)
    roles.end(Role.objects.get(person=second), last_day=TODAY - DAY)
    assert roles.may_manage(first, second, TODAY + DAY)


def test_permission_sentences_say_the_same_through_rules_and_through_may(make_person: Any, body: Any) -> None:
    person, nobody = make_person(staff=True), make_person()
    roles.grant(person, body, "officer", since=TODAY)
    for name in permissions.PERMISSIONS:
        assert rules.has_perm(name, person, Place(body.pk, TODAY)) == permissions.may(
            person, name, body_id=body.pk, day=TODAY
        ), name
        assert not permissions.may(nobody, name, body_id=body.pk, day=TODAY)
    assert permissions.may(person, "people.work", body_id=body.pk, day=TODAY)
    assert not permissions.may(person, "people.lead", body_id=body.pk, day=TODAY)
    assert not permissions.may(person, "people.work", body_id=body.pk, day=TODAY - DAY)
    assert not rules.has_perm("people.work", person)
