"""A process that dies in the middle of an act: all of it happened, or nothing did, and the form may be sent again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.project.test_worker import db  # noqa: F401  a copy of the test database whose rows are committed

ROOT = Path(__file__).resolve().parents[2]

FORWARD = """
import os, signal, sys
import django
django.setup()
from django.utils import timezone
from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence import registration
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.requests import actions

def die(*_arguments, **_options):
    os.kill(os.getpid(), signal.SIGKILL)

where, case = sys.argv[1], Case.objects.get(pk=int(sys.argv[2]))
if where == "inside":
    given = registration.reregister
    # The event and the new state are written, the letter has its new number: nothing is committed.
    registration.reregister = lambda *arguments, **options: die(given(*arguments, **options))
actions.forward(
    case=case, to=Body.objects.get(slug="akimat-ulgi-synaq"), reason="Ауданда.",
    by=Person.objects.get(handle="demo-officer-1"), now=timezone.now(), key="forward:killed",
)
die()
"""


def forward(database: str, where: str, case: int) -> int:
    environment = {
        **os.environ, "DATABASE_URL": database, "JARIYA_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "jariya.project.settings",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")])),
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", FORWARD, where, str(case)], env=environment, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]
    return done.returncode


def state(case: int) -> dict[str, Any]:
    from jariya.kernel.correspondence.models import Counter, Forwarding
    from jariya.kernel.lifecycle.models import Case, Event, Obligation
    from jariya.kernel.notices.models import InboxEntry, Outbox

    row = Case.objects.select_related("letter", "body").get(pk=case)
    return {
        "body": row.body.slug,
        "number": (row.letter.number, row.letter.hops),
        "events": list(Event.objects.filter(case=row).order_by("id").values_list("kind", flat=True)),
        "forwarded": Forwarding.objects.filter(case=row).count(),
        "running": sorted(Obligation.objects.filter(case=row).running().values_list("kind", "body__slug")),
        "told": (InboxEntry.objects.count(), Outbox.objects.count()),
        "counters": dict(Counter.objects.values_list("body__slug", "last")),
    }


@pytest.mark.fault
def test_a_process_killed_while_it_forwards_has_forwarded_once_or_not_at_all(db: str) -> None:  # noqa: F811
    from jariya.kernel.bodies.models import Body
    from jariya.kernel.people.models import Person
    from jariya.portals.requests import actions

    case = actions.ask(
        by=Person.objects.get(handle="demo-citizen-1"),
        body=Body.objects.get(slug="ulgi-ministry"),
        title="Жол жөндеу шығыны",
        points=["Былтыр қанша шақырым жол жөнделді?"],
        language="kk",
        identity="phone",
        now=timezone.now(),
    ).case
    before = state(case.pk)
    forward(db, "inside", case.pk)
    assert state(case.pk) == before, "nothing of the act is left, not even a number"
    forward(db, "after", case.pk)
    done = state(case.pk)
    assert done["body"] == "akimat-ulgi-synaq" and done["forwarded"] == 1
    assert done["events"] == [*before["events"], "forwarded"]
    assert {slug for _kind, slug in done["running"]} == {"akimat-ulgi-synaq"}
    # Whoever sent the form heard nothing and sends it again.
    forward(db, "after", case.pk)
    assert state(case.pk) == done, "the same form forwards once"
