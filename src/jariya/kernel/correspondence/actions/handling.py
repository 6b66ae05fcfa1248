"""Who deals with a letter: the body takes it on, names an officer, the asker takes it back, a moderator hides it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.correspondence.actions.reasons import with_reason
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


def accept(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The body takes the letter on as its own."""
    return engine.act(case, "accept", by=by, now=now, **options)


def assign(*, case: Case, to: Person, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Name the officer who prepares the answer; running duties of the case become theirs."""
    return engine.act(case, "assign", by=by, now=now, facts={"assignee_id": to.pk}, changes={"assignee": to}, **options)


def withdraw(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The asker takes the letter back; a stub stays."""
    return engine.act(case, "withdraw", by=by, now=now, **options)


def seal(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """A moderator hides the case from the public, with reasons."""
    return with_reason("seal", case=case, reason=reason, by=by, now=now, changes={"sealed": True}, **options)


def unseal(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """A moderator shows the case again, with reasons."""
    return with_reason("unseal", case=case, reason=reason, by=by, now=now, changes={"sealed": False}, **options)
