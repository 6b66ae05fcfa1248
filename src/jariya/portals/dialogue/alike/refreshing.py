"""The job that compares a body's published answers. Public copies alone are read: nothing hidden can be told by it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.models import Part, Wording
from jariya.kernel.law.queries import norms_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.portals.dialogue.alike.models import Cluster, Compared, Member
from jariya.portals.dialogue.alike.shingles import clusters
from jariya.portals.dialogue.models import Question

MOST = 20_000
"""Answers of one body that are compared, the newest ones: 20,000 take some twenty seconds."""


def refresh(*, now: dt.datetime) -> int:
    """Compare the answers of every body that has a new one; a nightly job. One transaction a body. How many bodies."""
    done = 0
    newest = public_answers().values("case__body_id").annotate(newest=Max("case_id"))
    seen = {row.body_id: (row.newest, row.on) for row in Compared.objects.all()}
    today = legal_day(now)
    for row in newest.order_by("case__body_id"):
        body_id, last = row["case__body_id"], row["newest"]
        # Once a month all are compared anew: old answers leave the window, and sealed ones leave the public.
        if body_id in seen and seen[body_id][0] == last and (today - seen[body_id][1]).days < 30:
            continue
        refresh_body(Body.objects.get(pk=body_id), today=today)
        done += 1
    return done


def public_answers() -> Any:
    """Questions with a published answer that anyone may read."""
    return Question.objects.visible_to(None).filter(published_on__isnull=False)


def refresh_body(body: Body, *, today: dt.date) -> Compared:
    """Compare the answers of one body and replace what was found before."""
    law = norms_now().at(today)
    since = _months_before(today, law["answer.alike.months"].count)
    rows = public_answers().filter(case__body=body, published_on__gte=since)
    cases = list(rows.order_by("-case_id").values_list("case_id", flat=True)[:MOST])
    texts: dict[int, str] = {}
    words = Wording.objects.filter(case_id__in=cases, part=Part.ANSWER, public_text__isnull=False)
    newest = words.order_by("case_id", "number", "-version").distinct("case_id", "number")
    for case_id, text in newest.values_list("case_id", "public_text"):
        texts[case_id] = f"{texts.get(case_id, '')}\n{text}"
    groups = clusters(texts, share=law["answer.alike.share"].count / 100, least=law["answer.alike.least"].count)
    with transaction.atomic():
        Cluster.objects.filter(body=body).delete()
        made = Cluster.objects.bulk_create(
            Cluster(body=body, number=number, size=len(group)) for number, group in enumerate(groups, start=1)
        )
        Member.objects.filter(case_id__in=cases).delete()
        Member.objects.bulk_create(
            Member(cluster=cluster, case_id=case_id)
            for cluster, group in zip(made, groups, strict=True)
            for case_id in group
        )
        compared, _new = Compared.objects.update_or_create(
            body=body,
            defaults={
                "on": today,
                "answers": len(texts),
                "alike": sum(len(group) for group in groups),
                "newest": max(cases, default=0),
            },
        )
    return compared


def _months_before(day: dt.date, months: int) -> dt.date:
    """The first day of the month that many months before."""
    place = day.year * 12 + day.month - 1 - months
    return dt.date(place // 12, place % 12 + 1, 1)
