"""A file on its way into a table: stages, workers that die, addresses that lead where they should not."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.files.base import ContentFile
from tests.portals.opendata import made

from jariya.kernel.files import uploads
from jariya.kernel.files.models import Area
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.opendata import actions, store
from jariya.portals.opendata.models import Import, Resource, ResourceKind, Stage, Version
from jariya.portals.opendata.running import asking, command, reading, schema
from jariya.portals.opendata.running.states import STAGES

pytestmark = pytest.mark.django_db
RUSSIAN = "код;название школы;ученики\n010;Школа первая;97\n020;Школа вторая;640\n"
MINUTE = dt.timedelta(minutes=1)


def now() -> dt.datetime:
    return made.NOW


@pytest.fixture(autouse=True)
def tables_lie_aside(settings: Any, tmp_path: Any) -> None:
    settings.OPENDATA_STORE = tmp_path / "opendata"


def table(kind: str = ResourceKind.TABLE, **more: Any) -> Resource:
    """A resource that waits for its first file."""
    return actions.add_resource(case=made.prepared().case, kind=kind, by=None, now=made.NOW, **more)


def sent(resource: Resource, raw: bytes, name: str = "schools.csv", **more: Any) -> Import:
    """An import of a file that an officer sent."""
    upload = uploads.take_whole(
        name=name, content=ContentFile(raw, name), by=made.officer(), now=made.NOW, area=Area.TABLES
    )
    return asking.begin(resource=resource, upload=upload, by=made.officer(), now=made.NOW, **more)


def test_a_file_goes_through_every_stage_waits_for_the_publisher_and_becomes_one_version() -> None:
    resource = table()
    run = sent(resource, RUSSIAN.encode("cp1251"))
    assert reading.read(run.pk, now=now) == "ready"
    run.refresh_from_db()
    assert [stage.name for stage in Stage.objects.filter(run=run)] == [name for name in STAGES if name != "fetch"]
    assert not Stage.objects.filter(run=run, ended_at=None).exists()
    assert run.report["encoding"]["name"] == "cp1251"
    assert store.path_of(bytes(run.parquet)).exists()
    assert not Version.objects.exists()
    version = actions.publish_import(run=run, by=made.officer(), now=made.NOW)
    assert actions.publish_import(run=run, by=made.officer(), now=made.NOW) == version
    assert (version.rows, version.file.area, Version.objects.count()) == (2, "open", 1)
    again = sent(Resource.objects.get(), RUSSIAN.replace("97", "98").encode("cp1251"))
    reading.read(again.pk, now=now)
    again.refresh_from_db()
    assert (again.difference["added"], again.difference["removed"]) == (1, 1)
    actions.publish_version(resource=Resource.objects.get(), content=made.content(), by=None, now=made.NOW)
    with pytest.raises(Refused, match=r"import\.stale"):
        actions.publish_import(run=again, by=made.officer(), now=made.NOW)


@pytest.mark.parametrize(
    "stage",
    ["loading", *(pytest.param(name, marks=pytest.mark.slow) for name in STAGES[2:] if name != "loading")],
)
def test_killed_in_any_stage_it_is_read_anew_and_never_half_published(stage: str) -> None:
    run = sent(table(), made.SCHOOLS.encode())
    assert reading.read(run.pk, now=now, stop_at=stage) == "failed"
    run.refresh_from_db()
    assert (run.refusal, run.parquet) == ("import.broke_down", None)
    with pytest.raises(Refused, match=r"import\.not_ready"):
        actions.publish_import(run=run, by=made.officer(), now=made.NOW)
    anew = asking.again(run=run, wishes={"delimiter": ";"}, by=made.officer(), now=made.NOW)
    assert reading.read(anew.pk, now=now) == "ready"
    assert not Version.objects.exists()


def test_what_a_dead_worker_left_another_one_takes_up_until_it_is_given_up() -> None:
    run = sent(table(), made.SCHOOLS.encode())
    Import.objects.filter(pk=run.pk).update(state="running", tries=1, beat_at=made.NOW)
    assert reading.read(run.pk, now=now) == "running"
    later = made.NOW + 2 * MINUTE
    assert reading.read_left(later) == 1
    assert reading.read(run.pk, now=lambda: later) == "ready"
    Import.objects.filter(pk=run.pk).update(state="running", tries=3, beat_at=made.NOW)
    assert reading.read(run.pk, now=lambda: later) == "failed"
    run.refresh_from_db()
    assert run.refusal == "import.gave_up"


def test_what_cannot_be_read_ends_with_its_name(settings: Any) -> None:
    resource = table()
    for raw, code in (
        (b"<!doctype html><p>x", "file.html"),
        (b"%PDF-1.4 x", "file.unknown"),
        (b"a;b\n", "table.no_rows"),
    ):
        run = sent(resource, raw)
        assert reading.read(run.pk, now=now) == "failed"
        run.refresh_from_db()
        assert run.refusal == code


def test_numbers_of_people_are_never_published() -> None:
    run = sent(table(), "ИИН;балл\n900101300123;5\n900101300124;4\n".encode())
    assert reading.read(run.pk, now=now) == "ready"
    with pytest.raises(Refused, match=r"import\.personal"):
        actions.publish_import(run=run, by=made.officer(), now=made.NOW)


def test_only_the_body_begins_and_throws_away(person: Any) -> None:
    resource = table()
    with pytest.raises(Refused, match="not_yours"):
        asking.begin(resource=resource, url="https://example.org/x.csv", by=person("citizen-1"), now=made.NOW)
    run = sent(resource, made.SCHOOLS.encode())
    asking.drop(run=run, by=made.officer(), now=made.NOW)
    assert reading.read(run.pk, now=now) == "dropped"


@contextmanager
def server(answer: Any) -> Iterator[str]:
    """A site on this machine that answers each GET with `answer(handler)`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_args: Any) -> None:
            return

    site = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{site.server_address[1]}"
    finally:
        site.shutdown()
        site.server_close()


def gives(raw: bytes, **headers: str) -> Any:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("If-None-Match") == '"one"':
            handler.send_response(304)
            handler.end_headers()
            return
        handler.send_response(200)
        for name, value in {"Content_Length": str(len(raw)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(raw)

    return answer


def fetched(resource: Resource, url: str) -> Import:
    run = asking.begin(resource=resource, url=url, by=made.officer(), now=made.NOW)
    reading.read(run.pk, now=now)
    run.refresh_from_db()
    return run


def test_what_lies_at_a_link_is_fetched_and_not_again_while_it_is_the_same(settings: Any) -> None:
    settings.OPENDATA_NEIGHBOURS = True
    with server(
        gives(made.SCHOOLS.encode(), ETag='"one"', Content_Disposition='attachment; filename="a/b.csv"')
    ) as home:
        resource = table(url=f"{home}/x.csv")
        run = fetched(resource, f"{home}/x.csv")
        assert (run.state, run.file_name, run.report["rows"]) == ("ready", "b.csv", 4)
        actions.publish_import(run=run, by=made.officer(), now=made.NOW)
        same = fetched(Resource.objects.get(pk=resource.pk), f"{home}/x.csv")
        assert (same.state, same.refusal) == ("failed", "import.unchanged")


def test_addresses_of_private_networks_are_not_called_whatever_leads_there(settings: Any) -> None:
    resource = table()
    with pytest.raises(Refused, match=r"import\.address_bad"):
        asking.begin(resource=resource, url="http://169.254.169.254/latest", by=made.officer(), now=made.NOW)
    run = fetched(resource, "http://localhost.localdomain/x.csv")
    assert run.refusal in ("import.address_private", "import.unreached")
    settings.OPENDATA_NEIGHBOURS = True

    def leads(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "http://10.0.0.1/x.csv")
        handler.end_headers()

    with server(leads) as home:
        assert fetched(resource, f"{home}/x.csv").refusal == "import.address_private"


def test_a_site_that_says_no_or_breaks_off_is_named(settings: Any) -> None:
    settings.OPENDATA_NEIGHBOURS = True
    resource = table()

    def gone(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(410)
        handler.end_headers()

    with server(gone) as home:
        run = fetched(resource, f"{home}/x.csv")
        assert (run.refusal, run.refusal_values) == ("import.answered", {"status": 410})
    with server(gives(b"a;b\n1;2\n", Content_Length="900")) as home:
        assert fetched(resource, f"{home}/x.csv").refusal == "import.cut_short"
    with server(gives(b"a;b\n", Content_Length=str(10**12))) as home:
        assert fetched(resource, f"{home}/x.csv").refusal == "import.fetched_too_big"


def test_a_table_that_is_not_what_its_schema_says_is_told_column_by_column() -> None:
    wanted = schema.of_columns([{"name": "bin", "type": "text"}, {"name": "оқушы", "type": "integer"}], ["bin"])
    assert wanted["primaryKey"] == ["bin"]
    wanted["fields"][1]["constraints"] = {"minimum": 500}
    resource = table(schema=wanted)
    run = sent(resource, made.SCHOOLS.encode())
    assert reading.read(run.pk, now=now) == "ready"
    run.refresh_from_db()
    assert run.report["schema"]["valid"] is False
    assert "оқушы" in [one["column"] for one in run.report["schema"]["counts"]]


def test_one_command_reads_compares_and_publishes(tmp_path: Any) -> None:
    resource = made.published()
    file = tmp_path / "new.csv"
    file.write_text(made.SCHOOLS.replace(";97;", ";98;"), encoding="utf-8")
    assert not command.publish(file, "no-such-set").good
    tried = command.publish(file, "schools", dry_run=True)
    assert (tried.good, tried.said["added"], Version.objects.count()) == (True, 1, 1)
    done = command.publish(file, "schools", notes=("Түзетілді", "Исправлено"))
    assert (done.good, done.said["version"]) == (True, 2)
    assert Version.objects.get(resource=resource, number=2).note_ru == "Исправлено"
