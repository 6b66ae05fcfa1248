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
    with django_db_blocker.unblock(), copied_database("talk") as address:
        environment = {**os.environ, "JARIYA_MODE": "test", "DATABASE_URL": address, "PYTHONPATH": "src"}
        said = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=180)
    assert said.returncode == 0, said.stderr
    return dict(json.loads(said.stdout.splitlines()[-1]))


def test_the_clock_that_runs_in_four_workers_opens_a_discussion_once(outcome: dict[str, Any]) -> None:
    assert (outcome["opened"], outcome["state"]) == (1, "discussion")


def test_one_form_sent_by_many_threads_makes_one_comment(outcome: dict[str, Any]) -> None:
    assert outcome["same"] == 1


def test_a_limit_holds_when_one_person_sends_many_forms_at_once(outcome: dict[str, Any]) -> None:
    assert outcome["limited"] == {"said": 9, "comment.limit_hour": 15}


def test_a_crowd_supports_once_each_and_is_counted_once(outcome: dict[str, Any]) -> None:
    assert outcome["supports"] == [40, 40]


def test_of_two_moderators_who_claim_at_once_one_gets_the_comment(outcome: dict[str, Any]) -> None:
    assert outcome["claims"] == {"True": 8, "review.taken": 8}


def test_a_comment_is_decided_once(outcome: dict[str, Any]) -> None:
    assert outcome["decided"] == {"True": 1, "review.decided": 7}
    assert outcome["reviews"] == 1


def test_nothing_is_changed_after_the_first_reply(outcome: dict[str, Any]) -> None:
    assert outcome["edited_after_a_reply"] == 0
    assert outcome["raced"]["replied"] == 4
