"""The same information asked for again and again: from the number of the norm on, the body has to publish it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from jariya.kernel.language import fold, words
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event, has_running
from jariya.kernel.people.models import Person
from jariya.portals.requests import links
from jariya.portals.requests.models import Information, Request


def digest_of(points: Sequence[str]) -> bytes:
    """What two requests in the same words share: case, script, punctuation and order of points do not count."""
    folded = sorted(" ".join(fold(word.text.lower()) for word in words(point)) for point in points)
    return hashlib.sha256("\n".join(folded).encode()).digest()


def count(case: Case, points: Sequence[str], *, now: dt.datetime) -> None:
    """Count a request that was registered; inside its transaction."""
    information, _made = Information.objects.get_or_create(body_id=case.body_id, digest=digest_of(points))
    _join(case, information, now=now)


def _join(case: Case, information: Information, *, now: dt.datetime) -> None:
    Information.objects.filter(pk=information.pk).update(count=F("count") + 1)
    Request.objects.filter(case=case).update(information=information)
    information.refresh_from_db()
    enough = norms_now().at(legal_day(now))["request.publish_after_repeats"].count
    if information.count < enough or information.published_on is not None or _owed(information):
        return
    engine.act(
        case,
        "oblige_publication",
        by=None,
        now=now,
        facts={"repeats": information.count},
        codes={"body": case.body_id, "repeats": information.count},
    )


def _owed(information: Information) -> bool:
    cases = Case.objects.filter(request__information=information)
    return bool(cases.filter(has_running("publish_information")).exists())


def liken(*, case: Case, to: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """An official names a request as one for the same information as another of the same body.

    Raises:
        Refused: the two are of different bodies or the same case (`request.not_alike`), or alike already.
    """
    other = Request.objects.select_related("information").get(case=to)
    mine = Request.objects.get(case=case)
    same = other.information_id is not None and other.information_id == mine.information_id
    facts = {"alike": to.body_id == case.body_id and to.pk != case.pk and not same and other.information_id}

    def rows(locked: Case, _event: Event) -> None:
        if mine.information_id is not None:
            Information.objects.filter(pk=mine.information_id).update(count=F("count") - 1)

    with transaction.atomic():
        outcome = engine.act(case, "liken", by=by, now=now, facts=facts, rows=rows, **options)
        if not outcome.repeated and other.information is not None:
            _join(case, other.information, now=now)
    return outcome


def publish_information(*, case: Case, link: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Name the page on which the information stands that was asked for repeatedly. The address is opened first.

    Raises:
        Refused: it does not open (`information.link_broken`), or no duty runs.
    """
    works = links.look(link) == links.WORKS

    def rows(locked: Case, _event: Event) -> None:
        Information.objects.filter(requests__case=locked).update(link=link, published_on=legal_day(now))

    return engine.act(case, "publish_information", by=by, now=now, facts={"link_works": works}, rows=rows, **options)
