"""What the discussion asks of a data set: where it is read, whether it is open, and which places it has.

A comment without a place is on the set. One with a place is on a row of a version of a table, or on one of its cells:
`r2-15` is row 15 of resource 2, `r2-15-c3` its fourth cell; so an error is told where it stands.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jariya.kernel.discussion.kinds import Discussed, Place, Spot, register
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.web.addresses import path
from jariya.portals.opendata.lifecycle import KIND
from jariya.portals.opendata.models import DataSet, Version
from jariya.portals.opendata.reading.named import title_of_column, title_of_set

_SPOT = re.compile(r"r(\d{1,4})-(\d{1,12})(?:-c(\d{1,4}))?")


def element(position: int, row: int, column: int | None = None) -> str:
    """The name of a row, or of one of its cells, as a place of the discussion."""
    return f"r{position}-{row}" + ("" if column is None else f"-c{column}")


def home(case: Case, lang: str) -> str:
    """Path of the set's page."""
    return path(lang, "data:set", DataSet.objects.values_list("slug", flat=True).get(case=case))


def title(case: Case, lang: str) -> tuple[str, str]:
    """The public title and its language."""
    row = DataSet.objects.filter(case=case).first()
    return title_of_set(row, lang) if row else (case.public_id, lang)


def closed(case: Case, now: dt.datetime) -> Refused | None:
    """Why nothing may be said now."""
    if case.state == "published" and case.visibility == "public" and not case.sealed:
        return None
    return Refused(
        "data_set.discussion_closed",
        _("Comments on this data set are not open."),
        _("They are open while it is published. You can still write to the body that published it."),
        409,
    )


def places(case: Case, wanted: frozenset[Spot], lang: str) -> Mapping[Spot, Place]:
    """Those of the wanted rows and cells that are there. Two queries where any is asked for."""
    asked = {spot: found for spot in wanted if (found := _SPOT.fullmatch(spot[1]))}
    if not asked:
        return {}
    data_set = DataSet.objects.filter(case=case).first()
    versions = Version.objects.filter(
        resource__data_set=case.pk, resource__removed_at=None, number__in={spot[0] for spot in asked}
    ).select_related("resource")
    held = {(row.number, row.resource.position): row for row in versions}
    made: dict[Spot, Place] = {}
    for spot, found in asked.items():
        position, number = int(found[1]), int(found[2])
        version = held.get((spot[0], position))
        if data_set is None or version is None or not version.rows or not 1 <= number <= version.rows:
            continue
        names = version.names
        column = int(found[3]) if found[3] else None
        if column is not None and column >= len(names):
            continue
        with translation.override(lang):
            said = gettext("Row %(row)s, version %(version)s") % {"row": number, "version": spot[0]}
        if column is not None:
            said += f", {title_of_column(version.resource.columns, names[column], lang)[0]}"
        href = path(lang, "data:row", data_set.slug, position, spot[0], number)
        made[spot] = Place(said[:200], lang, f"{href}#c{column}" if column is not None else href)
    return made


register(KIND, Discussed(home=home, title=title, closed=closed, places=places))
