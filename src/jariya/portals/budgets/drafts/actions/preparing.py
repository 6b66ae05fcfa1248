"""Verbs before anyone outside the body reads: prepare, rework, publish."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.budgets.drafts.actions.acting import act, ends, whole
from jariya.portals.budgets.drafts.actions.writing import rewrite, write
from jariya.portals.budgets.drafts.content import Content, difference
from jariya.portals.budgets.drafts.lifecycle import KIND
from jariya.portals.budgets.drafts.models import Draft, Programme, Version
from jariya.portals.budgets.drafts.versions import content_of, latest
from jariya.portals.budgets.models import Budget


def prepare(
    *,
    body: Body,
    code: str,
    year: int,
    content: Content,
    by: Person,
    now: dt.datetime,
    budget: Budget | None = None,
    key: str | None = None,
) -> Outcome:
    """Begin a draft at the administrator's desk. Nobody outside the body sees it.

    Args:
        code: the programme's code in the budget classification, as text.
        year: the first year it plans for; a programme has one draft a year.
        key: idempotency key of the form.

    Raises:
        Refused: no role in the body.
        IntegrityError: there is a draft of this programme and year (`draft_once_a_year`).
    """

    def rows(case: Case, _event: Event) -> None:
        programme, _made = Programme.objects.get_or_create(
            body=body, code=code, defaults={"invented": body.invented, "at": now}
        )
        draft = Draft.objects.create(case=case, programme=programme, year=year, budget=budget)
        write(draft, 1, content, by=by, now=now)

    return engine.prepare(KIND, body=body, by=by, now=now, rows=rows, key=key)


def rework(*, case: Case, content: Content, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Change a draft that is not published: the version is rewritten, nobody has read it."""
    draft = Draft.objects.get(case=case)
    version = latest(draft)

    def rows(_locked: Case, _event: Event) -> None:
        rewrite(version, content, by=by, now=now)

    facts = {"differs": difference(content_of(version), content).any}
    options.setdefault("version", case.version)
    return act(case, "rework", by=by, now=now, facts=facts, rows=rows, **options)


def publish(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Show the draft to everyone. The discussion opens when the notice has run."""
    draft = Draft.objects.get(case=case)
    version, today = latest(draft), legal_day(now)

    def rows(locked: Case, _event: Event) -> None:
        Version.objects.filter(pk=version.pk).update(public=True)
        Draft.objects.filter(case=locked).update(published_on=today)

    return act(
        case,
        "publish",
        by=by,
        now=now,
        facts=whole(content_of(version)),
        codes={"due": ends("budget.discussion.notice", today), "version": version.number},
        changes={"visibility": "public"},
        rows=rows,
        **options,
    )
