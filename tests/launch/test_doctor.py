"""The doctor: finds what is wrong, says what to do, and never faints."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from jariya.launch.say import LANGUAGES
from jariya.project import doctor
from jariya.project.doctor_words import FINDINGS, VERDICT

from .conftest import ROOT
from .test_sentences import _fields


def _codes(found: Iterator[doctor.Finding]) -> dict[str, str]:
    return {finding.code: finding.level for finding in found}


@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_every_finding_speaks_three_languages_and_has_a_remedy_unless_good(code: str) -> None:
    text, remedy = FINDINGS[code]
    assert len(text) == len(remedy) == len(LANGUAGES) and all(text)
    assert all(remedy) or code.endswith("_good")
    assert len({frozenset(_fields(sentence)) for sentence in text}) == 1


def test_the_verdicts_are_complete() -> None:
    assert all(len(sentences) == 3 and all(sentences) for sentences in VERDICT.values())


def test_packages_of_the_gate_match_the_lock() -> None:
    assert _codes(doctor.packages()) == {"packages_good": "good"}


def test_the_zone_data_are_those_that_the_law_needs() -> None:
    assert _codes(doctor.time_zone()) == {"zone_good": "good"}


def test_a_secret_that_others_can_read_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JARIYA_VAR", str(tmp_path))
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key").write_text("x")
    (tmp_path / "secrets" / "key").chmod(0o644)
    (finding,) = doctor.secret_files()
    assert finding.code == "secrets_open" and "chmod 600" in finding.remedy
    (tmp_path / "secrets" / "key").chmod(0o600)
    assert _codes(doctor.secret_files()) == {"secrets_good": "good"}


def test_demo_mode_on_a_public_address_is_bad() -> None:
    with override_settings(MODE="demo", PUBLIC_URL="https://jariya.example.kz"):
        assert _codes(doctor.mode()) == {"mode_demo_open": "bad"}
    with override_settings(MODE="demo", PUBLIC_URL="http://localhost:8000"):
        assert _codes(doctor.mode()) == {"mode_good": "good"}


@pytest.mark.django_db
def test_a_good_database_is_good_and_a_strong_role_is_not_for_production() -> None:
    assert _codes(doctor.database()) == {"database_good": "good"}
    with override_settings(MODE="production"):
        found = _codes(doctor.database())
    assert found.get("role_too_strong") == "bad", "the role of the tests owns its tables"


@pytest.mark.django_db
def test_the_tables_of_the_tests_are_up_to_date() -> None:
    assert _codes(doctor.migrations()) == {"migrations_good": "good"}


@pytest.mark.django_db
def test_jobs_that_nobody_takes_up_are_found() -> None:
    from django.db import connection

    assert _codes(doctor.jobs()) == {"jobs_good": "good"}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES ('q', 't', '{}', 'todo')"
            " RETURNING id"
        )
        job = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '1 hour' WHERE job_id = %s", [job])
    assert _codes(doctor.jobs()) == {"jobs_waiting": "bad"}


@pytest.mark.django_db
def test_a_missing_moderating_body_and_missing_moderators_are_found() -> None:
    from jariya.kernel.bodies.models import Body
    from jariya.kernel.people.models import Role
    from jariya.portals.petitions.models import ModerationDesk

    assert _codes(doctor.moderators()) == {"moderators_good": "good"}
    with override_settings(DEMO=False):
        assert _codes(doctor.moderators())["moderators_unnamed"] == "warn", "the invented desk serves no real body"
        real = Body.objects.filter(invented=False).first()
        ModerationDesk.objects.create(body=real, invented=False, since=dt.date(2024, 4, 4))
        assert _codes(doctor.moderators()) == {"moderators_few": "warn"}
    ModerationDesk.objects.filter(invented=False).delete()
    Role.objects.filter(kind="moderator").update(until=dt.date(2026, 1, 1))
    assert _codes(doctor.moderators()) == {"moderators_few": "warn"}


def test_mail_and_sms_that_do_not_answer_are_found() -> None:
    with override_settings(EMAIL_PORT=1, EMAIL_HOST="127.0.0.1"):
        assert _codes(doctor.mail()) == {"mail_unreachable": "bad"}
    with override_settings(SMS_URL="http://127.0.0.1:1/send"):
        assert _codes(doctor.sms()) == {"sms_unreachable": "bad"}
    with override_settings(SMS_URL=""):
        assert _codes(doctor.sms()) == {"sms_none": "warn"}


def test_a_check_that_breaks_is_a_finding() -> None:
    def breaks() -> Iterator[doctor.Finding]:
        raise ZeroDivisionError("oops")
        yield

    (finding,) = doctor._guarded(breaks)
    assert finding.code == "check_broken" and "oops" in finding.text


def test_an_installation_without_settings_or_database_is_told_what_to_do(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JARIYA_", "DATABASE_", "LC_"))}
    env |= {"JARIYA_VAR": str(tmp_path), "LANG": "kk_KZ.UTF-8", "PYTHONPATH": str(ROOT / "src")}
    code = "import sys; sys.argv = ['jariya', 'doctor', '--json']; from jariya.project.cli import main; main()"
    said = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, env=env, cwd="/")
    answer = json.loads(said.stdout)
    refused = [finding for finding in answer["findings"] if finding["code"] == "settings_refused"]
    assert said.returncode == 1 and answer["ok"] is False
    assert refused and "JARIYA_SECRET_KEY" in refused[0]["text"] and refused[0]["text"].startswith("Баптаулар")
