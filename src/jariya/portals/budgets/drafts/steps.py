"""Which form and which action each verb of the desk has. The verbs themselves come from the lifecycle table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jariya.kernel.lifecycle.engine import Outcome
from jariya.portals.budgets.drafts import actions, forms
from jariya.portals.budgets.drafts.queries import DraftView


def _nothing(view: DraftView, lang: str) -> dict[str, Any]:
    return {}


def _year(view: DraftView, lang: str) -> dict[str, Any]:
    return {"first_year": view.draft.year}


def _indicators(view: DraftView, lang: str) -> dict[str, Any]:
    own = "kk" if lang == "kk" else "ru"
    return {
        "indicators": [(row.number, getattr(row, f"name_{own}"), row.unit) for row in view.version.indicators.all()]
    }


@dataclass(frozen=True)
class Step:
    """One verb at the desk. `whole`: its form holds the whole draft."""

    form: type[Any]
    do: Callable[..., Outcome]
    options: Callable[[DraftView, str], dict[str, Any]] = _nothing
    whole: bool = False
    danger: bool = False


def _texts(action: Callable[..., Outcome]) -> Callable[..., Outcome]:
    def do(form: Any, **common: Any) -> Outcome:
        return action(text_kk=form.cleaned_data["text_kk"], text_ru=form.cleaned_data["text_ru"], **common)

    return do


def _plain(action: Callable[..., Outcome]) -> Callable[..., Outcome]:
    def do(form: Any, **common: Any) -> Outcome:
        return action(**common)

    return do


def _rework(form: Any, **common: Any) -> Outcome:
    return actions.rework(content=form.content(), **common)


def _change(form: Any, **common: Any) -> Outcome:
    said = form.cleaned_data
    return actions.change(
        content=form.content(), changed_kk=said["changed_kk"], changed_ru=said["changed_ru"], **common
    )


def _approve(form: Any, **common: Any) -> Outcome:
    said = form.cleaned_data
    return actions.approve(approved_on=said["approved_on"], approval=said["approval"], **common)


def _payment(form: Any, **common: Any) -> Outcome:
    said = form.cleaned_data
    return actions.note_payment(
        first_paid_on=said["first_paid_on"], first_paid_source=said["first_paid_source"], **common
    )


def _evaluate(form: Any, **common: Any) -> Outcome:
    said = form.cleaned_data
    return actions.evaluate(text_kk=said["text_kk"], text_ru=said["text_ru"], results=form.results(), **common)


STEPS: dict[str, Step] = {
    "rework": Step(forms.DraftForm, _rework, _year, whole=True),
    "publish": Step(forms.PlainForm, _plain(actions.publish)),
    "open_discussion": Step(forms.PlainForm, _plain(actions.open_discussion)),
    "change": Step(forms.ChangeForm, _change, _year, whole=True),
    "close_discussion": Step(forms.PlainForm, _plain(actions.close_discussion)),
    "report": Step(forms.StatementForm, _texts(actions.report)),
    "approve": Step(forms.ApprovalForm, _approve),
    "note_payment": Step(forms.PaymentForm, _payment),
    "execute": Step(forms.PlainForm, _plain(actions.execute)),
    "evaluate": Step(forms.EvaluationForm, _evaluate, _indicators),
    "withdraw": Step(forms.StatementForm, _texts(actions.withdraw), danger=True),
}
