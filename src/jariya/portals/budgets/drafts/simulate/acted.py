"""The same tales done through the actions: for the small nation, and for the test that compares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion import actions as discussion
from jariya.kernel.discussion.models import Comment
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.budgets.drafts import actions
from jariya.portals.budgets.drafts.simulate import stories
from jariya.portals.budgets.drafts.simulate.tale import Step, Tale


def perform(tales: Iterable[Tale]) -> list[Case]:
    """Do each tale from its first step to its last; what is overdue is told by the jobs of the installation."""
    return [case for tale in tales if (case := _one(tale)) is not None]


def _one(tale: Tale) -> Case | None:
    case: Case | None = None
    comments: list[Comment] = []
    people = Person.objects.in_bulk({step.by for step in tale.steps if step.by is not None})
    for step in tale.steps:
        by = people[step.by] if step.by is not None else None
        if case is None:
            case = actions.prepare(
                body=Body.objects.get(pk=tale.office.id), code=tale.code, year=tale.year,
                content=step.args["content"], by=people[step.by or 0], now=step.at,
            ).case  # fmt: skip
        elif step.verb == "comment":
            comments.append(
                discussion.post(
                    case=case, text=step.args["text"], language=step.args["language"], by=people[step.by or 0],
                    identity="phone", now=step.at,
                )
            )  # fmt: skip
        elif step.verb == "answer":
            root = comments[step.args["comment"]]
            discussion.answer(
                parent=root, text=stories.ANSWERS[root.language][step.args["which"]], language=root.language,
                by=people[step.by or 0], identity="staff", now=step.at,
            )  # fmt: skip
        else:
            case = getattr(actions, step.verb)(case=_now(case), by=by, now=step.at, **_said(step)).case
    return case


def _now(case: Case) -> Case:
    return Case.objects.select_related("body").get(pk=case.pk)


def _said(step: Step) -> dict[str, Any]:
    """What the action of a step is told besides."""
    kk, ru = {"report": stories.REPORT, "evaluate": stories.EVALUATION}.get(step.verb, ("", ""))
    texts = {"text_kk": kk, "text_ru": ru} if kk else {}
    if step.verb == "change":
        texts = dict(zip(("changed_kk", "changed_ru"), stories.CHANGED, strict=True))
    if step.verb == "approve":
        texts = {"approval": stories.APPROVAL}
    if step.verb == "note_payment":
        texts = {"first_paid_source": stories.PAID_FROM}
    return {**step.args, **texts}
