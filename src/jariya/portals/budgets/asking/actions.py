"""The verbs of a question to a line. The only code that changes its state."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion import actions as discussion
from jariya.kernel.discussion.models import Organisation
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.budgets.asking.lifecycle import KIND
from jariya.portals.budgets.asking.models import LineQuestion
from jariya.portals.budgets.asking.refusals import refused
from jariya.portals.budgets.asking.topics import topics_of
from jariya.portals.budgets.drafts.joining import answering
from jariya.portals.budgets.models import Budget, Node, Release

TERM = "budget.line.answer"


def ask(
    *,
    release: Release,
    node: Node,
    month: int,
    text: str,
    language: str,
    by: Person,
    identity: str,
    now: dt.datetime,
    organisation: Organisation | None = None,
    confirmed: bool = False,
    key: str | None = None,
) -> Outcome:
    """Ask what a line is for. All can read the question at once; the body behind the line owes the answer.

    Args:
        release, node, month: the place that was read, in tenge from January to that month.
        identity, organisation, confirmed, key: as in `discussion.actions.post`.

    Raises:
        Refused: line.nobody_answers, line.not_connected; comment.* of the text.
    """
    body = who_answers(release.budget, node)

    def rows(case: Case, _event: Event) -> None:
        LineQuestion.objects.create(case=case, budget=release.budget, release=release, node=node, month=month)

    with transaction.atomic():
        outcome = engine.open_case(
            KIND,
            "ask",
            by=by,
            body_id=body.pk,
            region_id=release.budget.region_id,
            language=language,
            now=now,
            person_id=by.pk,
            visibility="public",
            codes={"due": _due(now), "release": release.key, "line": f"{node.cut}:{node.path}", "month": month},
            rows=rows,
            key=key,
            alerts=topics_of(release.budget, node),
        )
        if outcome.repeated:
            return outcome
        comment = discussion.post(
            case=outcome.case,
            text=text,
            language=language,
            by=by,
            identity=identity,
            now=now,
            organisation=organisation,
            confirmed=confirmed,
        )
        LineQuestion.objects.filter(case=outcome.case).update(comment=comment)
    return outcome


def who_answers(budget: Budget, node: Node) -> Body:
    """The body that owes the answer.

    Raises:
        Refused: line.nobody_answers where no source says who is behind the line; line.not_connected where nobody of
            the body works here: a question would only become late.
    """
    body = answering(budget, node)
    if body is None:
        raise refused("line.nobody_answers")
    if not body.connected:
        raise refused("line.not_connected")
    return body


def pass_on(*, case: Case, to: Body, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Pass the question on to the body that spends the money; the term begins anew there, once."""
    if not to.connected:
        raise refused("line.not_connected")
    row = LineQuestion.objects.select_related("budget", "node").get(case=case)

    def rows(locked: Case, _event: Event) -> None:
        LineQuestion.objects.filter(case=locked).update(hops=row.hops + 1)

    return engine.act(
        case,
        "pass_on",
        by=by,
        now=now,
        facts={"to_body_id": to.pk, "hops": row.hops, "assignee_id": None},
        codes={"due": _due(now)},
        changes={"assignee": None},
        rows=rows,
        alerts=topics_of(row.budget, row.node),
        **options,
    )


def note_answer(*, case: Case, by: Person | None, now: dt.datetime) -> Outcome:
    """The body has answered in the discussion: the term is met. Called by the listener alone."""
    return _follow(case, "answer", by=by, now=now)


def hide(*, case: Case, now: dt.datetime) -> Outcome:
    """A moderator has hidden the question: nobody owes an answer to what nobody reads."""
    return _follow(case, "hide", by=None, now=now)


def restore(*, case: Case, now: dt.datetime) -> Outcome:
    """The question was put back on appeal: without an answer, the term runs from now."""
    row = LineQuestion.objects.select_related("comment").get(case=case)
    answered = row.comment is not None and row.comment.answered_at is not None
    codes = {} if answered else {"due": _due(now)}
    return _follow(case, "restore", by=None, now=now, facts={"answered": answered}, codes=codes)


def withdraw(*, case: Case, now: dt.datetime) -> Outcome:
    """The author has taken the question back."""
    return _follow(case, "withdraw", by=None, now=now)


def _follow(case: Case, verb: str, *, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    row = LineQuestion.objects.select_related("budget", "node").get(case=case)
    return engine.act(case, verb, by=by, now=now, alerts=topics_of(row.budget, row.node), **options)


def _due(now: dt.datetime) -> dt.date:
    law, day = law_now(), legal_day(now)
    return law.norms.at(day)[TERM].ends(day, law.calendar).day
