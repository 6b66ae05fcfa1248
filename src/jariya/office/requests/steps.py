"""Which form and which action each verb of a request has at the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.table import Move
from jariya.office import forms as desk
from jariya.office.requests import forms
from jariya.office.steps import Step, letters, plain, with_reason
from jariya.portals.requests import actions
from jariya.portals.requests.queries import RequestView


def _extend(form: Any, **common: Any) -> Outcome:
    said = form.cleaned_data
    holder = form.bodies.get(said.get("holder") or "")
    return actions.extend(due_on=said["due_on"], reason=said["reason"], holder=holder, **common)


def _draft_answer(form: Any, **common: Any) -> Outcome:
    return actions.draft_answer(decisions=form.decisions(), **common)


def _classify(form: Any, **common: Any) -> Outcome:
    return actions.classify(subject=form.cleaned_data["subject"], reason=form.cleaned_data["reason"], **common)


def _liken(form: Any, **common: Any) -> Outcome:
    return actions.liken(to=form.other, **common)


def _publish_information(form: Any, **common: Any) -> Outcome:
    return actions.publish_information(link=form.cleaned_data["link"], **common)


def _note_judgment(form: Any, **common: Any) -> Outcome:
    said = form.cleaned_data
    return actions.note_judgment(must_answer=said["must_answer"], reason=said["reason"], **common)


STEPS: dict[str, Step] = {
    **letters(actions),
    "classify": Step(forms.Classify, _classify),
    "ask_to_clarify": Step(forms.AskToClarify, with_reason(actions.ask_to_clarify)),
    "go_on": Step(desk.Plain, plain(actions.go_on)),
    "extend": Step(forms.Extend, _extend, needs_search=True),
    "tell_extension": Step(desk.Plain, plain(actions.tell_extension)),
    "draft_answer": Step(forms.Decide, _draft_answer, files=_("Documents of the answer")),
    "sign_answer": Step(forms.Sign, letters(actions)["sign_answer"].do),
    "publish": Step(forms.Publish, letters(actions)["publish"].do),
    "liken": Step(forms.Liken, _liken),
    "publish_information": Step(forms.PublishInformation, _publish_information),
    "pass_on": Step(forms.Position, with_reason(actions.pass_on)),
    "grant_complaint": Step(desk.Reason, with_reason(actions.grant_complaint)),
    "overturn": Step(desk.Reason, with_reason(actions.overturn)),
    "let_stand": Step(desk.Reason, with_reason(actions.let_stand), danger=True),
    "note_judgment": Step(forms.Judgment, _note_judgment),
}


def _running(view: RequestView, kind: str) -> Any:
    return next((term for term in view.terms if term.kind == kind and term.state in {"running", "soon", "late"}), None)


def sensible(move: Move, view: RequestView, today: dt.date) -> bool:
    """Whether a step that the table allows leads anywhere now."""
    if move.verb == "go_on":
        term = _running(view, "clarify")
        return term is None or today > term.due_on
    if move.verb == "publish":
        return _running(view, "publish") is not None or view.request.published_on is None
    wanted = {"tell_extension": "extension_notice", "publish_information": "publish_information", "pass_on": "pass_on"}
    return move.verb not in wanted or _running(view, wanted[move.verb]) is not None
