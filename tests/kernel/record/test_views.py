"""What a log serves to programs and people: bytes, headers, pages; and events on their way into it."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.kernel.record.conftest import leaf

from jariya.kernel.record import actions, exporting, proof, queries, sequencing, sources, tasks, tiles, verify_log
from jariya.kernel.record.actions import NewLeaf
from jariya.kernel.record.models import Leaf, Log

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(place: Path, now: dt.datetime) -> Log:
    """The log of events with 700 leaves."""
    actions.append("events", [NewLeaf(leaf(n), str(n)) for n in range(700)], now=now)
    sequencing.sequence("events", now=now)
    return Log.objects.get(name="events")


def test_files_are_served_to_anyone_with_the_headers_of_the_specification(log: Log, client: Any) -> None:
    for path, kind, keep in (
        ("checkpoint", "text/plain; charset=utf-8", "public, max-age=5"),
        ("tile/0/000", "application/octet-stream", "public, max-age=31536000, immutable"),
        ("tile/0/002.p/188", "application/octet-stream", "public, max-age=31536000, immutable"),
        ("tile/1/000.p/2", "application/octet-stream", "public, max-age=31536000, immutable"),
        ("tile/entries/001", "application/octet-stream", "public, max-age=31536000, immutable"),
        ("key", "text/plain; charset=utf-8", "public, max-age=60"),
        ("keys.json", "application/json; charset=utf-8", "public, max-age=60"),
        ("totals.json", "application/json; charset=utf-8", "public, max-age=60"),
        ("proof/699.tlog-proof", "text/plain; charset=utf-8", "public, max-age=60"),
    ):
        answer = client.get(f"/log/events/{path}")
        assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, kind, keep), path
        assert answer["Access-Control-Allow-Origin"] == "*" and "Cookie" not in answer.get("Vary", "")
        head = client.head(f"/log/events/{path}")
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])
        again = client.get(f"/log/events/{path}", headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304 and again["Access-Control-Allow-Origin"] == "*"
        assert client.post(f"/log/events/{path}").status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/log/none/checkpoint", "/log/events/tile/0/0", "/log/events/tile/0/003", "/log/events/tile/9/000",
     "/log/events/tile/../checkpoint", "/log/events/tile/entries/002.p/256", "/log/events/proof/700.tlog-proof",
     "/log/events/proof/00.tlog-proof", "/log/events/proof/999999999999999999.tlog-proof", "/log/none/key",
     "/log/Events/checkpoint", "/kk/log/none/", "/kk/log/events/700/", "/kk/log/events/999999999999999999/",
     "/log/events/tile/0/000.p/1/", "/log/events/signed.json", "/log/none/totals.json"],
)  # fmt: skip
def test_what_is_not_there_is_a_404_that_nobody_keeps(log: Log, client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "immutable" not in answer.get("Cache-Control", "")


@pytest.fixture
def site(log: Log) -> Iterator[str]:
    """The site behind a real socket, on this test's own connection."""
    own = connections["default"]
    own.inc_thread_sharing()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            connections["default"] = own
            answer = Client().get(self.path, headers={"Accept-Encoding": self.headers["Accept-Encoding"]})
            self.send_response(answer.status_code)
            for name, value in answer.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    own.dec_thread_sharing()


def test_the_script_checks_the_log_over_http(site: str, capsys: Any, tmp_path: Path) -> None:
    assert verify_log.main([f"{site}/log/events", "--json", "--quiet", "--save", str(tmp_path / "kept")]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["log"]["size"] == 700 and sum(report["log"]["totals"].values()) == 700
    assert verify_log.main([f"{site}/log/none", "--json", "--quiet"]) == 2


def test_openings_that_are_served_are_checked_against_their_commitments(
    place: Path, ask: Any, client: Any, now: dt.datetime, capsys: Any, tmp_path: Path
) -> None:
    ask()
    tasks.sequence_logs(now)
    exporting.export(tmp_path)
    file = tmp_path / "events/openings/0.json"
    file.parent.mkdir()
    file.write_bytes(client.get("/log/events/openings/0.json").content)
    arguments = [str(tmp_path / "events"), "--openings", "--json", "--quiet"]
    assert verify_log.main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["log"]["opened"] == 1
    said = json.loads(file.read_text())
    said["openings"][0]["content"] = base64.b64encode(b"something else").decode()
    file.write_text(json.dumps(said))
    assert verify_log.main(arguments) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "opening_differs"


def test_totals_and_proofs_served_are_those_of_the_log(log: Log, client: Any) -> None:
    served = client.get("/log/events/totals.json").json()
    assert (served["size"], sum(row[3] for row in served["totals"])) == (700, 700)
    taken = proof.Proof.parse(client.get("/log/events/proof/300.tlog-proof").content)
    assert taken.check(leaf(300), queries.verifiers(log)).checkpoint.size == 700
    assert tiles.entries_of(client.get("/log/events/tile/entries/001").content)[44] == leaf(300)


def test_days_are_open_data(log: Log, client: Any, now: dt.datetime) -> None:
    tasks.keep_days(now + dt.timedelta(days=1))
    (row,) = csv.DictReader(io.StringIO(client.get("/log/checkpoints.csv").content.decode()))
    assert (row["day"], row["log"], row["size"]) == ("2026-03-18", "events", "700")
    assert client.get("/log/checkpoints.json").json()["checkpoints"][0]["root"] == row["root"]
    (said,) = client.get("/log/logs.json").json()["logs"]
    assert (said["name"], said["size"], said["origin"]) == ("events", 700, "log.example/log/events")
    script = client.get("/log/verify_log.py")
    assert script.content == Path(verify_log.__file__).read_bytes()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pages_show_the_log_in_each_language(log: Log, client: Any, language: str) -> None:
    for path in ("log/", "log/receipt/", "log/events/", "log/events/?before=100", "log/events/5/"):
        answer = client.get(f"/{language}/{path}")
        assert answer.status_code == 200, path
        assert answer["Cache-Control"].startswith("public") and "Cookie" not in answer.get("Vary", "")
    text = client.get(f"/{language}/log/events/5/").content.decode()
    assert json.loads(leaf(5))["commitment"] in text


def test_every_link_of_the_pages_leads_somewhere(log: Log, client: Any, now: dt.datetime) -> None:
    tasks.keep_days(now + dt.timedelta(days=1))
    links: set[str] = set()
    for path in ("log/", "log/receipt/", "log/events/", "log/events/5/"):
        links |= set(re.findall(r'href="([^"#]*)"', client.get(f"/ru/{path}").content.decode()))
    own = sorted(link for link in links if "log" in link)
    assert "/log/events/keys.json" in own and "/log/verify_log.py" in own
    for link in own:
        assert client.get(link).status_code == 200, link


def test_the_list_pages_by_key_over_all_entries_once(log: Log, client: Any) -> None:
    seen: list[int] = []
    path: str | None = "/en/log/events/"
    while path:
        with CaptureQueriesContext(connection) as asked:
            text = client.get(path).content.decode()
        assert len(asked) <= 8
        seen += [int(found) for found in re.findall(r'href="/en/log/events/(\d+)/"', text)]
        following = re.search(r'rel="next" href="([^"]+)"', text)
        path = following[1] if following else None
    assert seen == list(range(699, -1, -1))
    for strange in ("?before=x", "?before=-1", "?before=99999999999999999999", "?before=0", "?before=²"):
        assert client.get(f"/en/log/events/{strange}").status_code == 200


def test_an_entry_s_text_is_escaped_whatever_it_holds(place: Path, client: Any, now: dt.datetime) -> None:
    actions.append("data", [b"<script>alert(1)</script>\xff", b"", b'{"v":1,"kind":["x"]}'], now=now)
    sequencing.sequence("data", now=now)
    for path in ("/kk/log/data/", "/kk/log/data/0/", "/kk/log/data/1/", "/kk/log/data/2/"):
        text = client.get(path).content.decode()
        assert "<script>alert" not in text


def test_an_act_queues_its_event_and_what_it_commits_to_is_shown_while_the_case_is_public(
    place: Path, answered: Any, client: Any, now: dt.datetime
) -> None:
    case = answered()
    tasks.sequence_logs(now)
    rows = [json.loads(bytes(row.entry)) for row in Leaf.objects.filter(log__name="events").order_by("index")]
    assert [row["kind"] for row in rows] == [f"question.{kind}" for kind in
                                             ("registered", "accepted", "answered", "published")]  # fmt: skip
    assert all(set(row) <= {"v", "kind", "hour", "region", "commitment"} for row in rows)
    opened = client.get("/log/events/openings/0.json").json()["openings"]
    shown = [json.loads(base64.b64decode(row["content"])) for row in opened]
    assert all(row["case"] == case.public_id and row["body"] == "ulgi-ministry" for row in shown)
    text = json.dumps(shown, ensure_ascii=False)
    assert "жарығы" not in text and "орнатыл" not in text and "demo-" not in text
    assert case.public_id in client.get("/kk/log/events/").content.decode()
    type(case).objects.filter(pk=case.pk).update(sealed=True)
    assert client.get("/log/events/openings/0.json").json() == {"openings": []}
    assert case.public_id not in client.get("/kk/log/events/").content.decode()
    assert client.get("/log/events/openings/1.json").status_code == 404


def test_the_event_of_a_private_question_is_a_commitment_that_opens_when_it_becomes_public(
    place: Path, ask: Any, client: Any, now: dt.datetime
) -> None:
    case = ask(public=False)
    rows = list(Leaf.objects.filter(log__name="events").order_by("id"))
    entry = bytes(rows[0].entry)
    assert json.loads(entry)["kind"] == "sealed" and case.public_id.encode() not in entry
    assert tasks.sequence_logs(now)["events"] == len(rows)
    assert case.public_id not in client.get("/en/log/events/0/").content.decode()
    assert b"opening" not in (proof.Proof.parse(client.get("/log/events/proof/0.tlog-proof").content).extra or b"")
    # The party's own receipt opens it.
    receipt = proof.Proof.parse(queries.receipt("events", rows[0].key))
    _entry, salt, content = proof.unpack(receipt.extra or b"")
    assert json.loads(content or b"")["case"] == case.public_id
    assert proof.commitment(salt or b"", content or b"").hex() == json.loads(entry)["commitment"]
    type(case).objects.filter(pk=case.pk).update(visibility="public")
    assert case.public_id in client.get("/en/log/events/0/").content.decode()
    type(case).objects.filter(pk=case.pk).update(sealed=True)
    assert case.public_id not in client.get("/en/log/events/0/").content.decode()


def test_events_written_past_the_acts_are_caught_up_once_and_in_order(place: Path, ask: Any, now: dt.datetime) -> None:
    from jariya.kernel.lifecycle.models import Event

    case = ask()
    assert sources.catch_up(now) == 0
    made = Event.objects.bulk_create(
        Event(case=case, kind="extended", at=now, on=now.date(), role="system", body=case.body, codes={}, public=public)
        for public in (True, False, True)
    )
    assert sources.catch_up(now) == 2
    assert sources.catch_up(now) == 0
    assert sources.catch_up(now, from_start=True) == 0
    keys = Leaf.objects.filter(log__name="events").order_by("id").values_list("key", flat=True)
    assert list(keys)[-2:] == [f"event:{made[0].pk}", f"event:{made[2].pk}"]


def test_while_someone_writes_events_nothing_is_looked_through(
    ask: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    from jariya.project import recording

    monkeypatch.setattr(recording, "WAIT_SECONDS", 0.2)
    ask()
    assert recording.horizon() > 0
    said = connection.settings_dict
    address = {"host": said["HOST"], "port": said["PORT"], "user": said["USER"], "dbname": said["NAME"]}
    with psycopg.connect(**address, password=said["PASSWORD"]) as other:
        # What an INSERT or COPY holds until its transaction ends; its ids may be drawn already.
        other.execute("LOCK TABLE lifecycle_event IN ROW EXCLUSIVE MODE")
        assert recording.horizon() == 0
    assert recording.horizon() > 0
