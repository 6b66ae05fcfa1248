"""What every verb of a signing session needs: the row held, the table asked, the check queued."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.signing import lifecycle
from jariya.kernel.signing.models import SigningSession


def locked(session: SigningSession) -> SigningSession:
    return SigningSession.objects.select_for_update().get(pk=session.pk)


def move(session: SigningSession, verb: str, **changed: Any) -> None:
    """Move by the table and write; the caller holds the row."""
    session.status = lifecycle.TABLE.after(session.status, verb)
    for name, value in changed.items():
        setattr(session, name, value)
    session.save(update_fields=["status", *changed])


def defer(pk: int, wait: dt.timedelta | None = None) -> None:
    """Queue the check in this transaction. One check of a session runs at a time."""
    from jariya.kernel.signing import tasks

    options: dict[str, Any] = {"lock": f"signing.check.{pk}"}
    if wait is not None:
        options["schedule_in"] = {"seconds": int(wait.total_seconds())}
    tasks.check.configure(**options).defer(session_id=pk)
