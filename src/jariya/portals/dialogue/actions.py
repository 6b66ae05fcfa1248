"""The verbs of a question. What letters share comes from `correspondence`; here is what only a question has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from jariya.kernel.bodies.models import Body, Post
from jariya.kernel.correspondence import actions as letters
from jariya.kernel.correspondence import registration
from jariya.kernel.correspondence.models import Part
from jariya.kernel.files.actions import attach
from jariya.kernel.files.models import Upload
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.kernel.signing.models import SigningSession
from jariya.portals.dialogue import aside
from jariya.portals.dialogue.models import Draft, Kind, Question

LETTER = "letter"
"""Role of files that go with a question."""

accept = letters.accept
assign = letters.assign
forward = letters.forward
extend = letters.extend
draft_answer = letters.draft_answer
send_back = letters.send_back
sign_answer = letters.sign_answer
rate = letters.rate
complain = letters.complain
uphold = letters.uphold
dismiss = letters.dismiss
withdraw = letters.withdraw
seal = letters.seal
unseal = letters.unseal
return_to_asker = aside.return_to_asker
resend = aside.resend
merge = aside.merge
unmerge = aside.unmerge


def save_draft(
    *,
    person: Person,
    body: Body,
    key: str,
    title: str,
    points: list[str],
    language: str,
    public: bool,
    now: dt.datetime,
    files: Sequence[str] = (),
) -> Draft:
    """Keep what a person has written for a body; one draft per person and body. `files`: words of uploads."""
    draft, _made = Draft.objects.update_or_create(
        person=person,
        body=body,
        defaults={
            "key": key,
            "title": title,
            "points": points,
            "language": language,
            "public": public,
            "files": list(files),
            "at": now,
        },
    )
    return draft


def ask(
    *,
    by: Person,
    body: Body,
    title: str,
    points: list[str],
    language: str,
    public: bool,
    identity: str,
    now: dt.datetime,
    addressee: Post | None = None,
    channel: str = "web",
    key: str | None = None,
    signing: SigningSession | None = None,
    uploads: Sequence[Upload] = (),
    **options: Any,
) -> Outcome:
    """Register an open question to the head of a body.

    Args:
        title: what it is about, in a line.
        points: the numbered points, at least one; each is answered.
        public: whether question and answer may be published (without the asker's name).
        identity: means of sign-in by which the asker is known.
        key: idempotency key of the form; sending twice registers once.
        signing: the session in which the question was signed by EDS, if it was.
        uploads: what goes with the letter, sent before by `by`.
        options: `received_at` and `noted` of `correspondence.registration.register`, for other channels than the web.

    Raises:
        Refused: the body does not take questions here, or a file cannot be attached.
    """

    def rows(case: Case, event: Event) -> None:
        Question.objects.create(case=case, kind=Kind.OPEN)
        Draft.objects.filter(person=by, body=body).delete()

    with transaction.atomic():
        outcome = registration.register(
            "question",
            by=by,
            body=body,
            title=title,
            points=points,
            language=language,
            public=public,
            identity=identity,
            addressee=addressee or Post.objects.filter(body=body, kind="head").first(),
            channel=channel,
            key=key,
            now=now,
            rows=rows,
            signing=signing,
            **options,
        )
        if not outcome.repeated:
            attach(case=outcome.case, uploads=uploads, role=LETTER, by=by, now=now)
    return outcome


def forward_part(*, case: Case, **options: Any) -> Outcome:
    """Forward some points; the child case is a question as well. Arguments as in `correspondence.actions`."""
    return letters.forward_part(
        case=case, rows=lambda child, _event: Question.objects.create(case=child, kind=case.question.kind), **options
    )


def publish(
    *, case: Case, texts: Mapping[tuple[str, int], str], checked: bool, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Publish the checked public copies of title, points and answers.

    Args:
        texts: (part, number) -> public text; parts are `title`, `point`, `answer`.
        checked: the publisher confirms that no personal data stand in the texts.
    """

    def rows(locked: Case, _event: Event) -> None:
        Question.objects.filter(case=locked).update(
            title=texts.get((Part.TITLE.value, 0), "")[:200], published_on=legal_day(now)
        )

    return letters.publish(case=case, texts=texts, checked=checked, by=by, now=now, rows=rows, **options)


def already_asked(*, by: Person, key: str) -> Outcome | None:
    """The outcome of a question sent before under the same key: for a form that is sent a second time."""
    from jariya.kernel.lifecycle.engine import done

    case = done(by, key)
    return Outcome(case, None, repeated=True) if case else None


def close_when_over(*, now: dt.datetime) -> int:
    """Close questions whose time for rating is over, and what the side paths left; a periodic job. Returns how many."""
    return letters.close_rated(kind="question", now=now) + aside.close_over(now=now)
