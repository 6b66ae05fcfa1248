"""Which form and which action each verb of the desk has. The verbs themselves come from the lifecycle table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.people.models import Person
from jariya.office import forms
from jariya.portals.dialogue import actions


@dataclass(frozen=True)
class Step:
    """One verb at the desk: its form, and what is done with a valid one."""

    form: type[forms.StepForm]
    do: Callable[..., Outcome]
    needs_search: bool = False
    danger: bool = False
    files: Any = ""
    """Label of the field of files, where the step takes some."""


def with_reason(action: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """A step whose form gives a reason alone."""

    def do(form: Any, **common: Any) -> Outcome:
        return action(reason=form.cleaned_data["reason"], **common)

    return do


def plain(action: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """A step whose form gives nothing."""

    def do(form: Any, **common: Any) -> Outcome:
        return action(**common)

    return do


def letters(actions: Any) -> dict[str, Step]:
    """The steps that letters of all kinds share, with the actions of a portal."""

    def assign(form: Any, **common: Any) -> Outcome:
        return actions.assign(to=form.people[form.cleaned_data["to"]], **common)  # type: ignore[no-any-return]

    def forward(form: Any, **common: Any) -> Outcome:
        to = form.bodies[form.cleaned_data["to"]]
        return actions.forward(to=to, reason=form.cleaned_data["reason"], **common)  # type: ignore[no-any-return]

    def forward_part(form: Any, **common: Any) -> Outcome:
        return actions.forward_part(  # type: ignore[no-any-return]
            to=form.bodies[form.cleaned_data["to"]],
            points=[int(number) for number in form.cleaned_data["points"]],
            reason=form.cleaned_data["reason"],
            **common,
        )

    def sign(form: Any, *, level: str, **common: Any) -> Outcome:
        confirmed = form.cleaned_data["confirmed"]
        return actions.sign_answer(confirmed=confirmed, level=level, **common)  # type: ignore[no-any-return]

    def publish(form: Any, **common: Any) -> Outcome:
        checked = form.cleaned_data["checked"]
        return actions.publish(texts=form.texts(), checked=checked, **common)  # type: ignore[no-any-return]

    return {
        "accept": Step(forms.Plain, plain(actions.accept)),
        "assign": Step(forms.Assign, assign),
        "forward": Step(forms.Forward, forward, needs_search=True),
        "forward_part": Step(forms.ForwardPart, forward_part, needs_search=True),
        "send_back": Step(forms.Reason, with_reason(actions.send_back)),
        "sign_answer": Step(forms.Sign, sign),
        "publish": Step(forms.Publish, publish),
        "seal": Step(forms.Reason, with_reason(actions.seal), danger=True),
        "unseal": Step(forms.Reason, with_reason(actions.unseal)),
    }


def _return(form: Any, **common: Any) -> Outcome:
    return actions.return_to_asker(ground=form.cleaned_data["ground"], reason=form.cleaned_data["reason"], **common)


def _merge(form: Any, **common: Any) -> Outcome:
    return actions.merge(into=form.cleaned_data["into"], reason=form.cleaned_data["reason"], **common)


def _extend(form: Any, **common: Any) -> Outcome:
    return actions.extend(due_on=form.cleaned_data["due_on"], reason=form.cleaned_data["reason"], **common)


def _draft_answer(form: Any, **common: Any) -> Outcome:
    return actions.draft_answer(answers=form.answers(), **common)


STEPS: dict[str, Step] = {
    **letters(actions),
    "extend": Step(forms.Extend, _extend),
    "draft_answer": Step(forms.Answer, _draft_answer, files=_("Documents of the answer")),
    "return": Step(forms.Return, _return, danger=True),
    "merge": Step(forms.Merge, _merge),
    "unmerge": Step(forms.Reason, with_reason(actions.unmerge)),
    "uphold": Step(forms.Reason, with_reason(actions.uphold)),
    "dismiss": Step(forms.Reason, with_reason(actions.dismiss), danger=True),
}
"""The steps of a question."""


def take(
    step: Step,
    verb: str,
    form: Any,
    *,
    case: Any,
    by: Person,
    now: dt.datetime,
    level: str,
    version: int | None,
    key: str | None,
    **more: Any,
) -> Outcome:
    """Do a step with a valid form. `more`: what the step takes besides the form, such as files. Raises `Refused`."""
    common: dict[str, Any] = {"case": case, "by": by, "now": now, "version": version, "key": key, **more}
    if verb == "sign_answer":
        common["level"] = level
    return step.do(form, **common)
