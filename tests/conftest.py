"""What tests of several floors share: a database with the law, the registers and the demonstration's people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests.database import fresh_database

# A busy machine is slow: how long an example takes says nothing about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

WEDNESDAY = dt.datetime(2026, 3, 18, 5, 0, tzinfo=dt.UTC)
"""Wednesday 18 March 2026, 10:00 in Almaty: 15 working days from it end on 13 April."""


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """The law, the registers and the demonstration's people are there; each test runs in its own transaction."""
    with django_db_blocker.unblock():
        made = fresh_database(WEDNESDAY)
        made.__enter__()
    yield
    with django_db_blocker.unblock():
        made.__exit__(None, None, None)


def pytest_generate_tests(metafunc: Any) -> None:
    """A test that takes `whole` runs on a share of its matter, and once more, marked slow, on all of it."""
    if "whole" in metafunc.fixturenames:
        slow = pytest.param(True, id="whole", marks=pytest.mark.slow)
        metafunc.parametrize("whole", [pytest.param(False, id="share"), slow])


@pytest.fixture(scope="module")
def module_data(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What a module's own fixtures write after this one is there for all its tests, and gone after the last.

    One transaction around the module; each test's own lies inside of it as a savepoint. A module with
    `transactional_db` cannot use it.
    """
    from django.db import connection, transaction

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # code that insists on the outermost transaction counts from here
        with outer:
            yield
            connection.set_rollback(True)


@pytest.fixture(scope="session", autouse=True)
def files_lie_aside(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files of cases that tests make lie in a folder of their own."""
    from django.conf import settings

    settings.STORAGES["files"]["OPTIONS"] = {"location": str(tmp_path_factory.mktemp("files"))}


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Path:
    """Where the site's logs of this test lie, with their keys and the signer's memory."""
    settings.STORAGES = {
        **settings.STORAGES,
        "record": {
            "BACKEND": "jariya.kernel.record.storage.TileFolder",
            "OPTIONS": {"location": str(tmp_path / "logs")},
        },
    }
    settings.LOG_KEY_DIR = tmp_path / "keys"
    settings.LOG_KEYS, settings.WITNESSES = [], ""
    settings.PUBLIC_URL = "https://log.example"
    return tmp_path


@pytest.fixture
def now() -> dt.datetime:
    """The moment at which tests act, unless they say another."""
    return WEDNESDAY


@pytest.fixture
def person(db: None) -> Any:
    """A demonstration person by the end of the handle: `person("head")`, `person("citizen-1")`."""
    from jariya.kernel.people.models import Person

    return lambda name: Person.objects.get(handle=f"demo-{name}")


@pytest.fixture
def ministry(db: None) -> Any:
    """The invented ministry."""
    from jariya.kernel.bodies.models import Body

    return Body.objects.get(slug="ulgi-ministry")


@pytest.fixture
def district(db: None) -> Any:
    """An invented district's akimat."""
    from jariya.kernel.bodies.models import Body

    return Body.objects.get(slug="akimat-ulgi-synaq")


@pytest.fixture
def ask(person: Any, ministry: Any, now: dt.datetime) -> Any:
    """Ask a question: `ask(points=[...], public=True, body=...)`; returns its case."""
    from jariya.portals.dialogue import actions

    def do(**changed: Any) -> Any:
        options: dict[str, Any] = {
            "by": person("citizen-1"),
            "body": ministry,
            "title": "Аула жарығы туралы",
            "points": ["Біздің көшеде жарық қашан орнатылады?"],
            "language": "kk",
            "public": True,
            "identity": "phone",
            "now": now,
        }
        return actions.ask(**{**options, **changed}).case

    return do


@pytest.fixture
def answered(ask: Any, person: Any, now: dt.datetime) -> Any:
    """A question that was answered and published: `answered(days=5)`; returns its case."""
    from jariya.kernel.lifecycle.models import Case
    from jariya.portals.dialogue import actions

    def do(*, days: int = 5, publish: bool = True, **changed: Any) -> Any:
        case = ask(**changed)
        officer, head = person("officer-1"), person("head")
        later = changed.get("now", now) + dt.timedelta(days=days)
        points = changed.get("points", ["x"])
        actions.accept(case=case, by=officer, now=later)
        answers = dict.fromkeys(range(1, len(points) + 1), "Жарық маусым айында орнатылады.")
        actions.draft_answer(case=case, answers=answers, by=officer, now=later)
        actions.sign_answer(case=case, confirmed=True, level="staff", by=head, now=later)
        if publish:
            texts = {("title", 0): "Аула жарығы туралы"}
            for number, text in enumerate(points, start=1):
                texts[("point", number)] = text
                texts[("answer", number)] = answers[number]
            actions.publish(case=case, texts=texts, checked=True, by=officer, now=later)
        return Case.objects.get(pk=case.pk)

    return do


@pytest.fixture
def served(db: None) -> Iterator[Any]:
    """The application behind a socket, answering in this thread (its database is this test's) while `work` runs.

    `served(work)` gives what `work(address)` returned: for programs that speak to a real server.
    """
    from concurrent.futures import ThreadPoolExecutor
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    from django.core.handlers.wsgi import WSGIHandler
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    class Quiet(WSGIRequestHandler):
        """Says nothing."""

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
            return None

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # as Django's own client does
    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet)
    server.timeout = 0.05

    def do(work: Any) -> Any:
        with ThreadPoolExecutor(1) as pool:
            done = pool.submit(work, f"http://127.0.0.1:{server.server_port}")
            while not done.done():
                server.handle_request()
            return done.result()

    yield do
    server.server_close()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
