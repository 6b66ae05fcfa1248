"""The verbs of a signing session. Only this code moves a session, each time by the table of `lifecycle.py`."""

from jariya.kernel.signing.actions.checks import SUSPENDED, on_failure, postpone, recheck_due, settle, take, waits
from jariya.kernel.signing.actions.sessions import (
    NotTaken,
    again,
    cancel,
    expire_due,
    expire_now,
    forget_old,
    open_session,
    receive,
)

__all__ = [
    "NotTaken",
    "SUSPENDED",
    "again",
    "cancel",
    "expire_due",
    "expire_now",
    "forget_old",
    "on_failure",
    "open_session",
    "postpone",
    "receive",
    "recheck_due",
    "settle",
    "take",
    "waits",
]
