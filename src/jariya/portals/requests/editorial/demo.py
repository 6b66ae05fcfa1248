"""Invented editorial offices of the demonstration, on the invented oblast; real ones: none, a source is needed."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from jariya.kernel.bodies.models import Region
from jariya.kernel.people.models import Person
from jariya.portals.requests.editorial import actions
from jariya.portals.requests.editorial.models import Medium, Member, MemberRole, Office

SINCE = dt.date(2024, 1, 1)
SOURCE = "invented for the demonstration"
OFFICES = (
    (
        "ulgi-habary",
        Medium.NEWSPAPER,
        {
            "kk": "«Үлгі хабары» газеті (ойдан шығарылған)",
            "ru": "Газета «Үлгі хабары» (вымышленная)",
            "en": "Ulgi Habary newspaper (invented)",
        },
    ),
    (
        "mysal-tv",
        Medium.TELEVISION,
        {
            "kk": "«Мысал ТВ» телеарнасы (ойдан шығарылған)",
            "ru": "Телеканал «Мысал ТВ» (вымышленный)",
            "en": "Mysal TV (invented)",
        },
    ),
)
MEMBERS = (
    ("demo-editor", "ulgi-habary", MemberRole.HEAD, "Ләззат Үлгіқызы"),
    ("demo-journalist", "ulgi-habary", MemberRole.JOURNALIST, "Арман Мысалов"),
)


def load_invented_offices(now: dt.datetime) -> int:
    """Add the invented offices and their members that are missing; how many offices there are of them."""
    if not settings.DEMO:
        return 0
    oblast = Region.objects.filter(invented=True, parent=None).order_by("pk").first()
    for code, medium, names in OFFICES:
        if not Office.objects.filter(code=code).exists():
            actions.accredit(
                code=code,
                names=dict(names),
                medium=medium,
                region=oblast,
                source=SOURCE,
                by=None,
                now=now,
                invented=True,
                accredited_from=SINCE,
            )
    people = {person.handle: person for person in Person.objects.filter(handle__in=[row[0] for row in MEMBERS])}
    for handle, code, role, name in MEMBERS:
        person = people.get(handle)
        if person is not None and not Member.objects.filter(person=person).exists():
            office = Office.objects.get(code=code)
            Member.objects.create(office=office, person=person, role=role, name=name, since=SINCE)
    return len(OFFICES)
