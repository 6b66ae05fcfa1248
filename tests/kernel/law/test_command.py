"""`jariya term` as a person or a script runs it: its words, its exit codes, its speed, and no Django."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from tests import inside

from jariya.project.cli import term

ROOT = Path(__file__).parents[3]
MAIN = "import sys; from jariya.project.cli import main; main()"


def jariya(*words: str, script: str = MAIN) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "LANG", "LC_ALL"}}
    # An empty folder for var: no running installation is told of.
    env = {**kept, "PYTHONPATH": str(ROOT / "src"), "JARIYA_VAR": "/nonexistent", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, encoding="utf-8", env=env, timeout=60
    )


def test_the_explained_due_date_is_printed_with_its_source_on_standard_error() -> None:
    done = jariya("term", "--norm", "appeal.answer", "--from", "2026-03-18", "--lang", "kk")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "2026-04-13"
    assert "Наурыз мейрамы" in done.stdout
    assert "shipped files of kz" in done.stderr


def test_a_machine_gets_the_trace() -> None:
    done = jariya("term", "--norm", "appeal.answer", "--from", "2026-03-18", "--json")
    answer = json.loads(done.stdout)
    assert (answer["due"], answer["trace"]["norm"]["article"], len(answer["explanation"]) > 5) == (
        "2026-04-13",
        "76",
        True,
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--norm", "apeal.answer", "--from", "2026-03-18"], 2, "appeal.answer"),
        (["--norm", "appeal.answer", "--from", "18.03.2026"], 2, "YYYY-MM-DD"),
        (["--norm", "appeal.answer", "--from", "2026-03-18", "--lang", "de"], 2, "kk, ru or en"),
        (["--from", "2026-03-18"], 2, "--norm"),
        (["--norm", "appeal.answer", "--from", "2019-03-18"], 1, "2021-07-01"),
        (["--norm", "council.quorum", "--from", "2026-03-18"], 1, "third"),
        (["--norm", "appeal.answer", "--from", "2030-12-25"], 1, "2030-12-31"),
    ],
)
def test_misuse_is_told_from_a_no(words: list[str], code: int, said: str) -> None:
    app = typer.Typer()
    app.command()(term.command)
    quiet: dict[str, str | None] = {"DATABASE_URL": None, "LANG": None, "LC_ALL": None, "JARIYA_VAR": "/nonexistent"}
    done = inside.run(app, *words, folder=ROOT, env=quiet)
    assert (done.returncode, done.stdout) == (code, b"")
    assert said in done.stderr.decode()


def test_what_is_no_norm_ends_with_2_and_no_trace() -> None:
    done = jariya("term", "--norm", "apeal.answer", "--from", "2026-03-18")
    assert (done.returncode, done.stdout) == (2, "")
    assert "appeal.answer" in done.stderr and "Traceback" not in done.stderr


def test_counting_and_explaining_need_no_django() -> None:
    script = (
        "import sys; from datetime import date\n"
        "import jariya.kernel.law.explain, jariya.kernel.law.live, jariya.kernel.law.edits, jariya.kernel.law.merging\n"
        "norms, calendar, _ = jariya.kernel.law.live.law('', 'kz')\n"
        "due = norms.at(date(2026, 3, 18))['appeal.answer'].ends(date(2026, 3, 18), calendar)\n"
        "jariya.kernel.law.explain.explain(due, 'kk'); print('django' in sys.modules)"
    )
    assert jariya(script=script).stdout == "False\n"
