"""The example client, as it stands in the documentation, against the server itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jariya.kernel.lifecycle.models import Case, Event
from jariya.office.systems import example
from jariya.office.systems.example import Jariya, Refused, take_over


@pytest.mark.django_db
def test_the_example_takes_new_letters_over_once(served: Any, program: Any, ask: Any, tmp_path: Path) -> None:
    case, its, place = ask(), program(), tmp_path / "place"
    env = {"JARIYA_TOKEN": its.secret, "PATH": "/usr/bin", "PYTHONIOENCODING": "utf-8"}

    def alone(site: str) -> Any:
        run = [sys.executable, "-I", example.__file__, site, "--place", str(place)]
        return subprocess.run(run, env=env, capture_output=True, text=True, timeout=60, check=False)

    first = served(alone)
    assert (first.returncode, first.stdout.split("\t")[:2]) == (0, [case.public_id, "assigned"]), first.stderr

    def again(site: str) -> int:
        api = Jariya(site, its.secret, pause=0)
        told = take_over(api, place)
        place.unlink()
        take_over(api, place)
        token = api.file("кесте.txt", "Кесте".encode())
        api.do(case.public_id, "answer", "a-1", points=[{"number": 1, "answer": "Маусымда."}], files=[token])
        with pytest.raises(Refused) as refusal:
            Jariya(site, "jariya.x.y", pause=0).letter(case.public_id)
        assert refusal.value.code == "system.token_unknown"
        return told

    assert served(again) == 2, "what it did itself is told as well"
    assert Event.objects.filter(case=case, kind="accepted").count() == 1
    assert Case.objects.get(pk=case.pk).state == "answer_drafted"
