"""A worker killed by signal 9 in any stage: the next one brings the import to its end, and no version is half there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import copied_database

from jariya.portals.opendata.running.states import STAGES

pytestmark = [pytest.mark.slow, pytest.mark.fault]
SCRIPT = """
import datetime as dt, os, signal, sys
import django
django.setup()
from django.core.files.base import ContentFile
from tests.portals.opendata import made
from jariya.kernel.files import uploads
from jariya.kernel.files.models import Area
from jariya.portals.opendata import actions
from jariya.portals.opendata.models import Import, Version
from jariya.portals.opendata.running import asking, reading, stages

stage, step = sys.argv[1], sys.argv[2]
moment = made.NOW if step == "first" else made.NOW + dt.timedelta(minutes=2)
if step == "first":
    held = made.prepared()
    resource = actions.add_resource(case=held.case, kind="table", by=None, now=made.NOW)
    raw = ContentFile(made.SCHOOLS.encode(), "x.csv")
    upload = uploads.take_whole(name="x.csv", content=raw, by=made.officer(), now=made.NOW, area=Area.TABLES)
    asking.begin(resource=resource, upload=upload, by=made.officer(), now=made.NOW)
    usual = stages.Told.stage

    def killed(self, name):
        usual(self, name)
        if name == stage:
            os.kill(os.getpid(), signal.SIGKILL)

    stages.Told.stage = killed
run = Import.objects.get()
print(reading.read(run.pk, now=lambda: moment), Version.objects.count())
"""


def test_a_worker_killed_in_any_stage_is_followed_by_one_that_ends_it(
    tmp_path: Path, django_db_setup: None, django_db_blocker: Any, whole: bool
) -> None:
    for stage in STAGES[1:] if whole else ("loading",):
        with django_db_blocker.unblock(), copied_database(f"killed_{stage}") as address:
            environment = {
                **os.environ,
                "JARIYA_MODE": "demo",
                "DATABASE_URL": address,
                "JARIYA_VAR": str(tmp_path / stage),
                "DJANGO_SETTINGS_MODULE": "jariya.project.settings",
                "PYTHONPATH": "src:.",
            }
            said = [
                subprocess.run(
                    [sys.executable, "-c", SCRIPT, stage, step], env=environment, capture_output=True, text=True
                )
                for step in ("first", "second")
            ]
            assert said[0].returncode == -signal.SIGKILL, said[0].stderr
            assert said[1].stdout.split() == ["ready", "0"], said[1].stderr
