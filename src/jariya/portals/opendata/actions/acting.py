"""What the verbs of a data set share: facts for the guards, and whom they are told to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.portals.opendata.description import Description, fresh_until
from jariya.portals.opendata.models import DataSet, Resource, ResourceKind

GRACE = "opendata.fresh.grace"


def act(case: Case, verb: str, **options: Any) -> Outcome:
    """Act on a data set; the guards know what is said of it unless the act brings other words."""
    row = DataSet.objects.get(case=case)
    said = {"title_kk": row.title_kk.strip(), "title_ru": row.title_ru.strip(), "licence": row.licence_id}
    options["facts"] = {**said, **(options.get("facts") or {})}
    return engine.act(case, verb, **options)


def words(description: Description) -> dict[str, Any]:
    """What the guards ask of a description."""
    return {
        "title_kk": description.title_kk.strip(),
        "title_ru": description.title_ru.strip(),
        "licence": description.licence,
    }


def holds(case: Case) -> bool:
    """Whether a reader would find anything in the set."""
    something = Q(current__isnull=False) | Q(kind=ResourceKind.LINK)
    return Resource.objects.filter(something, data_set_id=case.pk, removed_at=None).exists()


def fresh(frequency: str, now: dt.datetime) -> dt.date | None:
    """Until when a set renewed now is up to date."""
    today = legal_day(now)
    return fresh_until(frequency, today, law_now().norms.at(today)[GRACE].count)
