"""Petitions of an invented nation: a few in every state, and three thousand with their histories.

Not in one transaction: the log of each petition is written to its files as it grows, and what a transaction takes back
its signer would still remember. A run that was stopped goes on with the petition it was at.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.conf import settings

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.book import Held
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person, Role
from jariya.portals.petitions import law as rules
from jariya.portals.petitions.models import Population
from jariya.portals.petitions.simulate import bulk, past, small, tale
from jariya.portals.petitions.thresholds import Population as ShareOf
from jariya.portals.petitions.thresholds import scope_of
from jariya.project.models import Nation, NationBatch
from jariya.project.nation import NotADemonstration, Say, is_made, timed

SMALL = "petition"


def make_small(*, now: dt.datetime, seed: int, say: Say) -> int:
    """A petition in every state, through the actions. Returns how many; 0 when they are there.

    Raises:
        NotADemonstration: outside demo and test.
    """
    if not settings.DEMO:
        raise NotADemonstration("An invented nation is made only where JARIYA_MODE is demo or test.")
    from jariya.project.nation import _quiet

    if is_made(SMALL):
        return 0
    nation, _new = Nation.objects.get_or_create(
        size=SMALL, defaults={"seed": seed, "now": now, "questions": 0, "started_at": now}
    )
    with timed("petitions in every state", say) as note:
        made = small.make(now=nation.now, seed=nation.seed)
        note(made)
    _quiet(now)
    Nation.objects.filter(pk=nation.pk).update(questions=made, finished_at=now)
    return made


PETITIONS = 3_000
FULL = "petfull"
BATCH = 150
SCALE = 0.02
"""Of the numbers of signatures: three thousand logs with some hundred thousand in all. What millions cost, measures
`bench/petitions`."""


def make_full(
    *, now: dt.datetime, seed: int, say: Say, petitions: int = PETITIONS, batch: int = BATCH, scale: float = SCALE
) -> int:
    """Three thousand petitions over the years since the law began, or go on with what was begun. Returns how many."""
    nation, _new = Nation.objects.get_or_create(
        size=FULL,
        defaults={"seed": seed, "now": now, "questions": petitions, "started_at": now, "plan": {"scale": scale}},
    )
    if nation.finished_at is not None:
        return int(nation.questions)
    stage, bodies, authors, grounds = _stage(nation.now)
    told = list(
        tale.tell(
            nation.questions,
            bodies=bodies,
            authors=authors,
            grounds=grounds,
            now=nation.now,
            years=2,
            seed=nation.seed,
            scale=nation.plan["scale"],
        )
    )
    done = set(NationBatch.objects.filter(nation=nation).values_list("number", flat=True))
    with timed("petitions and their signatures", say) as note:
        signed = 0
        for number, start in enumerate(range(0, len(told), batch)):
            if number in done:
                continue
            ledger = bulk.Ledger(stage, now=nation.now, seed=nation.seed + number)
            for one in told[start : start + batch]:
                ledger.perform(one)
            noted = partial(NationBatch.objects.create, nation=nation, number=number)
            signed += bulk.write(ledger, seed=nation.seed, now=nation.now, beside=noted)
            _considered(ledger, nation.now)
            say(f"petitions\t{start + len(ledger.lines)}\tsignatures\t{signed}")
        note(signed)
    from jariya.project.nation import _quiet

    _quiet(now)
    Nation.objects.filter(pk=nation.pk).update(finished_at=now)
    return int(nation.questions)


def _considered(ledger: bulk.Ledger, now: dt.datetime) -> None:
    """What reached its threshold goes on through the actions, each to its end or to today."""
    for line in ledger.lines:
        reached = line.petition.get("supported_at")
        if reached is not None:
            case = Case.objects.select_related("body").get(pk=line.case.pk)
            outcome = "partly" if line.case.pk % 3 else "refused"
            past.consider(case, "closed" if outcome == "refused" else "implementing", outcome, reached, now=now)


def _stage(now: dt.datetime) -> tuple[bulk.Stage, list[tuple[int, int]], list[int], list[str]]:
    """Whom they know; (body, threshold) of the addressees; who writes; the grounds that were in force all the time."""
    today = legal_day(now)
    law = law_now()
    found = {
        body.pk: body
        for body in Body.objects.filter(invented=True, connected=True).select_related("region")
        if scope_of(body.kind, body.level) is not None
    }
    bodies = [(pk, need.people) for pk, body in found.items() if (need := rules.threshold_of(body, today)) is not None]
    desk = rules.desk_of(next(iter(found.values())), today)
    assert desk is not None, "load the ground first"
    moderators = Role.objects.on(today).filter(body=desk.body_id, kind="moderator").order_by("id")[:2]
    one, two = (role.person_id for role in moderators)
    held: dict[int, list[Held]] = {}
    for role in Role.objects.filter(person__in=[one, two]):
        held.setdefault(role.person_id, []).append(
            (None if role.everywhere else role.body_id, role.kind, role.since, role.until)
        )
    populations = {
        row.region_id: ShareOf(row.people, row.on, row.source) for row in Population.objects.filter(invented=True)
    }
    citizens = Person.objects.filter(invented=True, staff=False).exclude(handle__startswith="demo-").order_by("id")
    first = law.norms.at(dt.date(2024, 6, 1))
    grounds = [key.removeprefix(rules.GROUND) for key in first if key.startswith(rules.GROUND)]
    stage = bulk.Stage(found, desk.body_id, (one, two), law.norms, law.calendar, held, populations)
    return stage, bodies, list(citizens.values_list("pk", flat=True)[:5_000]), grounds
