"""Which form and which action each verb of the consideration has. The verbs come from the lifecycle table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Post
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.portals.petitions.consideration import actions, forms
from jariya.portals.petitions.consideration.actions.deciding import ruling_of
from jariya.portals.petitions.consideration.models import Decision, Hearing, Promise
from jariya.portals.petitions.consideration.models.group import Part

Options = Callable[[Case, str], dict[str, Any]]
HEARING, PROMISE = "hearing", "promise"


def _nothing(case: Case, lang: str) -> dict[str, Any]:
    return {}


def _posts(case: Case, lang: str) -> dict[str, Any]:
    """Posts of the body: who may answer for a promise or sit in the group."""
    rows = Post.objects.filter(body=case.body_id).order_by("order", "pk")
    return {"posts": [(row.pk, row.name(lang).text) for row in rows]}


@dataclass(frozen=True)
class Step:
    """One verb at the desk.

    `of`: hearing or promise, where the step is about one of them. `files`: label of the field of files.
    `initial`: first values of the form.
    """

    form: type[Any]
    do: Callable[..., Outcome]
    options: Options = _nothing
    initial: Callable[[Case], dict[str, Any]] = lambda case: {}
    of: str = ""
    files: Any = ""
    danger: bool = False
    note: Any = ""


def _plain(action: Callable[..., Outcome]) -> Callable[..., Outcome]:
    return lambda form, **common: action(**common)


def _texts(action: Callable[..., Outcome], *names: str) -> Callable[..., Outcome]:
    def do(form: Any, **common: Any) -> Outcome:
        return action(**form.texts(), **{name: form.cleaned_data[name] for name in names}, **common)

    return do


def _form_group(form: Any, **common: Any) -> Outcome:
    return actions.form_group(seats=form.seats(), **common)


def _announce(form: Any, **common: Any) -> Outcome:
    return actions.announce_hearing(plan=form.plan(), **common)


def _stream(form: Any, **common: Any) -> Outcome:
    return actions.tell_stream(stream=form.cleaned_data["stream"], **common)


def _draft(form: Any, **common: Any) -> Outcome:
    return actions.draft_decision(ruling=form.ruling(), **common)


def _group_now(case: Case) -> dict[str, Any]:
    rows = list(case.group.exclude(status="replaced"))  # type: ignore[attr-defined]
    values: dict[str, Any] = {"posts": [str(row.post_id) for row in rows if row.part == Part.OFFICIAL]}
    others = [row for row in rows if row.part in (Part.EXPERT, Part.PUBLIC)]
    for number, row in enumerate(others, start=1):
        values |= {f"part_{number}": row.part, f"seat_kk_{number}": row.seat_kk, f"seat_ru_{number}": row.seat_ru}
    return values


def _decision_now(case: Case) -> dict[str, Any]:
    """The unpublished draft, else the published one: what is changed begins from what stands."""
    rows = Decision.objects.filter(case=case, status__in=("drafted", "published")).order_by("-version")
    found = rows.first()
    return forms.initial(ruling_of(found)) if found else {}


STEPS: Mapping[str, Step] = {
    "register": Step(
        forms.PlainForm,
        _plain(actions.register),
        note=_("The petition gets a number of your body. The term for the decision begins today."),
    ),
    "take_up": Step(forms.PlainForm, _plain(actions.take_up)),
    "form_group": Step(
        forms.GroupForm,
        _form_group,
        _posts,
        _group_now,
        note=_("The petitioner is invited by itself and answers on their own page. Former members are replaced."),
    ),
    "announce_hearing": Step(forms.HearingForm, _announce),
    "tell_stream": Step(forms.StreamForm, _stream, of=HEARING),
    "hold_hearing": Step(
        forms.MinutesForm, _texts(actions.hold_hearing), of=HEARING, files=_("The signed minutes as a file")
    ),
    "cancel_hearing": Step(forms.BothForm, _texts(actions.cancel_hearing), of=HEARING, danger=True),
    "draft_decision": Step(
        forms.DecisionForm,
        _draft,
        _posts,
        _decision_now,
        note=_("Nobody outside your body reads it until it is published for comments."),
    ),
    "publish_draft": Step(
        forms.PlainForm,
        _plain(actions.publish_draft),
        note=_("Everyone reads it and may comment on each of its points. Each comment needs an answer of the body."),
    ),
    "decide": Step(
        forms.PlainForm,
        _plain(actions.take_up),  # never called: the view leads to the signature instead
        note=_("You sign the published draft as it stands, in both languages, by EDS. Only the head can."),
    ),
    "keep_promise": Step(
        forms.KeepForm, _texts(actions.keep_promise, "link"), of=PROMISE, files=_("Files that prove it")
    ),
    "move_promise": Step(
        forms.ChangeForm,
        _texts(actions.move_promise, "due_on"),
        of=PROMISE,
        note=_("The day that was promised first stays on the page, and so does the reason."),
    ),
    "give_up_promise": Step(forms.BothForm, _texts(actions.give_up_promise), of=PROMISE, danger=True),
    "close": Step(forms.PlainForm, _plain(actions.close)),
}


def choices(case: Case, of: str) -> list[int]:
    """Numbers of the hearings or promises that a step may be about, in order. One query."""
    if of == HEARING:
        rows: Any = Hearing.objects.filter(case=case, status="announced")
    else:
        rows = Promise.objects.filter(case=case, status="promised")
    return list(rows.order_by("number").values_list("number", flat=True))
