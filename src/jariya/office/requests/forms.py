"""One form per step of a request at the desk."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.queries import search_names
from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.web.forms import TOO_LONG, PlainText
from jariya.office import forms as desk
from jariya.office.forms import ANSWER_LIMIT
from jariya.portals.requests import facets
from jariya.portals.requests.decisions import ALREADY_PUBLIC, GRANTED, Decided
from jariya.portals.requests.lifecycle import KIND


def _text(label: Any, *, required: bool = False, hint: Any = "", missing: Any = "", limit: int = ANSWER_LIMIT) -> Any:
    return PlainText(
        label=label,
        required=required,
        help_text=hint,
        max_length=limit,
        widget=forms.Textarea,
        error_messages={"max_length": TOO_LONG, **({"required": missing} if missing else {})},
    )


class Extend(desk.Extend):
    """A new due day, the reason, and whose information is needed."""

    holder = forms.ChoiceField(
        label=_("Whose information is needed?"),
        required=False,
        help_text=_("An editorial office's request needs none."),
        error_messages={"invalid_choice": _("This body is not in the list.")},
    )
    field_order = ["due_on", "holder", "reason"]

    def prepare(self) -> None:
        day = legal_day(self.now)
        found = search_names(self.query, lang=self.lang, day=day, limit=100).bodies
        chosen = (self.data.get("holder") or "")[:80].replace("\0", "") if self.is_bound else ""
        if chosen and all(body.slug != chosen for body in found):
            found += list(Body.objects.on(day).filter(slug=chosen))
        self.bodies = {body.slug: body for body in found if body.pk != self.view.case.body_id}
        cast(forms.ChoiceField, self.fields["holder"]).choices = [("", "")] + [
            (slug, body.name(self.lang).text) for slug, body in self.bodies.items()
        ]


class Decide(desk.StepForm):
    """The decision on each point that stayed. What may be given is given: partial release comes before refusal."""

    def prepare(self) -> None:
        view: Any = self.view
        day = legal_day(self.now)
        self.here = [point.number for point in view.points if point.moved_to is None]
        grounds = [("", "")] + [(row.code, row.title) for row in facets.grounds(day, self.lang)]
        drafted = {row.number: row for row in view.drafted_decisions}
        texts = dict(view.drafted)
        for number in self.here:
            row = drafted.get(number)
            of = {"n": number} if len(self.here) > 1 else None

            def named(one: Any, many: Any, of: Any = of) -> Any:
                return many % of if of else one

            self.fields[f"outcome_{number}"] = forms.ChoiceField(
                label=named(_("Decision"), _("Decision on point %(n)s")),
                choices=facets.outcomes(),
                widget=forms.RadioSelect,
                initial=row.outcome if row else GRANTED,
                error_messages={"required": _("Choose the decision."), "invalid_choice": _("Choose the decision.")},
            )
            self.fields[f"answer_{number}"] = _text(
                named(_("Answer"), _("Answer to point %(n)s")),
                required=True,
                missing=_("Answer each numbered point. An automatic reply or “taken note” does not stop the clock."),
            )
            self.fields[f"link_{number}"] = PlainText(
                label=named(_("Address where it is published"), _("Address where point %(n)s is published")),
                required=False,
                max_length=1000,
                help_text=_("Only if it is public already. The address is opened before the decision can be signed."),
                error_messages={"max_length": TOO_LONG},
            )
            self.fields[f"ground_{number}"] = forms.ChoiceField(
                label=named(_("Ground"), _("Ground for point %(n)s")),
                choices=grounds,
                required=False,
                help_text=_("Only if something is withheld, as are the next three."),
                error_messages={"invalid_choice": _("Choose a ground.")},
            )
            self.fields[f"severed_{number}"] = _text(
                named(_("What was severed"), _("What was severed from point %(n)s"))
            )
            self.fields[f"harm_{number}"] = _text(
                named(_("Which harm its release would do"), _("Which harm the release of point %(n)s would do"))
            )
            self.fields[f"whole_{number}"] = _text(
                named(_("Why no part can be given"), _("Why no part of point %(n)s can be given"))
            )
            self.fields[f"other_way_{number}"] = forms.BooleanField(
                label=named(_("Answered by another way"), _("Point %(n)s was answered by another way")),
                required=False,
                help_text=_("Attach the document that shows it."),
            )
            start: dict[str, Any] = {"answer": texts.get(number, "")}
            if row is not None:
                start |= {
                    "link": row.link,
                    "ground": row.ground,
                    "severed": row.severed or "",
                    "harm": row.harm or "",
                    "whole": row.whole or "",
                    "other_way": row.other_way,
                }
            for name, value in start.items():
                self.fields[f"{name}_{number}"].initial = value

    def decisions(self) -> dict[int, Decided]:
        """Number of the point -> decision."""
        said = self.cleaned_data
        found = {}
        for number in self.here:
            outcome = said[f"outcome_{number}"]
            restricting = Decided(outcome, "").restricts
            found[number] = Decided(
                outcome=outcome,
                text=said[f"answer_{number}"],
                ground=said[f"ground_{number}"] if restricting else "",
                severed=said[f"severed_{number}"] if restricting else "",
                harm=said[f"harm_{number}"] if restricting else "",
                whole=said[f"whole_{number}"] if restricting else "",
                link=said[f"link_{number}"] if outcome == ALREADY_PUBLIC else "",
                other_way=said[f"other_way_{number}"],
            )
        return found


class Sign(desk.StepForm):
    """Confirm what is signed."""

    confirmed = forms.BooleanField(
        label=_("I have read the request and the decision, and I sign this decision"),
        error_messages={"required": _("Tick the confirmation: without it the decision is not signed.")},
    )


class Publish(desk.Publish):
    """The public copies, also of what was severed and why."""

    def prepare(self) -> None:
        view: Any = self.view
        super().prepare()
        checked = self.fields.pop("checked")
        for row in view.decisions:
            for part, text, label in (
                ("severed", row.severed, _("Public text of what was severed, point %(n)s")),
                ("harm", row.harm, _("Public text of the harm, point %(n)s")),
                ("whole", row.whole, _("Public text of why no part can be given, point %(n)s")),
            ):
                if not text:
                    continue
                name = f"{part}_{row.number}"
                self.places[name] = (part, row.number)
                self.fields[name] = _text(
                    label % {"n": row.number}, required=True, missing=_("The public copy is empty.")
                )
                self.fields[name].initial = text
        self.fields["checked"] = checked


class AskToClarify(desk.Reason):
    """The question to the person."""

    reason = _text(
        _("What is not clear?"),
        required=True,
        hint=_("The person reads it. The term for the answer goes on."),
        missing=_("Write what is not clear."),
        limit=desk.POINT_LIMIT,
    )


class Position(desk.Reason):
    """What the body has to say to a complaint."""

    reason = _text(
        _("What the body has to say"),
        required=True,
        hint=_("The superior authority and the person read it."),
        missing=_("Write what the body has to say to the complaint."),
        limit=desk.POINT_LIMIT,
    )


class Classify(desk.Reason):
    """Another subject, with reasons."""

    subject = forms.ChoiceField(
        label=_("Subject"),
        error_messages={"required": _("Choose a subject."), "invalid_choice": _("Choose a subject from the list.")},
    )
    field_order = ["subject", "reason"]

    def prepare(self) -> None:
        rows = facets.subjects(legal_day(self.now), self.lang)
        cast(forms.ChoiceField, self.fields["subject"]).choices = [(row.code, row.title) for row in rows]
        self.fields["subject"].initial = getattr(self.view, "request").subject  # noqa: B009


class Liken(desk.StepForm):
    """Another request for the same information."""

    number = PlainText(
        label=_("Number of the other request"),
        max_length=40,
        help_text=_(
            "Of a request to the same body for the same information. What is asked for repeatedly must be published."
        ),
        error_messages={"required": _("Write the number of the other request.")},
    )

    def clean_number(self) -> str:
        """A request to the same body."""
        typed = str(self.cleaned_data["number"])
        rows = Case.objects.filter(kind=KIND, body_id=self.view.case.body_id, public_id=ids.normal(typed) or "")
        other = rows.first()
        if other is None:
            raise forms.ValidationError(_("This body has no request of this number."))
        self.other = other
        return typed


class PublishInformation(desk.StepForm):
    """Where information that was asked for repeatedly is published."""

    link = PlainText(
        label=_("Address of the page"),
        max_length=1000,
        help_text=_("The page is opened before the duty counts as met."),
        error_messages={"required": _("Write the address of the page."), "max_length": TOO_LONG},
    )


class Judgment(desk.Reason):
    """What the court decided."""

    must_answer = forms.TypedChoiceField(
        label=_("What did the court decide?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("The body must answer anew")), ("no", _("The decision of the body stands"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say what the court decided."),
            "invalid_choice": _("Say what the court decided."),
        },
    )
    field_order = ["must_answer", "reason"]
