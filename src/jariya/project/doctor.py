"""Looks at an installation and says what to mend. Every check stands alone: one that fails hides no other."""

from __future__ import annotations

import os
import re
import shutil
import smtplib
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from typing import Any
from urllib.parse import urlsplit

from jariya.launch import catalogues
from jariya.launch.place import here
from jariya.launch.say import LANGUAGES, language
from jariya.project.doctor_words import FINDINGS

EXTENSIONS = ("pg_trgm",)
LOW_DISK_GB = 2
WAITING = timedelta(minutes=10)


@dataclass(frozen=True)
class Finding:
    """One answer: `level` is good, warn or bad; `code` is stable; `text` and `remedy` are for people."""

    level: str
    code: str
    text: str
    remedy: str

    @classmethod
    def of(cls, level: str, code: str, **values: object) -> Finding:
        """A finding in the language of the terminal."""
        at = LANGUAGES.index(language())
        text, remedy = FINDINGS[code]
        return cls(level, code, text[at].format(**values), remedy[at].format(**values))


def examine() -> Iterator[Finding]:
    """All checks, from the ground up. What needs Django is left out when the settings are refused."""
    for check in (python, packages, time_zone, disk, secret_files, compiled):
        yield from _guarded(check)
    try:
        from jariya.project.cli import django

        django()
    except Exception as error:  # noqa: BLE001 - whatever the settings say is the finding
        yield Finding.of("bad", "settings_refused", said=_line(error))
        return
    for check in (mode, own_checks):
        yield from _guarded(check)
    found = _guarded(database)
    yield from found
    if not any(finding.code == "database_unreachable" for finding in found):
        for check in (migrations, law, jobs, purpose_keys, signatures, record, moderators, mail_in):
            yield from _guarded(check)
    for check in (mail, sms, scanner, tables):
        yield from _guarded(check)


def _guarded(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """A check that breaks is a finding, and the next one goes on."""
    try:
        return list(check())
    except Exception as error:  # noqa: BLE001 - a doctor does not faint
        said = f"{check.__name__}: {type(error).__name__}: {_line(error)}"
        return [Finding.of("bad", "check_broken", said=said)]


def _line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def python() -> Iterator[Finding]:
    """The version; `run` and the lock allow 3.11 to 3.14."""
    yield Finding.of("good", "python_good", version=sys.version.split()[0])


def packages() -> Iterator[Finding]:
    """Every package that is installed and locked has a locked version; every unconditional one is there.

    The lock may hold two versions of one package, each for some versions of Python.
    """
    lock = here().root / "requirements" / "run.txt"
    if not lock.is_file():
        return
    locked: dict[str, list[str]] = {}
    needed = set()
    for name, version, marker in re.findall(r"^([A-Za-z0-9_.\-]+)==([^\s;\\]+)(\s*;)?", lock.read_text(), re.M):
        locked.setdefault(name, []).append(version)
        if not marker:
            needed.add(name)
    wrong = []
    for name, versions in locked.items():
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            if name in needed:
                wrong.append(name)
            continue
        if installed not in versions:
            wrong.append(f"{name} {installed} ≠ {', '.join(versions)}")
    if wrong:
        yield Finding.of("bad", "packages_differ", names=", ".join(wrong[:10]))
    else:
        yield Finding.of("good", "packages_good", count=len(locked))


def time_zone() -> Iterator[Finding]:
    """Legal days are days of Almaty, UTC+5 since 1 March 2024: older zone data would move every due date by an hour."""
    from zoneinfo import ZoneInfo

    hours = datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Almaty")).utcoffset()
    yield Finding.of("good", "zone_good") if hours == timedelta(hours=5) else Finding.of("bad", "zone_old")


def disk() -> Iterator[Finding]:
    """Space where the program writes, and whether it may write."""
    folder = here().var
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not os.access(nearest, os.W_OK):
        yield Finding.of("bad", "folder_closed", folder=nearest)
    free = shutil.disk_usage(nearest).free / 1e9
    if free < LOW_DISK_GB:
        yield Finding.of("bad" if free < 0.2 else "warn", "disk_low", free=f"{free:.1f}", folder=nearest)
    else:
        yield Finding.of("good", "disk_good", free=f"{free:.0f}")


def secret_files() -> Iterator[Finding]:
    """Keys and passwords in var/ are readable by their owner alone."""
    var = here().var
    files = [file for file in (*(var / "secrets").glob("*"), var / "env") if file.is_file()]
    opened = [file for file in files if file.stat().st_mode & 0o077]
    if opened:
        yield Finding.of("bad", "secrets_open", names=" ".join(map(str, opened)))
    elif files:
        yield Finding.of("good", "secrets_good")


def compiled() -> Iterator[Finding]:
    """Message catalogues are compiled."""
    stale = catalogues.stale(here().root / "src")
    if stale:
        yield Finding.of("bad", "catalogues_stale", count=len(stale))
    else:
        yield Finding.of("good", "catalogues_good")


def mode() -> Iterator[Finding]:
    """Demo mode must not stand on a public address."""
    from django.conf import settings

    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    if settings.MODE != "production" and host not in ("localhost", "127.0.0.1", "::1"):
        yield Finding.of("bad", "mode_demo_open", url=settings.PUBLIC_URL)
    else:
        yield Finding.of("good", "mode_good", mode=settings.MODE)


def own_checks() -> Iterator[Finding]:
    """Django's system checks and those of our apps; in production the deployment checks too."""
    from django.conf import settings
    from django.core.checks import ERROR, WARNING, run_checks

    found = [
        message
        for message in run_checks(include_deployment_checks=settings.MODE == "production")
        if message.level >= WARNING and not message.is_silenced()
    ]
    for message in found:
        level = "bad" if message.level >= ERROR else "warn"
        yield Finding.of(level, "check_failed", said=f"{message.id}: {message.msg}", remedy=message.hint or "")
    if not found:
        yield Finding.of("good", "checks_good")


def database() -> Iterator[Finding]:
    """Reachable, new enough, UTF-8, with its extensions; in production the role owns nothing."""
    from django.conf import settings
    from django.db import Error, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version'), current_setting('server_version_num')::int,"
                " current_setting('server_encoding')"
            )
            shown, number, encoding = cursor.fetchone()
            cursor.execute("SELECT extname FROM pg_extension")
            missing = set(EXTENSIONS) - {row[0] for row in cursor.fetchall()}
            strong = list(_strength(cursor)) if settings.MODE == "production" else []
            cursor.execute("SELECT current_user")
            role = cursor.fetchone()[0]
    except Error as error:
        yield Finding.of("bad", "database_unreachable", said=_line(error))
        return
    if number < 150000:
        yield Finding.of("bad", "database_old", version=shown)
    elif encoding != "UTF8":
        yield Finding.of("bad", "database_encoding", encoding=encoding)
    else:
        yield Finding.of("good", "database_good", version=shown.split()[0], encoding=encoding)
    if missing:
        yield Finding.of("bad", "extensions_missing", names=", ".join(sorted(missing)))
    for why in strong:
        yield Finding.of("bad", "role_too_strong", role=role, why=why)


def _strength(cursor: Any) -> Iterator[str]:
    """Why the role could change what nobody may change: the append-only tables rest on this."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone()[0]:
        yield "SUPERUSER"
    cursor.execute(
        "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
        " AND relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    )
    if owned := cursor.fetchone()[0]:
        yield f"OWNER × {owned}"


def migrations() -> Iterator[Finding]:
    """No migration waits."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in plan[:5])
        yield Finding.of("bad", "migrations_missing", count=len(plan), names=names)
    else:
        yield Finding.of("good", "migrations_good")


def law() -> Iterator[Finding]:
    """Norms and calendar: what is missing or contradicts itself, and rows that people and a release both changed."""
    from zoneinfo import ZoneInfo

    from django.conf import settings

    from jariya.kernel.law import loader

    today = datetime.now(ZoneInfo("Asia/Almaty")).date()
    tongue = language()
    found = [
        Finding.of("bad", "law_problem", said=problem.sentence(tongue), remedy=problem.remedy(tongue))
        for problem in loader.findings(settings.JURISDICTION, today=today)
    ]
    yield from found or [Finding.of("good", "law_good")]


def jobs() -> Iterator[Finding]:
    """Jobs are taken up within ten minutes, and few fail."""
    from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

    now = datetime.now(UTC)
    late = ProcrastinateEvent.objects.filter(
        job__status="todo", job__scheduled_at__isnull=True, type="deferred", at__lt=now - WAITING
    )
    count = late.values("job_id").distinct().count()
    if count:
        yield Finding.of("bad", "jobs_waiting", count=count, minutes=int(WAITING.total_seconds() // 60))
    recent = ProcrastinateEvent.objects.filter(type="failed", at__gt=now - timedelta(days=1)).values("job_id")
    failed = ProcrastinateJob.objects.filter(status="failed", id__in=recent).count()
    if failed:
        yield Finding.of("warn", "jobs_failed", count=failed)
    if not count and not failed:
        yield Finding.of("good", "jobs_good")


def moderators() -> Iterator[Finding]:
    """A body is named whose moderators check petitions to real bodies, and it has two: a refusal needs both."""
    from django.conf import settings

    from jariya.kernel.lifecycle.engine import legal_day
    from jariya.kernel.people.models import Role, RoleKind
    from jariya.portals.petitions.models import ModerationDesk

    today = legal_day(datetime.now(UTC))
    desk = ModerationDesk.objects.filter(invented=False, since__lte=today).select_related("body").first()
    if desk is None and not settings.DEMO:
        yield Finding.of("warn", "moderators_unnamed")
    if desk is None:
        desk = ModerationDesk.objects.filter(invented=True, since__lte=today).select_related("body").first()
    if desk is None:
        return
    held = Role.objects.filter(kind=RoleKind.MODERATOR, body=desk.body, since__lte=today)
    count = held.exclude(until__lt=today).values("person").distinct().count()
    level, code = ("warn", "moderators_few") if count < 2 else ("good", "moderators_good")
    yield Finding.of(level, code, body=desk.body.slug, count=count)


def record() -> Iterator[Finding]:
    """No log of the public record stands still, its entries are taken in, and its keys are closed to others."""
    from pathlib import Path

    from django.conf import settings

    from jariya.kernel.record import queries
    from jariya.kernel.record.models import Leaf

    alarms = queries.standing_alarms()
    for row in alarms:
        yield Finding.of(
            "bad", "log_alarm", name=row.log.name, said=row.code, when=row.at.isoformat(timespec="minutes")
        )
    opened = [file for file in Path(settings.LOG_KEY_DIR).glob("*/*") if file.stat().st_mode & 0o077]
    if opened:
        yield Finding.of("bad", "secrets_open", names=" ".join(map(str, opened)))
    late = Leaf.objects.waiting().filter(queued_at__lt=datetime.now(UTC) - WAITING).count()
    if late:
        yield Finding.of("bad", "log_waiting", count=late)
    if not alarms and not late:
        yield Finding.of("good", "log_good")


def purpose_keys() -> Iterator[Finding]:
    """Every key of a purpose opens with a key-encryption key of the environment, and none waits to be wrapped anew."""
    from jariya.kernel.signing.identity import keys as purposes

    if lost := purposes.unwrappable():
        yield Finding.of("bad", "keys_lost", count=lost)
    elif waiting := purposes.waiting():
        yield Finding.of("warn", "keys_waiting", count=waiting)
    else:
        yield Finding.of("good", "keys_good")


def signatures() -> Iterator[Finding]:
    """Signatures can be checked: a trust store, current lists of revoked certificates, no pile of waiting ones."""
    from django.conf import settings

    from jariya.kernel.signing import revoked, trusted
    from jariya.kernel.signing.lifecycle import RUNNING
    from jariya.kernel.signing.models import SigningSession

    try:
        anchors = len(trusted.store().anchors)
    except trusted.Unavailable as error:
        yield Finding.of("bad" if settings.EDS_PROFILE == "prod" else "warn", "signatures_trust", said=error.code)
        return
    now = datetime.now(UTC)
    old = [row for row in revoked.newest() if row.next_update is not None and row.next_update < now]
    missing = len(settings.EDS_CRL_URLS) - len(revoked.newest())
    if old or missing:
        yield Finding.of("warn", "signatures_lists", old=len(old), missing=missing)
    waiting = SigningSession.objects.filter(status__in=sorted(RUNNING), received_at__lt=now - WAITING).count()
    if waiting:
        yield Finding.of("warn", "signatures_waiting", count=waiting)
    if not (old or missing or waiting):
        yield Finding.of("good", "signatures_good", profile=settings.EDS_PROFILE, anchors=anchors)


def mail() -> Iterator[Finding]:
    """The mail server greets."""
    from django.conf import settings

    at = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT}
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException):
        yield Finding.of("bad", "mail_unreachable", **at)
    else:
        yield Finding.of("good", "mail_good", **at)


def mail_in() -> Iterator[Finding]:
    """Letters that come in are read; without a domain nobody can reply by mail."""
    from django.conf import settings

    from jariya.kernel.notices.incoming.states import State
    from jariya.kernel.notices.models import IncomingMail

    if not settings.MAIL_DOMAIN:
        yield Finding.of("warn", "mail_in_none")
        return
    edge = datetime.now(UTC) - WAITING
    waiting = IncomingMail.objects.filter(state=State.RECEIVED, received_at__lt=edge).count()
    if waiting:
        yield Finding.of("bad", "mail_in_waiting", count=waiting)
    if not settings.MAIL_BORDER:
        yield Finding.of("warn", "mail_in_border")
    if not waiting:
        last = IncomingMail.objects.order_by("-pk").values_list("received_at", flat=True).first()
        shown = f"{last:%Y-%m-%d}" if last else "—"
        yield Finding.of("good", "mail_in_good", domain=settings.MAIL_DOMAIN, last=shown)


def sms() -> Iterator[Finding]:
    """The SMS gateway's port is open; nothing is sent."""
    from django.conf import settings

    if not settings.SMS_URL:
        yield Finding.of("warn", "sms_none")
        return
    parts = urlsplit(settings.SMS_URL)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), timeout=5).close()
    except OSError:
        yield Finding.of("bad", "sms_unreachable", host=f"{parts.hostname}:{port}")
    else:
        yield Finding.of("good", "sms_good")


def scanner() -> Iterator[Finding]:
    """The virus scanner answers; nothing is sent to it."""
    from django.conf import settings

    from jariya.kernel.files import clamd

    if not settings.CLAMD:
        yield Finding.of("warn", "scanner_none")
        return
    try:
        version = clamd.version(settings.CLAMD)
    except clamd.Down:
        yield Finding.of("bad", "scanner_down", at=settings.CLAMD)
    else:
        yield Finding.of("good", "scanner_good", version=version.split("/")[0])


def tables() -> Iterator[Finding]:
    """The workers that answer questions to tables of open data."""
    from pathlib import Path

    from django.conf import settings

    from jariya.portals.opendata.querying.pool import client

    good = client.running(Path(settings.OPENDATA_STORE).resolve())
    yield Finding.of("good", "tables_good") if good else Finding.of("warn", "tables_down")
