"""What may be done with a data set, and what stays when it was done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import Error, connection, transaction
from tests.portals.opendata import made

from jariya.kernel.lifecycle.models import Event
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.opendata import actions, store
from jariya.portals.opendata.models import DataSet, Licence, Resource, Theme, Version

pytestmark = pytest.mark.django_db
LATER = made.NOW + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def tables_lie_aside(settings: Any, tmp_path: Any) -> None:
    settings.OPENDATA_STORE = tmp_path / "opendata"


def test_a_set_is_nobodys_to_read_before_its_first_version_and_everyones_after_it() -> None:
    held = made.prepared()
    assert not DataSet.objects.visible_to(None).exists()
    resource = made.table_of(held, made.SCHOOLS)
    assert DataSet.objects.visible_to(None).living().get().slug == "schools"
    assert Resource.objects.visible_to(None).get() == resource
    version = Version.objects.visible_to(None).get()
    assert (version.number, version.rows, version.names[0]) == (1, 4, "bin")
    assert store.path_of(bytes(version.parquet)).exists()


def test_the_database_changes_and_deletes_no_version() -> None:
    version = made.published().current
    for deed in ("UPDATE opendata_version SET rows = 5 WHERE id = %s", "DELETE FROM opendata_version WHERE id = %s"):
        with pytest.raises(Error, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed, [version.pk])
    assert version.rows == 4


def test_a_set_without_a_licence_or_a_title_in_both_languages_is_not_published() -> None:
    for missing, code in (({"licence": ""}, "data_set.no_licence"), ({"title_ru": " "}, "data_set.no_title")):
        held = made.prepared(slug=f"x-{code[-6:]}".replace("_", "-"), **missing)
        with pytest.raises(Refused) as refusal:
            made.table_of(held, made.SCHOOLS)
        assert refusal.value.code == code
    assert not Version.objects.exists()


def test_a_former_version_is_published_again_as_the_next_one() -> None:
    resource = made.published("schools", made.SCHOOLS, made.SCHOOLS.replace("412", "413"))
    version = actions.roll_back(resource=resource, number=1, by=made.officer(), now=LATER)
    first = made.version_of(resource, 1)
    assert (version.number, bytes(version.parquet)) == (3, bytes(first.parquet))
    last = Event.objects.filter(case=resource.data_set.case_id).latest("pk")
    assert (last.kind, last.codes) == ("version_rolled_back", {"resource": 1, "version": 3, "of": 1})
    with pytest.raises(Refused, match=r"version\.in_force"):
        actions.roll_back(resource=Resource.objects.get(), number=3, by=made.officer(), now=LATER)


def test_of_a_withdrawn_set_a_stub_with_its_reason_stays_and_it_may_come_back(person: Any) -> None:
    resource = made.published()
    case = resource.data_set.case
    with pytest.raises(Refused, match=r"data_set\.no_reason"):
        actions.withdraw(case=case, reason_kk="Қате", reason_ru="", by=person("head"), now=LATER)
    with pytest.raises(Refused, match="not_yours"):
        actions.withdraw(case=case, reason_kk="Қате", reason_ru="Ошибка", by=person("officer-1"), now=LATER)
    actions.withdraw(case=case, reason_kk="Қате", reason_ru="Ошибка", by=person("head"), now=LATER)
    assert DataSet.objects.visible_to(None).get().reason_ru == "Ошибка"
    assert not Resource.objects.visible_to(None).exists()
    assert not Version.objects.visible_to(None).exists()
    actions.restore(case=case, by=person("head"), now=LATER)
    assert Version.objects.visible_to(None).exists()


def test_names_for_addresses_are_given_once_and_made_of_the_title() -> None:
    made.prepared("schools")
    with pytest.raises(Refused, match=r"data_set\.slug_taken"):
        made.prepared("schools")
    with pytest.raises(Refused, match=r"data_set\.slug_wrong"):
        made.prepared("Мектеп")
    assert made.prepared("").slug == "schools-of-ulgi-oblast"
    assert made.prepared("").slug == "schools-of-ulgi-oblast-2"


def test_a_yearly_set_is_fresh_for_a_year_and_the_days_of_grace() -> None:
    assert made.published().data_set.fresh_until == dt.date(2027, 3, 28)


def test_another_body_changes_nothing(person: Any) -> None:
    held = made.prepared()
    with pytest.raises(Refused, match="not_yours"):
        actions.describe(case=held.case, description=made.SAID, by=person("citizen-1"), now=made.NOW)


def test_licences_and_themes_are_there() -> None:
    assert Theme.objects.count() == 13
    assert Licence.objects.filter(open=True).count() >= 3
