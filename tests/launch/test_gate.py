"""The gate goes through all stages and its last line adds everything up."""

from __future__ import annotations

import os

import pytest

from jariya.launch.gate import Gate
from jariya.launch.place import Place
from jariya.launch.say import Trouble


def test_the_last_line_adds_up_pytest_and_the_other_stages(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    (place.var / "test_sample.py").write_text(
        "import pytest\ndef test_a(): pass\ndef test_b(): assert 0\n@pytest.mark.skip\ndef test_c(): pass\n"
    )
    gate = Gate(place, os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
    arguments = ["-q", "-p", "no:cacheprovider", "-c", "/dev/null", str(place.var)]
    gate.stage("tests: one", lambda: gate.pytest(*arguments), tests=True)
    gate.stage("tests: two", lambda: gate.pytest(*arguments, "-k", "test_a"), tests=True)
    gate.stage("types", lambda: False)
    assert gate.end(12.3) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 1 failed, 1 skipped, 1 error in 12.30s"


def test_trouble_in_one_stage_does_not_stop_the_next(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    gate = Gate(place, {})

    def no_browser() -> bool:
        raise Trouble("no_browser", command="install it")

    gate.stage("tests: browser", no_browser, tests=True)
    gate.stage("good", lambda: True)
    assert [stage.good for stage in gate.results] == [False, True]
    assert gate.end(1) == 1
    said = capsys.readouterr().out
    assert "install it" in said and said.splitlines()[-1] == "0 passed, 0 failed, 1 error in 1.00s"


def test_a_stage_in_which_nothing_was_selected_is_good(place: Place) -> None:
    gate = Gate(place, os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
    (place.var / "test_sample.py").write_text("def test_a(): pass\n")
    assert gate.pytest("-q", "-p", "no:cacheprovider", "-c", "/dev/null", "-k", "nothing", str(place.var))


def test_a_pytest_that_cannot_even_begin_is_an_error(place: Place) -> None:
    gate = Gate(place, os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
    assert not gate.pytest("--no-such-option")
    assert gate.counts == {"errors": 1}
