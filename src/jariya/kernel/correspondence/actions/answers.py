"""The answer: drafted, sent back, signed, published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jariya.kernel.correspondence import wordings
from jariya.kernel.correspondence.actions.capacity import signing_capacity
from jariya.kernel.correspondence.actions.reasons import with_reason
from jariya.kernel.correspondence.models import Answer, Part, Point, Wording
from jariya.kernel.correspondence.reading import ANSWER
from jariya.kernel.files.actions import attach
from jariya.kernel.files.models import Upload
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession
from jariya.kernel.signing.step import Confirmation, confirm


def draft_answer(
    *,
    case: Case,
    answers: Mapping[int, str],
    by: Person,
    now: dt.datetime,
    facts: Mapping[str, Any] | None = None,
    also: Callable[[Case], list[Wording]] | None = None,
    uploads: Sequence[Upload] = (),
    **options: Any,
) -> Outcome:
    """Write (or rewrite) the answer to each point that stayed here.

    Args:
        facts: what else the portal's table looks at.
        uploads: documents of the answer, sent before by `by`; those attached before stay.
        also: writes what else belongs to the draft and returns its texts; the event's digest covers them.
    """
    written: list[Wording] = []

    def before(locked: Case) -> None:
        before_it = wordings.latest(locked, Part.ANSWER)
        for number, text in sorted(answers.items()):
            if number not in before_it or before_it[number].text != text:
                written.append(
                    wordings.write(locked, Part.ANSWER, text, language=locked.language, by=by, now=now, number=number)
                )
        if also:
            written.extend(also(locked))
        attach(case=locked, uploads=uploads, role=ANSWER, by=by, now=now)

    return engine.act(
        case,
        "draft_answer",
        by=by,
        now=now,
        facts={"answers": dict(answers), "points_total": len(numbers_here(case)), **(facts or {})},
        before=before,
        digest=lambda: wordings.common_digest(written),
        **options,
    )


def send_back(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The leader returns a draft to the officer."""
    return with_reason("send_back", case=case, reason=reason, by=by, now=now, **options)


def sign_answer(
    *,
    case: Case,
    confirmed: bool,
    level: str,
    by: Person,
    now: dt.datetime,
    signing: SigningSession | None = None,
    facts: Mapping[str, Any] | None = None,
    content: Mapping[str, Any] | None = None,
    rows: Callable[[Case, Event], None] | None = None,
    **options: Any,
) -> Outcome:
    """The head, or an official under a published delegation order, signs what stands in the draft.

    Args:
        signing: the session whose signature has passed its check; then the manifest kept is the one that was signed.
        facts: what else the portal's table looks at.
        content: what else of the answer the manifest holds, e.g. the decision on each point.
        rows: the portal's own rows.
    """
    today = legal_day(now)
    answers = wordings.latest(case, Part.ANSWER)
    post, delegation, as_role = signing_capacity(case, by, today)
    if signing is None:
        signed = {
            "case": case.public_id,
            "language": case.language,
            "points": {str(number): bytes(row.digest).hex() for number, row in answers.items()},
            **(content or {}),
        }
        confirmation = confirm("answer.sign", signed, level=level, now=now)
    else:
        confirmation = Confirmation(bytes(signing.manifest or b""), level, now)

    def after(locked: Case, event: Event) -> None:
        values = {
            "version": max((row.version for row in answers.values()), default=1),
            "language": locked.language,
            "signer": by,
            "signer_post": post,
            "delegation": delegation,
            "as_role": as_role,
            "manifest": confirmation.manifest,
            "level": level,
            "signing": signing,
            "signed_at": now,
            "signed_on": today,
            "published_at": None,
        }
        # An upheld complaint leads to a new answer; the former wordings and events stay.
        Answer.objects.update_or_create(case=locked, defaults=values)
        if rows:
            rows(locked, event)

    here = numbers_here(case)
    return engine.act(
        case,
        "sign_answer",
        by=by,
        now=now,
        facts={
            "confirmed": confirmed,
            "answers": {number: row.text for number, row in answers.items() if number in here},
            "points_total": len(here),
            **(facts or {}),
        },
        codes={"signer_post": post.pk if post else None, "as": as_role, "level": level},
        digest=confirmation.digest,
        rows=after,
        extra_roles=frozenset({"delegate"}) if as_role == "delegate" else frozenset(),
        **options,
    )


def publish(
    *,
    case: Case,
    texts: Mapping[tuple[str, int], str],
    checked: bool,
    by: Person,
    now: dt.datetime,
    rows: Any = None,
    **options: Any,
) -> Outcome:
    """Publish the checked public copies of question and answer."""

    def after(locked: Case, event: Event) -> None:
        wordings.publish(locked, texts)
        Answer.objects.filter(case=locked).update(published_at=now)
        if rows:
            rows(locked, event)

    return engine.act(case, "publish", by=by, now=now, facts={"checked": checked}, rows=after, **options)


def numbers_here(case: Case) -> set[int]:
    """Numbers of the points that were not forwarded: those that are answered here."""
    return set(Point.objects.filter(case=case, moved_to=None).values_list("number", flat=True))
