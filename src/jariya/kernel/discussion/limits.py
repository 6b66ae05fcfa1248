"""How much one person may say: the platform's own norms, counted per person and never per network address."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from jariya.kernel.discussion.models import Comment, Support
from jariya.kernel.discussion.refusals import refused
from jariya.kernel.law.norms import InForce
from jariya.kernel.people.models import Person

_LOCK = 0x64697363
"""First key of the advisory lock: "disc"."""
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(hours=24)


def serialise(person: Person) -> None:
    """Hold other comments of the same person until this transaction ends: two forms at once share one allowance."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, person.pk % 2**31])


def check(person: Person, case_id: int, law: InForce, now: dt.datetime) -> None:
    """May this person say one more thing?

    Raises:
        Refused: comment.limit_hour, comment.limit_day, comment.limit_case_day (429).
    """
    mine = Comment.objects.filter(author=person)
    # The newest rows alone are looked at: the limit itself says how many.
    for norm, since, rows in (
        ("hour", HOUR, mine),
        ("day", DAY, mine),
        ("case_day", DAY, mine.filter(case_id=case_id)),
    ):
        most = law[f"discussion.limit.{norm}"].count
        if rows.filter(at__gt=now - since).order_by("-id")[:most].count() >= most:
            raise refused(f"comment.limit_{norm}", most=most)


def check_support(person: Person, law: InForce, now: dt.datetime) -> None:
    """May this person support one more comment?

    Raises:
        Refused: support.limit_day (429).
    """
    most = law["discussion.limit.support_day"].count
    if Support.objects.filter(person=person, at__gt=now - DAY)[:most].count() >= most:
        raise refused("support.limit_day", most=most)
