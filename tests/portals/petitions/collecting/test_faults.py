"""kill -9 of web server, worker, sequencer, PostgreSQL amid signing: nothing is lost, none counts twice."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from jariya.kernel.signing.identity import kek
from jariya.launch import ports
from jariya.launch.place import Place
from jariya.launch.postgres import cluster
from jariya.launch.say import Trouble
from jariya.portals.petitions.collecting.script import whole

pytestmark = [pytest.mark.fault, pytest.mark.django_db]
ROOT = Path(__file__).resolve().parents[4]
KILLS = 20
PREPARE = """
import django, sys
django.setup()
from django.utils import timezone
from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.models import Case
from jariya.portals.petitions.collecting import api
now = timezone.now()
case = Case.objects.create(
    public_id=ids.new("P", now.year), kind="petition", state="collecting", visibility="public",
    body=Body.objects.get(slug="ulgi-ministry"), language="kk", opened_at=now, opened_on=now.date(),
)
api.open(case, thresholds={"hundred": 100}, closes_on=None, now=now)
print(case.public_id)
"""
SEQUENCER = "import sys; sys.argv = ['jariya', 'sequencer']; from jariya.project.cli import main; main()"


@pytest.fixture
def server(tmp_path: Path, django_db_setup: None) -> Iterator[cluster.Cluster]:
    """A PostgreSQL of the test's own, with fsync, and a copy of the test database in it."""
    from django.db import connection

    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not here")
    place = Place(root=ROOT, var=tmp_path / "var", venv=Path(sys.prefix))
    place.make()
    try:
        made = cluster.of(place, name="faults")
    except Trouble as error:
        pytest.skip(f"no PostgreSQL of one's own here: {error}")
    made.make()
    made.start()
    options = connection.settings_dict
    source = (
        f"postgresql://{options['USER']}:{options['PASSWORD']}@{options['HOST']}:{options['PORT']}/{options['NAME']}"
    )
    try:
        with psycopg.connect(made.url("postgres"), autocommit=True) as link:
            link.execute("CREATE DATABASE jariya")
        dumped = subprocess.run(["pg_dump", "--no-owner", source], capture_output=True, check=True).stdout
        subprocess.run(["psql", "-q", made.url()], input=dumped, capture_output=True, check=True)
        yield made
    finally:
        made.stop()
        shutil.rmtree(made.folder, ignore_errors=True)


class House:
    """The parts, each a process group that may be killed and is started again at once."""

    def __init__(self, server: cluster.Cluster, folder: Path) -> None:
        self.server, self.folder, self.port = server, folder, ports.first_free(18_400)
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("JARIYA_", "DATABASE_"))},
            "DATABASE_URL": server.url(), "DJANGO_SETTINGS_MODULE": "jariya.project.settings", "JARIYA_MODE": "test",
            "PYTHONPATH": f"{ROOT}/src:{ROOT}", "JARIYA_LOG_STORAGE_OPTIONS": f'{{"location": "{folder}/logs"}}',
            "JARIYA_LOG_KEY_DIR": f"{folder}/keys", "JARIYA_KEK": kek.DEMO, "JARIYA_SECRET_KEY": "t" * 60,
        }  # fmt: skip
        said = subprocess.run(
            [sys.executable, "-c", PREPARE], env=self.env, capture_output=True, check=True, text=True, cwd=ROOT
        )
        self.petition = self.env["FAULT_PETITION"] = said.stdout.split()[-1]
        web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        web += ["--workers", "1", "--blocking-threads", "4", "--no-ws"]
        module = "tests.portals.petitions.collecting.fault_site"
        self.commands = {
            "web": [*web, f"{module}:application"],
            "worker": [sys.executable, "-m", module, "work"],
            "sequencer": [sys.executable, "-c", SEQUENCER],
        }
        self.parts: dict[str, subprocess.Popen[bytes]] = {}
        self.out = (folder / "house.log").open("ab")

    def start(self, part: str) -> None:
        """Start a part, or start it again."""
        self.parts[part] = subprocess.Popen(
            self.commands[part], env=self.env, cwd=ROOT, stdout=self.out, stderr=self.out, start_new_session=True
        )

    def kill(self, part: str) -> None:
        """kill -9, then start again."""
        if part == "postgres":
            assert self.server.process is not None
            os.kill(self.server.process.pid, signal.SIGKILL)
            self.server.process.wait()
            self.server.repair()
            self.server.launch()
            assert self.server.wait()
            return
        self.end(part)
        self.start(part)

    def end(self, part: str) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.parts[part].pid, signal.SIGKILL)
        self.parts[part].wait()

    def ask(self, number: int) -> str:
        """Sign as a person; empty when no answer came."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            link.request("POST", "/", f"{number:012d}")
            answer = link.getresponse()
            said = answer.read().decode()
            return said if answer.status == 200 else ""
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            link.close()


def test_killed_twenty_times_no_signature_is_lost_and_none_counts_twice(server: Any, tmp_path: Path) -> None:
    house, stop, answered, chance = House(server, tmp_path), threading.Event(), set[int](), random.Random(7)

    def sign(first: int) -> None:
        number = first
        while not stop.is_set():
            said = house.ask(number)
            if said in ("taken", "waiting", "already"):
                # "already" after a lost answer: the same person asks again, and it stays one signature.
                answered.add(number)
                number += 1
            else:
                time.sleep(0.05)

    for part in house.commands:
        house.start(part)
    people = [threading.Thread(target=sign, args=(first * 1_000_000,)) for first in range(1, 4)]
    try:
        until = time.monotonic() + 120
        while not house.ask(1) and time.monotonic() < until:
            time.sleep(0.2)
        answered.add(1)
        for one in people:
            one.start()
        victims = ["web", "worker", "sequencer", "postgres"] * (KILLS // 4)
        chance.shuffle(victims)
        for victim in victims:
            time.sleep(chance.uniform(0.3, 2.0))
            house.kill(victim)
        house.commands["second"] = house.commands["sequencer"]
        house.start("second")  # beside the first
        time.sleep(2)
        stop.set()
        for one in people:
            one.join(30)
        _agree(house, answered, tmp_path)
    finally:
        stop.set()
        for part in house.parts:
            house.end(part)
        house.out.close()


def _agree(house: House, answered: set[int], folder: Path) -> None:
    with psycopg.connect(house.server.url(), autocommit=True) as link:

        def number(query: str) -> int:
            row = link.execute(query).fetchone()  # type: ignore[call-overload]
            return int(row[0])

        until = time.monotonic() + 120
        while time.monotonic() < until and (
            number("SELECT count(*) FROM collecting_queued")
            or number("SELECT count(*) FROM collecting_signature WHERE state = 0")
            or number("SELECT count(*) FROM collecting_batch WHERE entries IS NOT NULL")
        ):
            time.sleep(0.3)
        rows = number("SELECT count(*) FROM collecting_signature")
        count = number("SELECT signatures - minus FROM collecting_collection")
        placed = number("SELECT sum(number) FROM collecting_batch")
        crossed = number("SELECT count(*) FROM collecting_threshold WHERE crossed_at IS NOT NULL")
    assert len(answered) > 100
    # A signature whose answer was lost may be there too: one for each that signs at most.
    assert len(answered) <= rows <= len(answered) + 3
    assert count == rows == placed and crossed == 1
    program = folder / "verify_petition.py"
    program.write_bytes(whole())
    log = folder / "logs" / house.petition.lower()
    until = time.monotonic() + 30
    while True:
        said = subprocess.run([sys.executable, program, log, "--quiet"], capture_output=True, text=True)
        if said.returncode == 0 and f"signatures that count: {rows} " in said.stdout or time.monotonic() > until:
            break
        time.sleep(1)
    assert said.returncode == 0 and f"signatures that count: {rows} " in said.stdout, said.stdout
