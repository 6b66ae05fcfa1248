"""What the discussion asks of a conference: where it is read, and whether it may be asked in now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from jariya.kernel.discussion.kinds import Discussed, Place, Spot, register
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.web.addresses import path
from jariya.portals.dialogue.conference.lifecycle import KIND
from jariya.portals.dialogue.conference.models import Conference


def home(case: Case, lang: str) -> str:
    """Path of the conference's page."""
    return path(lang, "conference:conference", case.public_id)


def title(case: Case, lang: str) -> tuple[str, str]:
    """The title and its language."""
    conference = Conference.objects.filter(case=case, announced_at__isnull=False).first()
    return (conference.said("title", lang) if conference else case.public_id), "ru" if lang == "ru" else "kk"


def closed(case: Case, now: dt.datetime) -> Refused | None:
    """Why no question may be asked: before the announcement, and after the end. The clock decides, not the job."""
    conference = Conference.objects.filter(case=case).only("ends_at").first()
    if case.state in {"announced", "live"} and conference is not None and now < conference.ends_at:
        return None
    return Refused(
        "conference.over",
        _("The conference is over."),
        _("What had no answer was registered as an ordinary question. You can ask one yourself at any time."),
        409,
    )


def places(case: Case, wanted: frozenset[Spot], lang: str) -> Mapping[Spot, Place]:
    """A conference has no finer places."""
    return {}


register(KIND, Discussed(home=home, title=title, closed=closed, places=places))
