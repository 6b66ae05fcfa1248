"""Technical settings of sign-in in one table, and the limits that stop guessing without locking out a village.

A whole village may share one network address, so a network is judged only by codes that nobody confirmed: every
completed sign-in gives its place back. Nothing here is a term of the law.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest

from jariya.kernel.people import sealing
from jariya.kernel.people.models import Channel, Code, Failure


@dataclass(frozen=True)
class Settings:
    """Times and counts. A code of 6 digits with 5 tries and 12 codes a day is guessed once in 16,000 days."""

    code_digits: int = 6
    code_life: dt.timedelta = dt.timedelta(minutes=10)
    code_tries: int = 5
    resend_wait: dt.timedelta = dt.timedelta(seconds=60)
    codes_per_address_hour: int = 5
    codes_per_address_day: int = 12
    unconfirmed_codes_per_network_hour: int = 300
    staff_failures: int = 10
    staff_failures_all_networks: int = 60
    staff_failures_per_network: int = 300
    staff_window: dt.timedelta = dt.timedelta(minutes=15)
    staff_session: dt.timedelta = dt.timedelta(hours=12)
    citizen_session: dt.timedelta = dt.timedelta(days=30)
    fresh: dt.timedelta = dt.timedelta(minutes=15)
    seen_step: dt.timedelta = dt.timedelta(hours=1)
    enrolment_life: dt.timedelta = dt.timedelta(days=7)
    recovery_codes: int = 8


SETTINGS = Settings()


@dataclass(frozen=True)
class Wait:
    """A limit was met: its stable code, and after how long to try again."""

    code: str
    after: dt.timedelta

    @property
    def minutes(self) -> int:
        """Whole minutes, at least one, for the sentence."""
        return max(1, -(-int(self.after.total_seconds()) // 60))


def network_of(request: HttpRequest) -> str:
    """Keyed hash of the visitor's network: an IPv4 address or an IPv6 /64. The address itself is stored nowhere.

    Behind a proxy on this machine or in a private network the last address that the proxy wrote counts.
    """
    text = request.META.get("REMOTE_ADDR", "") or ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return sealing.digest("network", "unknown")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    if forwarded and (address.is_loopback or address.is_private):
        with contextlib.suppress(ValueError):
            address = ipaddress.ip_address(forwarded)
    if address.version == 6:
        address = ipaddress.ip_network((address, 64), strict=False).network_address
    return sealing.digest("network", address)


def address_digest(channel: str, address: str) -> str:
    """Keyed hash of a normalised telephone number or e-mail address."""
    return sealing.digest("address", channel, address.casefold())


def serialise(subject: str) -> None:
    """Hold others with the same digest until this transaction ends, so that two requests cannot share one allowance."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(subject[:15], 16)])


def code_wait(channel: Channel | str, subject: str, network: str, now: dt.datetime) -> Wait | None:
    """May a code be sent to this address from this network now? None, or how long to wait and why."""
    sent = Code.objects.filter(address_digest=subject, sent=True)
    recent = list(
        sent.filter(created_at__gt=now - dt.timedelta(days=1))
        .order_by("-created_at")
        .values_list("created_at", flat=True)[: SETTINGS.codes_per_address_day]
    )
    if recent and recent[0] + SETTINGS.resend_wait > now:
        return Wait("code_just_sent", recent[0] + SETTINGS.resend_wait - now)
    hour = dt.timedelta(hours=1)
    per_hour = SETTINGS.codes_per_address_hour
    if len(recent) >= per_hour and recent[per_hour - 1] > now - hour:
        return Wait("too_many_codes", recent[per_hour - 1] + hour - now)
    if len(recent) >= SETTINGS.codes_per_address_day:
        return Wait("too_many_codes", recent[-1] + dt.timedelta(days=1) - now)
    waiting = Code.objects.filter(network_digest=network, channel=channel, used_at=None, created_at__gt=now - hour)
    limit = SETTINGS.unconfirmed_codes_per_network_hour
    if waiting[limit - 1 : limit].exists():
        return Wait("network_busy", hour)
    return None


def staff_wait(login: str, network: str, now: dt.datetime) -> Wait | None:
    """May this login be tried from this network now? Failures elsewhere do not shut out the owner's own network."""
    since = now - SETTINGS.staff_window
    subject = sealing.digest("login", login.casefold())
    failures = Failure.objects.filter(at__gt=since)
    here = failures.filter(subject_digest=subject, network_digest=network).count()
    anywhere = failures.filter(subject_digest=subject).count()
    network_all = failures.filter(network_digest=network).count()
    if (
        here >= SETTINGS.staff_failures
        or anywhere >= SETTINGS.staff_failures_all_networks
        or network_all >= SETTINGS.staff_failures_per_network
    ):
        return Wait("too_many_tries", SETTINGS.staff_window)
    return None


def staff_failed(login: str, network: str, now: dt.datetime) -> None:
    """Remember a failed try."""
    Failure.objects.create(subject_digest=sealing.digest("login", login.casefold()), network_digest=network, at=now)


def forget_old(now: dt.datetime) -> int:
    """Delete codes and failures that no limit counts any more; how many. Run daily."""
    codes, _rows = Code.objects.filter(created_at__lt=now - dt.timedelta(days=2)).delete()
    failures, _rows = Failure.objects.filter(at__lt=now - dt.timedelta(days=1)).delete()
    return codes + failures
