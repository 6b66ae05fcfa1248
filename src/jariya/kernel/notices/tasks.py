"""Jobs of notices. A job is deferred in the transaction that needs it; `project/jobs.py` adds the periodic ones."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app


@app.task(name="notices.deliver_event", queue="notices")
def deliver_event(event_id: int) -> None:
    """Send the messages of one event now. What fails is sent by the job that runs every minute."""
    from jariya.kernel.notices.delivery import deliver_due

    close_old_connections()
    try:
        deliver_due(timezone.now(), event_id=event_id)
    finally:
        close_old_connections()


@app.task(name="notices.read_incoming", queue="notices")
def read_incoming(incoming_id: int) -> None:
    """Read one letter that came in. What fails is read again by the job that runs every minute."""
    from jariya.kernel.notices.incoming import reading

    close_old_connections()
    try:
        reading.read(incoming_id, now=timezone.now())
    finally:
        close_old_connections()


@app.task(name="notices.tell_refused", queue="notices")
def tell_refused(person_id: int) -> None:
    """Tell a person by another way that mail to their address comes back."""
    from jariya.kernel.notices.incoming import returned

    close_old_connections()
    try:
        returned.tell(person_id)
    finally:
        close_old_connections()


@app.task(name="notices.tell_followers", queue="notices")
def tell_followers(event_id: int) -> None:
    """Tell a crowd of followers of one event. Its mail goes out with the job that runs every minute."""
    from jariya.kernel.notices import listener

    close_old_connections()
    try:
        listener.tell_followers(event_id)
    finally:
        close_old_connections()
