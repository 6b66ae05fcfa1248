"""The verbs of a guide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.language.beside import Words
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.requests.learning.lifecycle import GUIDE_KIND
from jariya.portals.requests.learning.models import Guide, GuideVersion


def latest(case: Case) -> GuideVersion:
    """The newest version of a guide."""
    return GuideVersion.objects.filter(guide_id=case.pk).latest("number")


def prepare(
    *, body: Body, audience: str, words: Words, by: Person, now: dt.datetime, key: str | None = None
) -> Outcome:
    """Write a guide; nobody else sees it."""

    def rows(case: Case, _event: Event) -> None:
        guide = Guide.objects.create(case=case, audience=audience)
        GuideVersion.objects.create(guide=guide, number=1, on=legal_day(now), **words.__dict__)

    return engine.prepare(GUIDE_KIND, body=body, by=by, now=now, rows=rows, key=key)


def rework(*, case: Case, audience: str, words: Words, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Change a prepared guide."""

    def rows(locked: Case, _event: Event) -> None:
        Guide.objects.filter(case=locked).update(audience=audience)
        GuideVersion.objects.filter(guide_id=locked.pk).update(on=legal_day(now), **words.__dict__)

    return engine.act(case, "rework", by=by, now=now, rows=rows, **options)


def publish(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Publish a guide."""
    version = latest(case)

    def rows(_locked: Case, _event: Event) -> None:
        GuideVersion.objects.filter(pk=version.pk).update(public=True, on=legal_day(now))

    facts = {"words": Words.of(version).both}
    return engine.act(
        case, "publish", by=by, now=now, facts=facts, changes={"visibility": "public"}, rows=rows, **options
    )


def renew(
    *, case: Case, words: Words, changed_kk: str, changed_ru: str, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Publish a new version and say what is new in it; the former ones stay readable."""
    number = latest(case).number + 1

    def rows(locked: Case, _event: Event) -> None:
        GuideVersion.objects.create(
            guide_id=locked.pk, number=number, changed_kk=changed_kk, changed_ru=changed_ru, public=True,
            on=legal_day(now), **words.__dict__,
        )  # fmt: skip

    # Somebody else's version of this moment must not be taken for the one that was renewed.
    if options.get("version") is None:
        options["version"] = case.version
    facts = {"words": (*words.both, changed_kk, changed_ru)}
    return engine.act(case, "renew", by=by, now=now, facts=facts, codes={"version": number}, rows=rows, **options)


def withdraw(*, case: Case, text_kk: str, text_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Take a guide back that is no longer right; a stub with the reason stays."""

    def rows(locked: Case, _event: Event) -> None:
        Guide.objects.filter(case=locked).update(withdrawn_kk=text_kk.strip(), withdrawn_ru=text_ru.strip())

    return engine.act(case, "withdraw", by=by, now=now, facts={"words": (text_kk, text_ru)}, rows=rows, **options)


def drop(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Throw a prepared guide away."""
    return engine.act(case, "drop", by=by, now=now, **options)
