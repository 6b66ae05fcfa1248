"""Which form and which action each verb of the moderators' and the supervisor's desk has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.language import personal
from jariya.kernel.lifecycle.engine import Outcome
from jariya.portals.petitions import actions, forms, law
from jariya.portals.petitions.actions.checking import proposed
from jariya.portals.petitions.queries import View


@dataclass(frozen=True)
class Step:
    """One verb at the desk. `note`: what follows from it, said above the form."""

    form: type[Any]
    do: Callable[..., Outcome]
    options: Callable[[View, str], Mapping[str, Any]] = lambda view, lang: {}
    initial: Callable[[View], Mapping[str, Any]] = lambda view: {}
    note: Any = ""
    danger: bool = False


def _plain(action: Callable[..., Outcome]) -> Callable[..., Outcome]:
    return lambda form, **common: action(**common)


def _reasoned(action: Callable[..., Outcome]) -> Callable[..., Outcome]:
    return lambda form, **common: action(reason=form.cleaned_data["reason"], **common)


def _approve(form: Any, **common: Any) -> Outcome:
    return actions.approve(checked=form.cleaned_data["checked"], **common)


def _propose(form: Any, **common: Any) -> Outcome:
    said = form.cleaned_data
    return actions.propose_refusal(ground=said["ground"], reason=said["reason"], **common)


def _refuse(form: Any, **common: Any) -> Outcome:
    said = form.cleaned_data
    return actions.refuse(
        checked=said["checked"], cut=form.cut(), public_reason=said["public_reason"] or None, **common
    )


def _suspend(form: Any, **common: Any) -> Outcome:
    said = form.cleaned_data
    return actions.suspend(court=said["court"], decision=said["decision"], since=said["since"], **common)


def _grounds(view: View, lang: str) -> Mapping[str, Any]:
    return {"grounds": law.grounds(view.petition.submitted_on, lang)}


def _copies(view: View) -> Mapping[str, Any]:
    """The text as it was written; what the rules take for personal data is blackened already."""
    found = {}
    for name, text in view.texts.content().items():
        found[f"cut_{name}"] = personal.blackened(text, personal.find(text))
    refusal = proposed(view.case)
    if refusal is not None and refusal.reason is not None:
        found["public_reason"] = refusal.reason.text
    return found


STEPS: dict[str, Step] = {
    "claim": Step(forms.PlainForm, _plain(actions.claim)),
    "approve": Step(
        forms.CheckedForm,
        _approve,
        note=_("The petition goes over to its addressee and gathers its first supporters by direct link."),
    ),
    "return": Step(
        forms.ReasonForm,
        _reasoned(actions.send_back),
        note=_("For what can be mended: an unclear demand, the name of a person, a text that breaks off."),
    ),
    "propose_refusal": Step(
        forms.RefusalForm,
        _propose,
        _grounds,
        note=_("A second moderator checks it. Without a ground from the list a petition is not refused."),
        danger=True,
    ),
    "refuse": Step(
        forms.ConfirmForm,
        _refuse,
        initial=_copies,
        note=_("The petition is published with its ground and stays readable. Put █ in place of personal data."),
        danger=True,
    ),
    "decline_refusal": Step(forms.ReasonForm, _reasoned(actions.decline_refusal)),
    "release": Step(forms.PlainForm, _plain(actions.release)),
    "pass_on": Step(forms.ReasonForm, _reasoned(actions.pass_on)),
    "grant_complaint": Step(forms.ReasonForm, _reasoned(actions.grant_complaint)),
    "overturn": Step(forms.ReasonForm, _reasoned(actions.overturn)),
    "let_stand": Step(forms.ReasonForm, _reasoned(actions.let_stand)),
    "suspend": Step(forms.CourtForm, _suspend, note=_("Nothing is signed and no term ends while it lasts.")),
    "resume": Step(forms.PlainForm, _plain(actions.resume)),
    "seal": Step(forms.ReasonForm, _reasoned(actions.seal), danger=True),
    "unseal": Step(forms.ReasonForm, _reasoned(actions.unseal)),
}
