"""The demonstration's people get the identities of the TEST authority, its bodies their impossible numbers."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.people.models import Person
from jariya.kernel.signing.identity import linking


@transaction.atomic
def link_demo_people(now: dt.datetime) -> int:
    """Link every invented account to the TEST certificate of the same person, and give invented bodies their BIN.

    Only where DEMO is set and the anchors are TEST ones. Again it changes nothing. How many were linked.
    """
    if not settings.DEMO or settings.EDS_PROFILE != "test":
        return 0
    from jariya.kernel.signing.testca.persons import PERSONS

    linked = 0
    for one in PERSONS:
        where = one.organisation
        if where is not None and where.slug:
            Body.objects.filter(slug=where.slug, invented=True, bin=None).update(bin=where.bin)
        person = Person.objects.filter(handle=one.account, invented=True).first() if one.account else None
        if person is not None and linking.linked(person) is None:
            linked += linking.link(person, one.iin, now=now)
    return linked
