"""The verbs of the register: accredit and end an office, invite, join, leave, end a membership."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from jariya.kernel.bodies.models import Region
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.people import sealing
from jariya.kernel.people.models import Person, Role
from jariya.kernel.people.queries import roles_of
from jariya.portals.requests.editorial.models import Invitation, Member, MemberRole, Office
from jariya.portals.requests.editorial.refusals import refused

INVITATION = "editorial.invitation"
"""Norm: for how many days a link is good."""


def accredit(
    *,
    code: str,
    names: dict[str, str | None],
    medium: str,
    region: Region | None,
    source: str,
    by: Person | None,
    now: dt.datetime,
    invented: bool = False,
    accredited_from: dt.date | None = None,
) -> Office:
    """Enter an office into the register; `by` None is an operator.

    Args:
        names: `{"kk": ..., "ru": ..., "en": ...}`, at least one.
        source: where its accreditation stands; an invented office says that it is invented.

    Raises:
        Refused: editorial.not_supervisor, code_taken.
    """
    _supervises(by, now)
    try:
        with transaction.atomic():
            return Office.objects.create(
                code=code,
                name_kk=names.get("kk") or None,
                name_ru=names.get("ru") or None,
                name_en=names.get("en") or None,
                medium=medium,
                region=region,
                accredited_from=accredited_from or legal_day(now),
                source=source,
                invented=invented,
            )
    except IntegrityError:
        raise refused("editorial.code_taken") from None


def end_office(*, office: Office, last_day: dt.date, by: Person | None, now: dt.datetime) -> None:
    """End an accreditation; memberships stay as rows and give no right after the day.

    Raises:
        Refused: editorial.not_supervisor.
    """
    _supervises(by, now)
    begun = office.accredited_from or last_day
    Office.objects.filter(pk=office.pk).update(accredited_to=max(last_day, begun))


def invite(*, office: Office, role: str, by: Person | None, now: dt.datetime) -> str:
    """Make a link that lets one person join; returns its secret word. The head invites; a supervisor invites heads.

    Raises:
        Refused: editorial.not_head, not_accredited.
    """
    if not (_heads(by, office, legal_day(now)) or (role == MemberRole.HEAD and _supervisor(by, now))):
        raise refused("editorial.not_head")
    if not office.accredited_on(legal_day(now)):
        raise refused("editorial.not_accredited")
    days = norms_now().at(legal_day(now))[INVITATION].count
    secret = sealing.random_token()
    Invitation.objects.create(
        office=office,
        role=MemberRole(role),
        digest=sealing.digest("editorial", secret),
        made_by=by,
        made_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    return secret


def invitation(secret: str, *, now: dt.datetime) -> Invitation | None:
    """The living invitation of a link; None when it is used, cancelled or out of date."""
    digests = sealing.digests("editorial", secret)
    rows = Invitation.objects.filter(digest__in=digests, used_at=None, cancelled_at=None, expires_at__gt=now)
    return rows.select_related("office").first()


def cancel_invitation(*, token: uuid.UUID, office: Office, by: Person, now: dt.datetime) -> None:
    """Take an invitation back.

    Raises:
        Refused: editorial.not_head.
    """
    if not _heads(by, office, legal_day(now)):
        raise refused("editorial.not_head")
    Invitation.objects.filter(token=token, office=office, used_at=None, cancelled_at=None).update(cancelled_at=now)


def join(*, secret: str, person: Person, name: str, now: dt.datetime) -> Member:
    """Become a member by a link, which is then used.

    Raises:
        Refused: editorial.link_dead, official, elsewhere, name_missing, not_accredited.
    """
    if not name.strip():
        raise refused("editorial.name_missing")
    if person.staff or Role.objects.on(legal_day(now)).filter(person=person).exists():
        raise refused("editorial.official")
    with transaction.atomic():
        found = invitation(secret, now=now)
        locked = Invitation.objects.select_for_update().filter(pk=found.pk, used_at=None).first() if found else None
        if found is None or locked is None:
            raise refused("editorial.link_dead")
        if not found.office.accredited_on(legal_day(now)):
            raise refused("editorial.not_accredited")
        member = _enter(found.office, person, locked.role, name, by=locked.made_by, since=legal_day(now))
        Invitation.objects.filter(pk=locked.pk).update(used_at=now)
    return member


def _enter(office: Office, person: Person, role: str, name: str, *, by: Person | None, since: dt.date) -> Member:
    try:
        with transaction.atomic():
            member: Member = Member.objects.create(
                office=office, person=person, role=role, name=name.strip()[:120], since=since, added_by=by
            )
    except IntegrityError:
        raise refused("editorial.elsewhere") from None
    return member


def end_member(*, member: Member, by: Person, now: dt.datetime) -> None:
    """End a membership today: by the head, or by the member themselves. What was asked goes on to its end.

    Raises:
        Refused: editorial.not_head, last_head.
    """
    day = legal_day(now)
    if by.pk != member.person_id and not _heads(by, member.office, day):
        raise refused("editorial.not_head")
    with transaction.atomic():
        # One after the other: two heads who leave at once must not leave the office alone.
        Office.objects.select_for_update().get(pk=member.office_id)
        others = standing(member.office, day).exclude(pk=member.pk)
        if member.role == MemberRole.HEAD and others.exists() and not others.filter(role=MemberRole.HEAD).exists():
            raise refused("editorial.last_head")
        Member.objects.filter(pk=member.pk, until=None).update(until=max(day, member.since))


def hand_on(*, member: Member, by: Person, now: dt.datetime) -> None:
    """Make another member a head as well.

    Raises:
        Refused: editorial.not_head.
    """
    if not _heads(by, member.office, legal_day(now)):
        raise refused("editorial.not_head")
    Member.objects.filter(pk=member.pk, until=None).update(role=MemberRole.HEAD)


def standing(office: Office, day: dt.date) -> Any:
    """Members of an office on a day: the last day is still theirs."""
    return Member.objects.filter(office=office, since__lte=day).filter(Q(until=None) | Q(until__gte=day))


def _heads(person: Person | None, office: Office, day: dt.date) -> bool:
    return person is not None and standing(office, day).filter(person=person, role=MemberRole.HEAD).exists()


def _supervisor(person: Person | None, now: dt.datetime) -> bool:
    return person is None or "supervisor" in roles_of(person, body_id=None, day=legal_day(now))


def _supervises(person: Person | None, now: dt.datetime) -> None:
    if not _supervisor(person, now):
        raise refused("editorial.not_supervisor")
