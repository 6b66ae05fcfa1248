"""One form per step of the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.queries import search_names
from jariya.kernel.language import personal
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people.models import Role
from jariya.kernel.web.forms import TOO_LONG
from jariya.portals.dialogue.asides import like_open, return_grounds
from jariya.portals.dialogue.forms import POINT_LIMIT, PlainText
from jariya.portals.dialogue.queries import QuestionView

ANSWER_LIMIT = 20_000


class StepForm(forms.Form):
    """A step on a case: knows what the case looks like and when it is."""

    def __init__(
        self, *args: Any, view: QuestionView, now: dt.datetime, query: str = "", lang: str = "kk", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.view, self.now, self.query, self.lang = view, now, query, lang
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and add fields."""


class Plain(StepForm):
    """A step that needs nothing typed."""


class Reason(StepForm):
    """A step with a reason."""

    reason = PlainText(
        label=_("Reason"),
        max_length=POINT_LIMIT,
        widget=forms.Textarea,
        help_text=_("The asker reads it, and it stays in the case."),
        error_messages={"required": _("Write in a sentence why."), "max_length": TOO_LONG},
    )


class Return(Reason):
    """Choose the published ground and say what has to be mended."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a ground."), "invalid_choice": _("Choose a ground.")},
    )
    field_order = ["ground", "reason"]

    def prepare(self) -> None:
        grounds = return_grounds(legal_day(self.now), self.lang)
        cast(forms.ChoiceField, self.fields["ground"]).choices = [(one.key, one.title) for one in grounds]


class Merge(Reason):
    """Name the question in which the same is asked, and say why it is the same."""

    into = PlainText(
        label=_("Number of the other question"),
        max_length=40,
        error_messages={"required": _("Give the number of the question that asks the same.")},
    )
    field_order = ["into", "reason"]

    def prepare(self) -> None:
        alike = like_open(self.view.case, limit=3)
        if alike:
            numbers = ", ".join(case.public_id for case in alike)
            self.fields["into"].help_text = _("The most alike of your open questions: %(numbers)s") % {
                "numbers": numbers
            }


class Assign(StepForm):
    """Choose the officer."""

    to = forms.ChoiceField(
        label=_("Officer"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an officer."),
            "invalid_choice": _("This person has no role in the body today."),
        },
    )

    def prepare(self) -> None:
        roles = (
            Role.objects.on(legal_day(self.now))
            .filter(body_id=self.view.case.body_id, kind__in=["officer", "deputy", "head", "ati_officer"])
            .select_related("person", "post")
            .order_by("kind", "id")
        )
        self.people = {role.person.handle: role.person for role in roles}
        kinds: dict[str, list[str]] = {handle: [] for handle in self.people}
        for role in roles:
            kinds[role.person.handle].append(str(role.get_kind_display()))
        cast(forms.ChoiceField, self.fields["to"]).choices = [
            (handle, f"{person.name} · {', '.join(kinds[handle])}") for handle, person in self.people.items()
        ]


class Forward(Reason):
    """Choose the competent body and say why."""

    to = forms.ChoiceField(
        label=_("To which body?"),
        error_messages={
            "required": _("Choose the body that is competent. “Not ours” without naming whose it is is not possible."),
            "invalid_choice": _("This body does not take questions here."),
        },
    )
    field_order = ["to", "reason"]

    def prepare(self) -> None:
        day = legal_day(self.now)
        bodies = Body.objects.connected().on(day).exclude(pk=self.view.case.body_id)
        found = search_names(self.query, lang=self.lang, day=day, connected=True, limit=100).bodies
        chosen = self.data.get("to") if self.is_bound else None
        if chosen and all(body.slug != chosen for body in found):
            found += list(bodies.filter(slug=chosen[:80].replace("\0", "")))
        self.bodies = {body.slug: body for body in found if body.pk != self.view.case.body_id}
        cast(forms.ChoiceField, self.fields["to"]).choices = [("", "")] + [
            (slug, body.name(self.lang).text) for slug, body in self.bodies.items()
        ]


class ForwardPart(Forward):
    """Choose points, the body, and say why."""

    points = forms.MultipleChoiceField(
        label=_("Which points?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick the points that the other body is to answer."),
            "invalid_choice": _("This point is not here."),
        },
    )
    field_order = ["points", "to", "reason"]

    def prepare(self) -> None:
        super().prepare()
        cast(forms.ChoiceField, self.fields["points"]).choices = [
            (str(point.number), f"{point.number}. {(point.text or '')[:120]}")
            for point in self.view.points
            if point.moved_to is None
        ]


class Extend(Reason):
    """A new due day and the reason."""

    due_on = forms.DateField(
        label=_("New due day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("Choose the new due day."),
            "invalid": _("This is not a day. Write it as 2026-12-31."),
        },
    )
    field_order = ["due_on", "reason"]


class Answer(StepForm):
    """An answer to each point that stayed."""

    def prepare(self) -> None:
        here = [point for point in self.view.points if point.moved_to is None]
        for point in here:
            self.fields[f"answer_{point.number}"] = PlainText(
                label=_("Answer to question %(n)s") % {"n": point.number} if len(here) > 1 else _("Answer"),
                max_length=ANSWER_LIMIT,
                widget=forms.Textarea,
                initial=point.answer or "",
                error_messages={
                    "required": _(
                        "Answer each numbered point. An automatic reply or “taken note” does not stop the clock."
                    ),
                    "max_length": TOO_LONG,
                },
            )

    def answers(self) -> dict[int, str]:
        """Number of the point -> answer."""
        return {int(name.removeprefix("answer_")): text for name, text in self.cleaned_data.items()}


class Sign(StepForm):
    """Confirm what is signed."""

    confirmed = forms.BooleanField(
        label=_("I have read the question and the answer, and I sign this answer"),
        error_messages={"required": _("Tick the confirmation: without it the answer is not signed.")},
    )


def looks_personal(text: str | None) -> str:
    """What in a text looks like personal data by rule, offered to be blackened; a human decides."""
    found = personal.find(text or "", personal.PERSONAL)
    sure = dict.fromkeys(one.text for one in found if not one.weak)
    weak = dict.fromkeys(one.text for one in found if one.weak)
    said = []
    if sure:
        said.append(_("This looks like personal data; blacken it if it is: %(found)s") % {"found": "; ".join(sure)})
    if weak:
        said.append(_("Perhaps a person's name: %(found)s") % {"found": "; ".join(weak)})
    return " ".join(str(one) for one in said)


class Publish(StepForm):
    """The public copies, to be freed of personal data by the publisher.

    What the rules still find in them is marked at each showing: it is blackened at a tick, for a second look, or the
    publisher says that all may read it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_marks()

    def prepare(self) -> None:
        self.places: dict[str, tuple[str, int]] = {"title": ("title", 0)}
        self.fields["title"] = PlainText(label=_("Public title"), max_length=200, initial=self.view.title)
        for point in self.view.points:
            if point.moved_to is not None:
                continue
            for part, text, label in (
                ("point", point.text, _("Public text of question %(n)s") % {"n": point.number}),
                ("answer", point.answer, _("Public text of answer %(n)s") % {"n": point.number}),
            ):
                name = f"{part}_{point.number}"
                self.places[name] = (part, point.number)
                self.fields[name] = PlainText(
                    label=label,
                    max_length=ANSWER_LIMIT,
                    widget=forms.Textarea,
                    initial=text or "",
                    error_messages={"required": _("The public copy is empty."), "max_length": TOO_LONG},
                )
        self.fields["checked"] = forms.BooleanField(
            label=_("I have read the public copy: it holds no names of private persons, numbers, addresses"),
            error_messages={"required": _("Read the public copy and tick that you did.")},
        )

    def texts(self) -> dict[tuple[str, int], str]:
        """(part, number) -> public text."""
        return {place: self.cleaned_data[name] for name, place in self.places.items()}

    def clean(self) -> dict[str, Any]:
        """Blacken what is marked and show it once more, or ask whether all of it may be read."""
        said: dict[str, Any] = super().clean() or {}
        marks = {name: personal.find(str(said.get(name) or "")) for name in self.places}
        if not any(marks.values()):
            return said
        if said.get("blacken"):
            typed: dict[str, Any] = {name: self.data[name] for name in self.data}
            for name, found in marks.items():
                if found:
                    typed[self.add_prefix(name)] = personal.blackened(str(said[name]), found)
            for name in ("blacken", "checked", "seen"):
                typed.pop(self.add_prefix(name), None)
            self.data = typed
            self._offer_marks()
            self.add_error(
                "checked", _("What was marked is blackened now, nothing is published yet. Read it once more.")
            )
        elif not said.get("seen"):
            self.add_error("seen", _("Blacken what is marked, or say that everyone may read it."))
        return said

    def _offer_marks(self) -> None:
        """Say at each field what is found in it now; the two choices stand above the confirmation."""
        texts = {name: str(self[name].value() or "") for name in self.places}
        for name, text in texts.items():
            self[name].help_text = self.fields[name].help_text = looks_personal(text)
        for name in ("blacken", "seen"):
            self.fields.pop(name, None)
        if not any(personal.find(text) for text in texts.values()):
            return
        checked = self.fields.pop("checked")
        self.fields["blacken"] = forms.BooleanField(
            label=_("Blacken what is marked and show it to me once more"), required=False
        )
        self.fields["seen"] = forms.BooleanField(
            label=_("I have looked at what is marked: all of this may be read by everyone"), required=False
        )
        self.fields["checked"] = checked
