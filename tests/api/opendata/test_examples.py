"""The examples of docs/api.md run as printed, against a server that listens."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test.testcases import LiveServerThread
from tests.portals.opendata import made

DOCS = Path(__file__).resolve().parents[3] / "docs" / "api.md"


@pytest.fixture
def listening(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that sees what this test wrote: it answers over the test's own connection."""
    monkeypatch.setattr(ThreadedWSGIServer, "_close_connections", lambda _server: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    connection = connections["default"]
    connection.inc_thread_sharing()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={"default": connection})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    connection.dec_thread_sharing()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not there")
def test_the_examples_of_the_documentation_run_as_printed(listening: str, settings: Any, tmp_path: Path) -> None:
    settings.OPENDATA_STORE = tmp_path
    table = made.published("schools", row_key=("bin",))
    part = DOCS.read_text(encoding="utf-8").partition("## Questions to a table")[2].partition("\n## ")[0]
    script = re.search(r"```sh\n(.*?)```", part, re.DOTALL)
    assert script is not None
    found = []
    for command in re.findall(r"^curl(?:.*\\\n)*.*$", script[1], re.MULTILINE):
        told = subprocess.run(
            ["sh", "-c", command],
            capture_output=True,
            env={"SITE": listening, "KEY": str(table.key), "PATH": "/usr/bin:/bin"},
            check=True,
        )
        found.append(told.stdout)
    largest, districts, rows, beginning, one = found
    assert [row["оқушы"] for row in json.loads(largest)["rows"]] == [1205, 640]
    assert json.loads(districts)["rows"][0]["sum(оқушы)"] == 1845
    assert rows.decode().splitlines()[1].startswith("000140001234,")
    assert len(beginning) == 60 and beginning.startswith(b"bin,")
    assert json.loads(one)["row"]["атауы"] == "№1 мектеп"
