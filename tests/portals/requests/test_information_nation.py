"""What the invented nation shows of officers, the Commission, recommendations, guides and seminars."""

from __future__ import annotations

import datetime as dt

import pytest

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.requests.commission import queries as commission
from jariya.portals.requests.learning import queries as learning
from jariya.portals.requests.learning.models import Place
from jariya.portals.requests.monitoring import queries as monitoring
from jariya.portals.requests.officers import queries as officers
from jariya.portals.requests.simulate import information
from jariya.project import invented

pytestmark = pytest.mark.django_db


def test_each_part_has_something_to_see_and_all_of_it_is_invented(now: dt.datetime) -> None:
    invented.staff(now)
    invented.citizens(12, seed=1, now=now)
    handles = dict(Person.objects.filter(handle__startswith="demo-").values_list("handle", "id"))
    made = information.make(now=now, handles=handles, calendar=law_now().calendar)
    kinds = ("recommendation", "ati_officer", "commission_session", "guide", "seminar")
    cases = Case.objects.filter(kind__in=kinds).select_related("body")
    assert len(cases) == made and all(case.invented for case in cases)
    today = now.date()
    every = monitoring.lines(monitoring.newest(monitoring.rows())[0], today=today)
    assert {line.state.code for line in every} == {"carried_out", "accepted", "issued"}
    assert any(line.row.returned for line in every) and any(line.row.disputed for line in every)
    (ministry, *_deputies) = officers.of_body(Body.objects.get(slug="ulgi-ministry"), today=today)
    assert ministry.absence is not None and ministry.absence.deputy is not None
    (untrained, *_more) = officers.of_body(Body.objects.get(slug="ulgi-office-roads"), today=today)
    assert untrained.trained is None and untrained.days_late > 0, "a duty that nobody met stands on the desk"
    assert len(commission.members(today)) == 5 and len(commission.sessions()[0]) == 2
    assert [row.audience for row in learning.guides()] == ["citizens", "society", "press", "officers"]
    coming, _none = learning.seminars(coming=True, now=now)
    past, _none = learning.seminars(coming=False, now=now)
    assert coming and past[0].materials_kk and Place.objects.filter(status="waiting").exists()
