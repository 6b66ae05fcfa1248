"""Acts that meet: threads with connections of their own on a committed database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import copied_database

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def outcome(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    script = Path(__file__).with_name("contest.py")
    with django_db_blocker.unblock(), copied_database("contest") as address:
        environment = {**os.environ, "JARIYA_MODE": "test", "DATABASE_URL": address, "PYTHONPATH": "src"}
        said = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=180)
    assert said.returncode == 0, said.stderr
    return dict(json.loads(said.stdout.splitlines()[-1]))


def test_one_form_sent_by_many_threads_registers_one_question(outcome: dict[str, Any]) -> None:
    assert outcome["same"] == 1
    assert outcome["obligations"] == 1


def test_numbers_given_at_once_are_all_different(outcome: dict[str, Any]) -> None:
    assert outcome["many"] == 24
    assert outcome["numbers"] == [25, 25]


def test_acts_on_one_case_are_done_one_after_the_other(outcome: dict[str, Any]) -> None:
    assert outcome["accepted"] == {"done": 1, "lifecycle.not_in_this_state": 7}
    assert outcome["events"] == 1
