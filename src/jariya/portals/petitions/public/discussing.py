"""What the discussion asks of a petition: where it is read, whether it is open, and which places it has.

A comment without a place is on the petition; one with a place is on a point of a published draft of the decision,
whose version the place names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.discussion.kinds import Discussed, Place, Spot, register
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.portals.petitions.collecting.switches import all_off
from jariya.portals.petitions.consideration.models import Decision
from jariya.portals.petitions.models import Petition
from jariya.portals.petitions.states import KIND

OPEN = ("collecting", "supported", "registered", "considering", "implementing")
REASONS, POINT, PROMISE = "reasons", "point-", "promise-"


def home(case: Case, lang: str) -> str:
    """Path of the petition's page."""
    with translation.override(lang):
        return reverse("petitions-public:petition", args=[case.public_id])


def title(case: Case, lang: str) -> tuple[str, str]:
    """The public title and its language."""
    row = Petition.objects.filter(case=case).first()
    if row is None:
        return case.public_id, lang
    own = "ru" if lang == "ru" else "kk"
    shown = own if getattr(row, f"title_{own}") else row.first_language
    return str(getattr(row, f"title_{shown}")), shown


def closed(case: Case, now: dt.datetime) -> Refused | None:
    """Why nothing may be said now."""
    if "comments" in all_off():
        return Refused(
            "petition.comments_off",
            _("Comments are switched off for a while, so that signing goes on."),
            _("Come back later: what was said before stays readable."),
            503,
        )
    if case.state in OPEN and case.visibility == "public":
        return None
    return Refused(
        "petition.discussion_closed",
        _("Comments on this petition are not open."),
        _("They open when it collects signatures, and stay open until it is carried out."),
        409,
    )


def places(case: Case, wanted: frozenset[Spot], lang: str) -> Mapping[Spot, Place]:
    """Those of the wanted places that published drafts have. Three queries where any is asked for."""
    if not wanted:
        return {}
    own = "ru" if lang == "ru" else "kk"
    rows = Decision.objects.filter(case=case).shown().prefetch_related("points", "promises")
    found: dict[Spot, Place] = {}
    for row in rows:
        with translation.override(lang):
            known = {REASONS: gettext("Reasons as a whole")}
        known |= {
            f"{POINT}{point.number}": f"{point.number}. {point.said('demand', own)}" for point in row.points.all()
        }
        known |= {f"{PROMISE}{one.number}": one.said("text", own) for one in row.promises.all()}
        with translation.override(lang):
            path = reverse("petitions-public:decision", args=[case.public_id, row.version])
        for element, name in known.items():
            if (row.version, element) in wanted:
                found[(row.version, element)] = Place(name[:200], own, f"{path}#{element}")
    return found


register(KIND, Discussed(home=home, title=title, closed=closed, places=places))
