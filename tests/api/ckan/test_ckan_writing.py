"""The real client of CKAN reads and writes against us; what it may not do is refused in its own words."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from tests.portals.opendata import made

from jariya.api.ckan import tasks
from jariya.kernel.bodies.models import Post
from jariya.office.systems import actions as systems
from jariya.office.systems.models import Call, Scope
from jariya.portals.opendata.models import DataSet, Import, ImportState, Version
from jariya.portals.opendata.running import reading

ckanapi = pytest.importorskip("ckanapi", reason="ckanapi is not installed: pip install ckanapi")
pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {
    "name": "ulgi-wells",
    "title_translated": {"kk": "Ұңғымалар", "ru": "Скважины", "en": "Wells"},
    "notes_translated": {"kk": "Ойдан шығарылған ұңғымалар", "ru": "Вымышленные скважины"},
    "license_id": "CC-BY-4.0",
    "owner_org": "ulgi-ministry",
    "groups": [{"name": "envi"}],
    "tags": [{"name": "су"}],
    "extras": [{"key": "frequency", "value": "monthly"}, {"key": "whole_country", "value": "true"}],
}


@pytest.fixture
def token(person: Any, ministry: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A token of a program of the ministry: `token(["publish"])`."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.NOW)

    def do(scopes: list[str]) -> str:
        post = Post.objects.filter(body=ministry).exclude(kind="head").earliest("order")
        system = systems.make(body=ministry, post=post, title="CKAN", by=person("head"), now=made.NOW)
        last = made.NOW.date() + dt.timedelta(days=30)
        return systems.issue(system=system, scopes=scopes, expires_on=last, by=person("head"), now=made.NOW).secret

    return do


def read_in() -> None:
    """What the worker does."""
    run = Import.objects.latest("id")
    reading.read(run.pk, now=lambda: made.NOW)
    assert tasks.publish(run.pk, now=made.NOW)


def test_the_real_client_publishes_a_table_and_reads_it_back(served: Any, token: Any) -> None:
    secret = token([Scope.PUBLISH.value])

    def write(site: str) -> Any:
        with ckanapi.RemoteCKAN(site, apikey=secret, user_agent="test") as ckan:
            package = ckan.action.package_create(**SAID)
            assert (package["state"], package["private"]) == ("draft", True)
            upload = io.BytesIO("номер;глубина\n007;12,5\n012;3,25\n".encode("cp1251"))
            upload.name = "wells.csv"
            resource = ckan.action.resource_create(package_id=package["id"], name="Ұңғымалар", upload=upload)
            assert resource["state"] == "draft" and resource["import"]["state"] == ImportState.WAITING
            return resource["id"]

    key = served(write)
    assert not DataSet.objects.visible_to(None).filter(slug="ulgi-wells").exists()
    read_in()

    def read(site: str) -> Any:
        with ckanapi.RemoteCKAN(site, user_agent="test") as ckan:
            assert ckan.action.package_search(fq="tags:су")["results"][0]["name"] == "ulgi-wells"
            rows = ckan.action.datastore_search(resource_id=key, filters={"номер": "007"})["records"]
            assert rows == [{"_id": 1, "номер": "007", "глубина": 12.5}]
            with pytest.raises(ckanapi.NotFound):
                ckan.action.package_show(id="none")
            with pytest.raises(ckanapi.NotAuthorized):
                ckan.action.package_create(name="x")
            return ckan.action.package_show(id="ulgi-wells")

    package = served(read)
    assert package["groups"][0]["id"] == "ENVI" and not package["private"]
    assert {call.verb for call in Call.objects.all()} == {"package_create", "resource_create"}


def test_the_real_client_changes_and_discards(served: Any, token: Any) -> None:
    secret = token([Scope.PUBLISH.value])

    def work(site: str) -> None:
        with ckanapi.RemoteCKAN(site, apikey=secret, user_agent="test") as ckan:
            ckan.action.package_create(**SAID)
            ckan.action.package_patch(id="ulgi-wells", tags=[{"name": "жер"}])
            link = ckan.action.resource_create(package_id="ulgi-wells", url="https://open.example/a.csv", name="A")
            shown = ckan.action.package_show(id="ulgi-wells")
            assert shown["state"] == "active" and shown["tags"][0]["name"] == "жер"
            assert shown["title_translated"]["ru"] == "Скважины"
            shown["title_translated"]["ru"] = "Колодцы"
            assert ckan.action.package_update(**shown)["notes_translated"]["ru"].endswith(
                "ДАННЫЕ. Вымышленные скважины"
            )
            ckan.action.resource_patch(id=link["id"], name="Б", lang="kk")
            ckan.action.resource_delete(id=link["id"])
            with pytest.raises(ckanapi.NotAuthorized):
                ckan.action.package_delete(id="ulgi-wells", reason_kk="қате", reason_ru="ошибка")
            ckan.action.package_create(**{**SAID, "name": "ulgi-other"})
            ckan.action.package_delete(id="ulgi-other")
            with pytest.raises(ckanapi.ValidationError):
                ckan.action.package_create(**{**SAID, "name": "No Name"})
            with pytest.raises(ckanapi.ValidationError):
                ckan.action.package_create(**{**SAID, "name": "ulgi-wells"})

    served(work)
    row = DataSet.objects.get(slug="ulgi-wells")
    assert (row.title_ru, row.text_ru, row.tags) == ("Колодцы", "Вымышленные скважины", ["жер"])
    assert not Version.objects.exists()


def send(name: str, secret: str = "", /, **given: Any) -> Any:
    heads = {"Authorization": secret} if secret else {}
    return Client().post(f"/api/3/action/{name}", given, content_type="application/json", headers=heads)


def test_a_token_that_may_not_publish_a_wrong_one_and_none_are_refused(token: Any) -> None:
    secret = token([Scope.TAKE.value])
    for given, code in (
        (secret, "system.scope_missing"),
        ("jariya.x.y", "system.token_unknown"),
        ("", "system.token_missing"),
    ):
        answer = send("package_create", given, **SAID)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, code)
        assert "no-store" in answer["Cache-Control"]


def test_a_set_of_another_body_is_not_there_for_a_program(token: Any, district: Any) -> None:
    secret = token([Scope.PUBLISH.value])
    made.prepared("district-set", body=district)
    made.published("district-open", body=district)
    for name in ("package_show", "package_patch", "package_delete", "resource_create"):
        answer = send(name, secret, id="district-set", package_id="district-set", url="https://open.example/")
        assert answer.status_code == 404, name
    assert send("package_patch", secret, id="district-open", notes="x").status_code == 404
    assert send("package_show", secret, id="district-open").status_code == 200
    assert send("package_create", secret, **{**SAID, "owner_org": district.slug}).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("license_id", "none"),
        ("groups", [{"name": "none"}]),
        ("extras", [{"key": "frequency", "value": "often"}]),
        ("extras", [{"key": "period_from", "value": "yesterday"}]),
        ("extras", "x"),
        ("tags", [{"name": "x" * 61}]),
        ("title_translated", "x"),
        ("resources", [{"url": "javascript:alert(1)"}]),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(token: Any, field: str, value: Any) -> None:
    answer = send("package_create", token([Scope.PUBLISH.value]), **{**SAID, field: value})
    assert (answer.status_code, answer.json()["error"]["__type"]) == (409, "Validation Error"), answer.content
    assert not DataSet.objects.filter(slug="ulgi-wells").exists()


def test_a_deed_under_its_key_is_done_once(token: Any) -> None:
    heads = {"Authorization": token([Scope.PUBLISH.value]), "Idempotency-Key": "k-1"}
    ids = {
        Client()
        .post("/api/3/action/package_create", SAID, content_type="application/json", headers=heads)
        .json()["result"]["id"]
        for _time in range(2)
    }
    assert len(ids) == 1 and DataSet.objects.filter(slug__startswith="ulgi-wells").count() == 1


def test_a_table_that_lacks_a_title_stays_at_the_desk(token: Any) -> None:
    said = {**SAID, "title_translated": {"kk": "Ұңғымалар"}}
    secret = token([Scope.PUBLISH.value])
    assert send("package_create", secret, **said).status_code == 200
    answer = Client().post(
        "/api/3/action/resource_create",
        {"package_id": "ulgi-wells", "upload": io.BytesIO(b"a;b\n1;2\n")},
        headers={"Authorization": secret},
    )
    key = answer.json()["result"]["id"]
    read_in()
    shown = send("resource_show", secret, id=key).json()["result"]
    assert (shown["state"], shown["import"]["state"], shown["import"]["rows"]) == ("draft", "ready", 1)
    assert send("resource_show", id=key).status_code == 404
