"""Which form and which action each verb of the desk has. The verbs themselves come from the lifecycle table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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


def _with_reason(action: Callable[..., Outcome]) -> Callable[..., Outcome]:
    def do(form: Any, **common: Any) -> Outcome:
        return action(reason=form.cleaned_data["reason"], **common)

    return do


def _accept(form: Any, **common: Any) -> Outcome:
    return actions.accept(**common)


def _assign(form: Any, **common: Any) -> Outcome:
    return actions.assign(to=form.people[form.cleaned_data["to"]], **common)


def _forward(form: Any, **common: Any) -> Outcome:
    return actions.forward(to=form.bodies[form.cleaned_data["to"]], reason=form.cleaned_data["reason"], **common)


def _forward_part(form: Any, **common: Any) -> Outcome:
    return actions.forward_part(
        to=form.bodies[form.cleaned_data["to"]],
        points=[int(number) for number in form.cleaned_data["points"]],
        reason=form.cleaned_data["reason"],
        **common,
    )


def _return(form: Any, **common: Any) -> Outcome:
    return actions.return_to_asker(ground=form.cleaned_data["ground"], reason=form.cleaned_data["reason"], **common)


def _merge(form: Any, **common: Any) -> Outcome:
    return actions.merge(into=form.cleaned_data["into"], reason=form.cleaned_data["reason"], **common)


def _extend(form: Any, **common: Any) -> Outcome:
    return actions.extend(due_on=form.cleaned_data["due_on"], reason=form.cleaned_data["reason"], **common)


def _draft_answer(form: Any, **common: Any) -> Outcome:
    return actions.draft_answer(answers=form.answers(), **common)


def _sign(form: Any, *, level: str, **common: Any) -> Outcome:
    return actions.sign_answer(confirmed=form.cleaned_data["confirmed"], level=level, **common)


def _publish(form: Any, **common: Any) -> Outcome:
    return actions.publish(texts=form.texts(), checked=form.cleaned_data["checked"], **common)


STEPS: dict[str, Step] = {
    "accept": Step(forms.Plain, _accept),
    "assign": Step(forms.Assign, _assign),
    "forward": Step(forms.Forward, _forward, needs_search=True),
    "forward_part": Step(forms.ForwardPart, _forward_part, needs_search=True),
    "extend": Step(forms.Extend, _extend),
    "draft_answer": Step(forms.Answer, _draft_answer),
    "return": Step(forms.Return, _return, danger=True),
    "merge": Step(forms.Merge, _merge),
    "unmerge": Step(forms.Reason, _with_reason(actions.unmerge)),
    "send_back": Step(forms.Reason, _with_reason(actions.send_back)),
    "sign_answer": Step(forms.Sign, _sign),
    "publish": Step(forms.Publish, _publish),
    "uphold": Step(forms.Reason, _with_reason(actions.uphold)),
    "dismiss": Step(forms.Reason, _with_reason(actions.dismiss), danger=True),
    "seal": Step(forms.Reason, _with_reason(actions.seal), danger=True),
    "unseal": Step(forms.Reason, _with_reason(actions.unseal)),
}


def take(
    verb: str, form: Any, *, case: Any, by: Person, now: dt.datetime, level: str, version: int | None, key: str | None
) -> Outcome:
    """Do a step with a valid form. Raises `Refused`."""
    common: dict[str, Any] = {"case": case, "by": by, "now": now, "version": version, "key": key}
    if verb == "sign_answer":
        common["level"] = level
    return STEPS[verb].do(form, **common)
