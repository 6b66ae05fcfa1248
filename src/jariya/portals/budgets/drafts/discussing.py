"""What the discussion asks of a draft: where it is read, whether it is open, and which places it has."""

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
from jariya.kernel.web.addresses import path
from jariya.portals.budgets.drafts.lifecycle import KIND
from jariya.portals.budgets.drafts.models import Draft, Indicator, Version

ELEMENTS = {"summary": _("In plain words"), "goal": _("Goal"), "money": _("Money")}
"""Places that every version has; indicators are `indicator-<number>`."""
INDICATOR = "indicator-"


def home(case: Case, lang: str) -> str:
    """Path of the draft's page."""
    return path(lang, "drafts:draft", case.public_id)


def title(case: Case, lang: str) -> tuple[str, str]:
    """The newest public title and its language."""
    own = "kk" if lang == "kk" else "ru"
    rows = Version.objects.filter(draft_id=case.pk, public=True).order_by("-number")
    return rows.values_list(f"title_{own}", flat=True).first() or case.public_id, own


def closed(case: Case, now: dt.datetime) -> Refused | None:
    """Why nothing more may be said: before the discussion, and after it."""
    if case.state == "discussion":
        return None
    if case.state == "published":
        return Refused(
            "draft.not_yet_open",
            _("The discussion of this draft has not opened yet."),
            _("Its page names the day. You can follow the draft and will be told."),
            409,
        )
    return Refused(
        "draft.discussion_closed",
        _("The discussion of this draft is over."),
        _("Answers and the report stand on its page. A question to the head of the body is always possible."),
        409,
    )


def places(case: Case, wanted: frozenset[Spot], lang: str) -> Mapping[Spot, Place]:
    """Those of the wanted places that the public versions have. One query, two where indicators are asked for."""
    known = set(Version.objects.filter(draft_id=case.pk, public=True).values_list("number", flat=True))
    own = "kk" if lang == "kk" else "ru"
    names: dict[Spot, str] = {}
    if any(element.startswith(INDICATOR) for _version, element in wanted):
        rows = Indicator.objects.filter(version__draft_id=case.pk, version__public=True)
        for version, number, name in rows.values_list("version__number", "number", f"name_{own}"):
            names[(version, f"{INDICATOR}{number}")] = name
    newest = Draft.objects.filter(pk=case.pk).values_list("version", flat=True).first() if wanted else None
    found: dict[Spot, Place] = {}
    for spot in wanted:
        version, element = spot
        if version not in known or (element not in ELEMENTS and spot not in names):
            continue
        name, name_lang = (names[spot], own) if spot in names else (str(ELEMENTS[element]), lang)
        with translation.override(lang):
            address = reverse("drafts:version", args=[case.public_id, version])
            if version != newest:
                name = gettext("%(name)s (version %(number)s)") % {"name": name, "number": version}
        found[spot] = Place(name, name_lang, f"{address}#{element}")
    return found


register(KIND, Discussed(home=home, title=title, closed=closed, places=places))
