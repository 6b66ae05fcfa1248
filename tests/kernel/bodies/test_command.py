"""`jariya bodies`, run as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from jariya.kernel.bodies.models import Body

HEAD = "slug,kind,name_kk,source\n"


def jariya(*words: str) -> subprocess.CompletedProcess[str]:
    at = connection.settings_dict
    address = f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    return subprocess.run(
        [sys.executable, "-c", "from jariya.project.cli import main; main()", "bodies", *words],
        env={**os.environ, "DATABASE_URL": address, "JARIYA_MODE": "test", "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.django_db(transaction=False)
def test_a_dry_run_names_the_bad_row_and_ends_with_one(tmp_path: Path) -> None:
    file = tmp_path / "bodies.csv"
    file.write_text(HEAD + "a-b,agency,Агенттік,№ 1\nx,school,Мектеп,№ 1\n", encoding="utf-8")
    ran = jariya("import", str(file), "--dry-run", "--json")
    assert ran.returncode == 1, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["added"], told["refused"], told["dry_run"]) == (1, 1, True)
    assert told["problems"][0]["code"] == "row.choice" and told["problems"][0]["remedy"]
    assert not Body.objects.filter(slug="a-b").exists()


@pytest.mark.django_db
def test_the_export_is_a_table_with_every_body(tmp_path: Path) -> None:
    ran = jariya("export")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("slug,kind,level,region,parent,name_kk")
    assert "\nministry-justice,ministry," in ran.stdout


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_misuse() -> None:
    assert jariya("import", "/no/such/file.csv").returncode == 2
