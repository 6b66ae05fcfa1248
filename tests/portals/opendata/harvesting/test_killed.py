"""A worker killed in the middle of a harvest: the next one goes on at its page and doubles nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from tests.portals.opendata.harvesting.alike import package, site

from jariya.portals.opendata.harvesting import actions, running
from jariya.portals.opendata.harvesting.fetching import fetcher
from jariya.portals.opendata.harvesting.models import Publisher, Record, Run, Source, Trouble

pytestmark = [pytest.mark.fault, pytest.mark.slow]
WORKER = """
import sys, django
django.setup()
from django.utils import timezone
from jariya.portals.opendata.harvesting import running
from jariya.portals.opendata.harvesting.fetching import fetcher
from jariya.portals.opendata.harvesting.models import Source
source = Source.objects.get(key=sys.argv[1])
running.harvest(source, clock=timezone.now, fetch=fetcher(neighbours=True), worker="killed")
"""


@pytest.fixture
def rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Rows that another process sees, taken away by hand; what is kept apart has no case, so nothing else stays."""
    with django_db_blocker.unblock():
        yield
        for model in (Trouble, Record, Publisher, Run, Source):
            model.objects.all().delete()
        connection.close()


@pytest.mark.parametrize("pages", [0, 1, 3])
def test_a_killed_harvest_goes_on_where_it_stopped(rows: None, pages: int) -> None:
    with site() as there:
        there.packages = [package(number) for number in range(1, 41)]
        there.ways.update({"rows": 8, "slow": 0.3})
        source = actions.source(url=there.url, kind="ckan", now=timezone.now(), title="Kill")
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "jariya.project.settings", "JARIYA_MODE": "test"}
        named = connection.settings_dict
        env["DATABASE_URL"] = f"postgresql://{named['USER']}:x@{named['HOST']}:{named['PORT']}/{named['NAME']}"
        worker = subprocess.Popen([sys.executable, "-c", WORKER, source.key], env=env)
        until = time.monotonic() + 60
        while len(there.asked) <= pages and worker.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        held = Source.objects.get(pk=source.pk)
        assert held.lease_by == "killed"
        with pytest.raises(running.Busy):
            running.harvest(source, clock=timezone.now, fetch=fetcher(neighbours=True))
        there.ways["slow"] = 0
        done = running.harvest(source, clock=lambda: timezone.now() + running.LEASE * 2, fetch=fetcher(neighbours=True))
        assert done.state == "done"
        assert Record.objects.filter(source=source).count() == 40
        assert not Trouble.objects.filter(run=done, code="record.twice").exists()
