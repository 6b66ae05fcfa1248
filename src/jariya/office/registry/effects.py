"""What a change of the registry does besides the registry itself: shown before anyone decides, then done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from jariya.kernel.bodies import appointments
from jariya.kernel.bodies.errors import BodyRefusal
from jariya.kernel.bodies.models import Body, EditVerb, Holding
from jariya.kernel.lifecycle.models import Case, Obligation
from jariya.kernel.people import roles
from jariya.kernel.people.models import Role


@dataclass(frozen=True)
class Effects:
    """Consequences of a change, as the page lists them."""

    redirect: tuple[str, str] | None
    """Old and new address of a renamed body."""
    stays: str
    """Address of a page that stays and names the successor, or that the body ended."""
    cases: int
    duties: int
    holdings: list[Holding]
    roles: int


def of(verb: str, body: Body, *, slug: str, day: dt.date) -> Effects:
    """Count what a change would do. Reads only."""
    if verb == EditVerb.RENAME:
        redirect = (body.slug, slug) if slug and slug != body.slug else None
        return Effects(redirect, "", 0, 0, [], 0)
    return Effects(
        redirect=None,
        stays=body.slug,
        cases=Case.objects.open().filter(body=body).count(),
        duties=Obligation.objects.running().filter(body=body).count(),
        holdings=list(Holding.objects.on(day).filter(post__body=body).select_related("post")),
        roles=Role.objects.on(day).filter(body=body).count(),
    )


def check(verb: str, body: Body) -> None:
    """Raise `BodyRefusal` bodies.open_cases: a body that still owes answers does not end without a successor."""
    if verb == EditVerb.CLOSE and Case.objects.open().filter(body=body).exists():
        raise BodyRefusal("bodies.open_cases", body.name("kk").text, status=409)


def carry_out(verb: str, body: Body, into: Body | None, *, day: dt.date) -> None:
    """Do what follows from a change, in its transaction: appointments and roles end, a job moves the open cases."""
    from jariya.office import tasks

    if verb == EditVerb.RENAME:
        return
    last = day - dt.timedelta(days=1)
    with transaction.atomic():
        for holding in Holding.objects.on(day).filter(post__body=body):
            if holding.since is None or holding.since <= last:
                appointments.dismiss(holding=holding, until=last)
        for role in Role.objects.on(day).filter(body=body).select_related("person"):
            roles.end(role, last_day=last)
        if into is not None:
            tasks.move_cases.defer(old=body.pk, new=into.pk)
