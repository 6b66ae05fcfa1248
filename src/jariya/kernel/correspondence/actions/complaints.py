"""The asker complains of silence or of the answer; the supervisor decides."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.correspondence.actions.reasons import with_reason
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


def complain(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The asker complains of silence or of the answer."""
    return with_reason("complain", case=case, reason=reason, by=by, now=now, **options)


def uphold(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The supervisor upholds a complaint: the body must answer anew; an old lateness keeps running."""
    return with_reason("uphold", case=case, reason=reason, by=by, now=now, **options)


def dismiss(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The supervisor dismisses a complaint with reasons."""
    return with_reason("dismiss", case=case, reason=reason, by=by, now=now, **options)
