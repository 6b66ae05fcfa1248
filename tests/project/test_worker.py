"""`jariya worker` as a process of its own, on its own database: jobs run, stops are graceful, kills lose nothing."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40.0


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """In place of the usual transaction: a copy of the test database whose rows are really committed.

    Truncating is refused by the append-only tables, so the copy is dropped. Yields its address for another process.
    """
    original = connection.settings_dict["NAME"]
    assert original.startswith("test_")
    copy = f"{original}_worker"
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
        connection.settings_dict["NAME"] = copy
        row = connection.settings_dict
        try:
            yield f"postgresql://{row['USER']}:{row['PASSWORD']}@{row['HOST']}:{row['PORT']}/{copy}"
        finally:
            connection.close()
            connection.settings_dict["NAME"] = original
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')


class Server:
    """A mail server; `on_letter` is called before it answers."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.on_letter: Callable[[], None] = lambda: None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        import email

        self.ids.append(email.message_from_bytes(envelope.content)["Message-ID"])
        self.on_letter()
        return "250 OK"


@pytest.fixture
def mail(settings: Any) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield server
    finally:
        controller.stop()


@pytest.fixture
def listening() -> Iterator[None]:
    from jariya.kernel.lifecycle import engine
    from jariya.kernel.notices.listener import listener

    before = list(engine._listeners)
    engine._listeners[:] = [listener]
    yield
    engine._listeners[:] = before


def start(database: str, port: int, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "JARIYA_MODE": "demo",
        "JARIYA_SMTP_HOST": "127.0.0.1",
        "JARIYA_SMTP_PORT": str(port),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")])),
    }
    code = "from jariya.project.cli import main; main()"
    return subprocess.Popen([sys.executable, "-c", code, "worker", *arguments], env=environment, cwd=ROOT)


def ask() -> None:
    from jariya.kernel.bodies.models import Body
    from jariya.kernel.people.models import Person
    from jariya.portals.dialogue import actions

    now = timezone.now()
    person = Person.objects.get(handle="demo-citizen-1")
    Person.objects.filter(pk=person.pk).update(email="asker@example.org", email_confirmed_at=now)
    actions.ask(
        by=person,
        body=Body.objects.get(slug="ulgi-ministry"),
        title="Аула жарығы туралы",
        points=["Жарық қашан орнатылады?"],
        language="kk",
        public=True,
        identity="phone",
        now=now,
    )


def until(true: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.1)


def outbox() -> list[str]:
    from jariya.kernel.notices.models import Outbox

    return list(Outbox.objects.values_list("state", flat=True))


def test_the_worker_sends_what_an_act_queued_and_stops_gracefully(
    db: str, mail: Server, listening: None, settings: Any
) -> None:
    worker = start(db, settings.EMAIL_PORT)
    try:
        ask()
        until(lambda: outbox() == ["sent"])
        assert len(mail.ids) == 1
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=PATIENCE) == 0
    finally:
        worker.kill()
        worker.wait()


@pytest.mark.fault
def test_a_worker_killed_while_a_letter_is_accepted_sends_it_again_under_the_same_id(
    db: str, mail: Server, listening: None, settings: Any
) -> None:
    from jariya.kernel.notices import delivery

    worker = start(db, settings.EMAIL_PORT)
    mail.on_letter = lambda: os.kill(worker.pid, signal.SIGKILL)
    try:
        ask()
        until(lambda: mail.ids)
        assert worker.wait(timeout=PATIENCE) == -signal.SIGKILL
    finally:
        worker.kill()
        worker.wait()
    mail.on_letter = lambda: None
    assert outbox() == ["queued"]
    after_the_lease = timezone.now() + delivery.LEASE + dt.timedelta(seconds=5)
    assert delivery.deliver_due(after_the_lease).sent == 1
    assert mail.ids[0] == mail.ids[1]
    assert outbox() == ["sent"]


@pytest.mark.fault
def test_jobs_of_a_killed_worker_run_again(db: str, mail: Server, listening: None, settings: Any) -> None:
    worker = start(db, settings.EMAIL_PORT)
    mail.on_letter = lambda: os.kill(worker.pid, signal.SIGKILL)
    try:
        ask()
        assert worker.wait(timeout=PATIENCE) == -signal.SIGKILL
    finally:
        worker.kill()
        worker.wait()
    mail.on_letter = lambda: None
    assert ("notices.deliver_event", "doing") in jobs()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    retry_stalled()
    assert ("notices.deliver_event", "todo") in jobs()
    again = start(db, settings.EMAIL_PORT, "--once")
    assert again.wait(timeout=PATIENCE) == 0
    assert ("notices.deliver_event", "succeeded") in jobs()


def retry_stalled() -> None:
    """Run the periodic job as a worker would, on a connection of its own."""
    from types import SimpleNamespace

    from procrastinate.contrib.django import app

    from jariya.project import jobs as project_jobs
    from jariya.project.cli.worker import connector

    async def run() -> None:
        worker_app = app.with_connector(connector())
        async with worker_app.open_async():
            await project_jobs.retry_stalled.func(SimpleNamespace(app=worker_app), timestamp=0)

    asyncio.run(run())


def jobs() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs")
        return set(cursor.fetchall())


def test_a_stalled_periodic_job_with_a_successor_is_closed_and_not_doubled(db: str) -> None:
    name = "periodic.deliver_due"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        (worker,) = cursor.fetchone()
        for status, owner in (("doing", worker), ("todo", None)):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (task_name, queue_name, args, status, queueing_lock, worker_id)"
                " VALUES (%s, 'default', '{\"timestamp\": 0}', %s, %s, %s)",
                [name, status, name, owner],
            )
    retry_stalled()
    assert {row for row in jobs() if row[0] == name} == {(name, "failed"), (name, "todo")}
