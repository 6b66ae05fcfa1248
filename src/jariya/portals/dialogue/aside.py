"""The side paths of a question: returned to its asker and sent again, merged with the same question and separated."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.correspondence import wordings
from jariya.kernel.correspondence.actions.reasons import with_reason
from jariya.kernel.correspondence.models import Letter, Part, Point, Wording
from jariya.kernel.law.queries import law_now
from jariya.kernel.law.terms import received_on
from jariya.kernel.lifecycle import engine, ids
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.notices import actions as notices
from jariya.kernel.people.models import Person

ANSWERED = frozenset({"answered", "published", "rated", "closed"})
GONE = frozenset({"withdrawn", "returned"})


def return_to_asker(*, case: Case, ground: str, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Return a question on a published ground, within the term for taking it on.

    Args:
        ground: key of a norm `question.return.*`.
        reason: what the asker has to mend, in words.

    Raises:
        Refused: return.ground_unknown, return.too_late, letter.reason_missing.
    """
    said = {"ground": ground}
    return with_reason("return", case=case, reason=reason, by=by, now=now, facts=said, codes=said, **options)


def resend(*, case: Case, title: str, points: list[str], by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The asker corrects a returned question and sends it again: same case and number, a term counted anew."""
    law = law_now()
    registered = received_on(now, law.norms, law.calendar)
    texts: list[Wording] = []

    def before(locked: Case) -> None:
        common: dict[str, Any] = {"language": locked.language, "by": by, "now": now}
        texts.append(wordings.write(locked, Part.TITLE, title, **common))
        for number, text in enumerate(points, start=1):
            texts.append(wordings.write(locked, Part.POINT, text, number=number, **common))

    def rows(locked: Case, _event: Event) -> None:
        kept = set(Point.objects.filter(case=locked).values_list("number", flat=True))
        wanted = set(range(1, len(points) + 1))
        Point.objects.bulk_create([Point(case=locked, number=number) for number in sorted(wanted - kept)])
        Point.objects.filter(case=locked, number__in=kept - wanted).delete()
        Letter.objects.filter(case=locked).update(registered_on=registered, digest=wordings.common_digest(texts))

    return engine.act(
        case,
        "resend",
        by=by,
        now=now,
        facts={"points": points, "registered_on": registered},
        codes={"registered_on": registered, "points": len(points)},
        before=before,
        digest=lambda: wordings.common_digest(texts),
        rows=rows,
        **options,
    )


def merge(*, case: Case, into: str, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Merge a question with the same one: its asker follows that one from now on, and is told of the answer.

    Args:
        into: public id of the other question, as typed.

    Raises:
        Refused: merge.* — another body or language, not public, due later; letter.reason_missing.
    """
    other = _other(into)

    def rows(locked: Case, _event: Event) -> None:
        if other is not None and locked.person is not None:
            notices.follow(person=locked.person, topic=f"case:{other.pk}", now=now)

    return with_reason(
        "merge",
        case=case,
        reason=reason,
        by=by,
        now=now,
        facts=_facts(other),
        codes={"into": other.public_id if other else ""},
        changes={"merged_into": other},
        rows=rows,
        **options,
    )


def unmerge(*, case: Case, reason: str = "", by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Separate a merged question. Until the other one is answered, the first clock goes on as if nothing had been;
    after that the question gets a new one. The asker may do it as well: who asked knows what was meant."""
    facts = _facts(case.merged_into) | {"registered_on": Letter.objects.get(case=case).registered_on}
    changes = {"merged_into": None}
    if by is None:
        return engine.act(case, "unmerge", by=None, now=now, facts=facts, changes=changes, **options)
    return with_reason("unmerge", case=case, reason=reason, by=by, now=now, facts=facts, changes=changes, **options)


def close_over(*, now: dt.datetime) -> int:
    """Close returned questions that were not sent again, and merged ones whose other question has closed; separate
    those whose other question was withdrawn. A periodic job that catches up. Returns how many moved."""
    today, moved = engine.legal_day(now), 0
    late = Obligation.objects.running().filter(kind="resend", due_on__lt=today).values("case_id")
    for case in list(Case.objects.open().filter(kind="question", state="returned", pk__in=late)):
        engine.act(case, "close", by=None, now=now)
        moved += 1
    merged = Case.objects.open().filter(kind="question", state="merged").select_related("merged_into")
    for case in list(merged.filter(merged_into__state__in=GONE)):
        unmerge(case=case, by=None, now=now)
        moved += 1
    for case in list(merged.filter(merged_into__closed_on__isnull=False).exclude(merged_into__state__in=GONE)):
        engine.act(case, "close", by=None, now=now, facts={"into_closed": True})
        moved += 1
    return moved


def _other(into: str) -> Case | None:
    public_id = ids.normal(into)
    return Case.objects.filter(kind="question", public_id=public_id).first() if public_id else None


def _facts(other: Case | None) -> dict[str, Any]:
    """What the guards look at of the other question."""
    if other is None:
        return {"into_id": None}
    term = Obligation.objects.running().filter(case=other, kind="answer").first()
    return {
        "into_id": other.pk,
        "into_body_id": other.body_id,
        "into_language": other.language,
        "into_public": other.visibility == "public" and not other.sealed,
        "into_merged": other.merged_into_id is not None,
        "into_gone": other.state in GONE,
        "into_answered": other.state in ANSWERED,
        "into_due": term.due_on if term else None,
    }
