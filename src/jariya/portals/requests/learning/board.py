"""Guides and seminars at the authorised body's desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.desks import Desk, Plain, Step, plain, typed, whole
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.portals.requests.fields import ReasonForm
from jariya.portals.requests.learning import guides, seminars
from jariya.portals.requests.learning.forms import (
    GuideForm,
    MaterialsForm,
    RenewForm,
    SeminarForm,
    plan_as_initial,
    words_as_initial,
)
from jariya.portals.requests.learning.indexing import GUIDES, SEMINARS
from jariya.portals.requests.learning.models import PlaceStatus, Seminar


def _written(action: Callable[..., Outcome]) -> Callable[..., Outcome]:
    def do(form: Any, **common: Any) -> Outcome:
        return action(audience=form.cleaned_data["audience"], words=form.words(), **common)

    return do


def _renew(form: Any, **common: Any) -> Outcome:
    said = form.cleaned_data
    return guides.renew(words=form.words(), changed_kk=said["changed_kk"], changed_ru=said["changed_ru"], **common)


def _guide(case: Case, now: dt.datetime) -> dict[str, Any]:
    return {"version": guides.latest(case)}


def _seminar(case: Case, now: dt.datetime) -> dict[str, Any]:
    row = Seminar.objects.select_related("case__body").get(case=case)
    shown = row.places.exclude(status=PlaceStatus.GIVEN_UP).order_by("pk")
    return {"row": row, "places": list(shown)}


GUIDE_BOARD = Desk(
    kind=GUIDES.kind,
    space="guides",
    heading=_("Guides"),
    action=_("Write a guide"),
    empty=_("No guide has been written yet."),
    home=("guides:front", _("Learning")),
    opening=Step(GuideForm, _written(guides.prepare)),
    staff=("supervisor",),
    openers=("supervisor",),
    steps={
        "publish": Step(Plain, plain(guides.publish), note=_("Everyone reads it from now on.")),
        "rework": Step(GuideForm, _written(guides.rework), initial=words_as_initial),
        "renew": Step(
            RenewForm,
            _renew,
            note=_("The new version is published at once; the former ones stay readable."),
            initial=words_as_initial,
        ),
        "withdraw": Step(ReasonForm, typed(guides.withdraw), danger=True),
        "drop": Step(Plain, plain(guides.drop), danger=True, note=_("Nobody but you has seen it.")),
    },
    title=GUIDES.at_desk,
    public="guides:guide",
    template="learning/desk-guide.html",
    more=_guide,
)

SEMINAR_BOARD = Desk(
    kind=SEMINARS.kind,
    space="seminars",
    heading=_("Seminars"),
    action=_("Prepare a seminar"),
    empty=_("No seminar has been prepared yet."),
    home=("guides:front", _("Learning")),
    opening=Step(SeminarForm, whole(seminars.prepare, "plan")),
    staff=("supervisor",),
    openers=("supervisor",),
    steps={
        "announce": Step(Plain, plain(seminars.announce), note=_("One can register from now on.")),
        "rework": Step(SeminarForm, whole(seminars.rework, "plan"), initial=plan_as_initial),
        "publish": Step(MaterialsForm, typed(seminars.publish), of=lambda case, body: {"case": case}),
        "change": Step(
            SeminarForm,
            whole(seminars.change, "plan"),
            note=_("Everyone who registered is told. Who waits moves up where places are added."),
            initial=plan_as_initial,
        ),
        "cancel": Step(ReasonForm, typed(seminars.cancel), danger=True, note=_("Everyone who registered is told why.")),
        "drop": Step(Plain, plain(seminars.drop), danger=True, note=_("Nobody but you has seen it.")),
    },
    title=SEMINARS.at_desk,
    public="seminars:seminar",
    template="learning/desk-seminar.html",
    more=_seminar,
)
