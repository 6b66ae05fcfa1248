"""The register of officers at the desk of a body."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.desks import Desk, Plain, Step, plain, typed, whole
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.portals.requests.officers import actions
from jariya.portals.requests.officers.forms import AppointForm, AwayForm, EndForm, ReachForm, TrainForm, reach
from jariya.portals.requests.officers.indexing import OFFICERS
from jariya.portals.requests.officers.models import Officer
from jariya.portals.requests.officers.queries import lines


def _more(case: Case, now: dt.datetime) -> dict[str, Any]:
    row = Officer.objects.select_related("case__body", "post").get(case=case)
    (line,) = lines([row], today=legal_day(now))
    return {"line": line, "trainings": list(row.trainings.all())}


BOARD = Desk(
    kind=OFFICERS.kind,
    space="officers",
    heading=_("Officers for access to information"),
    action=_("Appoint an officer"),
    empty=_("Nobody has been appointed yet."),
    home=("officers:front", _("Officers for access to information")),
    opening=Step(
        AppointForm,
        whole(actions.appoint, "said"),
        note=_("The appointment is public at once, and the term for the training begins."),
        of=lambda case, body: {"body": body},
    ),
    staff=("head", "deputy", "officer", "ati_officer"),
    openers=("head", "deputy"),
    steps={
        "train": Step(TrainForm, typed(actions.train), note=_("Only a training that took place counts.")),
        "away": Step(
            AwayForm,
            typed(actions.away),
            note=_("The page of the body says who answers meanwhile."),
            of=lambda case, body: {"case": case},
        ),
        "come_back": Step(Plain, plain(actions.come_back)),
        "change": Step(ReachForm, typed(actions.change), initial=reach),
        "end": Step(EndForm, typed(actions.end), danger=True),
    },
    title=OFFICERS.at_desk,
    public="officers:one",
    template="officers/desk.html",
    more=_more,
)
