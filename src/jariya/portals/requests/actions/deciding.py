"""The decision: drafted point by point, signed, published after its public copy was checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from jariya.kernel.bodies.models import Region
from jariya.kernel.bodies.models.region import RegionLevel
from jariya.kernel.correspondence import actions as letters
from jariya.kernel.correspondence import wordings
from jariya.kernel.correspondence.actions.answers import numbers_here
from jariya.kernel.correspondence.models import Part, Wording
from jariya.kernel.correspondence.reading import ANSWER
from jariya.kernel.files.lifecycle import Status
from jariya.kernel.files.models import Attachment, Copy, Upload, Which
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.requests import links
from jariya.portals.requests.decisions import Decided, outcome_of
from jariya.portals.requests.facts import of
from jariya.portals.requests.models import Decision, LinkState, Request

_TEXTS = ((Part.SEVERED, "severed"), (Part.HARM, "harm"), (Part.WHOLE, "whole"))


def draft_answer(
    *,
    case: Case,
    decisions: Mapping[int, Decided],
    by: Person,
    now: dt.datetime,
    uploads: Sequence[Upload] = (),
    **options: Any,
) -> Outcome:
    """Write (or rewrite) the decision on each point that stayed here.

    Addresses are checked afterwards by a job; the decision cannot be signed before they open.

    Args:
        decisions: number of the point -> what is decided.
        uploads: documents of the answer, sent before by `by`; those attached before stay.
    """

    def also(locked: Case) -> list[Wording]:
        row = Request.objects.get(case=locked)
        written: list[Wording] = []
        for number, one in sorted(decisions.items()):
            _write(locked, row.rounds + 1, number, one, by=by, now=now, written=written)
        Decision.objects.filter(case=locked, round=row.rounds + 1).exclude(number__in=decisions).delete()
        return written

    outcome = letters.draft_answer(
        case=case,
        answers={number: one.text for number, one in decisions.items()},
        by=by,
        now=now,
        facts={**of(case), "decisions": dict(decisions), "documents": documents_of(case) + len(uploads)},
        also=also,
        uploads=uploads,
        **options,
    )
    if any(one.link for one in decisions.values()):
        links.check_soon(case)
    return outcome


def _write(
    case: Case, round_: int, number: int, one: Decided, *, by: Person, now: dt.datetime, written: list[Wording]
) -> None:
    before = Decision.objects.filter(case=case, round=round_, number=number).first()
    columns: dict[str, Any] = {
        "outcome": one.outcome,
        "ground": one.ground if one.restricts else "",
        "other_way": one.other_way,
        "at": now,
    }
    for part, name in _TEXTS:
        text = getattr(one, name) if one.restricts else ""
        columns[name] = _text(case, part, number, text, by=by, now=now, written=written)
    if before is None or before.link != one.link:
        columns |= {
            "link": one.link,
            "link_state": LinkState.WAITING if one.link else LinkState.NONE,
            "link_checked_at": None,
        }
    Decision.objects.update_or_create(case=case, round=round_, number=number, defaults=columns)


def _text(
    case: Case, part: Part, number: int, text: str, *, by: Person, now: dt.datetime, written: list[Wording]
) -> Wording | None:
    if not text.strip():
        return None
    latest = wordings.latest(case, part).get(number)
    if latest is not None and latest.text == text:
        return latest
    made = wordings.write(case, part, text, language=case.language, by=by, now=now, number=number)
    written.append(made)
    return made


def documents_of(case: Case) -> int:
    """How many documents are attached to the answer and were not refused."""
    refused = Copy.objects.filter(copy=Which.SEALED, file__state=Status.REFUSED).values("attachment_id")
    rows = Attachment.objects.filter(case=case, role=ANSWER, erased_at=None)
    return int(rows.exclude(pk__in=refused).count())


def drafted(case: Case) -> dict[int, Decision]:
    """The decisions of the round that is not signed yet, of the points that are answered here."""
    row = Request.objects.get(case=case)
    rows = Decision.objects.filter(case=case, round=row.rounds + 1, number__in=numbers_here(case))
    return {one.number: one for one in rows.select_related("severed", "harm", "whole")}


def decided_of(rows: Mapping[int, Decision], case: Case) -> dict[int, Decided]:
    """Stored decisions as the table's guards look at them."""
    answers = wordings.latest(case, Part.ANSWER)
    return {
        number: Decided(
            outcome=row.outcome,
            text=answers[number].text if number in answers else "",
            ground=row.ground,
            severed=row.severed.text if row.severed else "",
            harm=row.harm.text if row.harm else "",
            whole=row.whole.text if row.whole else "",
            link=row.link,
            link_works=row.link_state == LinkState.WORKS,
            other_way=row.other_way,
        )
        for number, row in rows.items()
    }


def content(rows: Mapping[int, Decision]) -> dict[str, Any]:
    """What of the decisions a signature covers, besides the answers: outcomes, grounds, addresses, digests of texts."""
    return {
        "decisions": {
            str(number): {
                "outcome": row.outcome,
                "ground": row.ground,
                "link": row.link,
                **{name: bytes(text.digest).hex() for _part, name in _TEXTS if (text := getattr(row, name))},
            }
            for number, row in sorted(rows.items())
        }
    }


def sign_answer(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The head, or an official under a published order, signs what stands in the draft.

    The outcome of the whole follows from its points. Arguments as in `correspondence.actions.sign_answer`.
    """
    rows = drafted(case)
    decisions = decided_of(rows, case)
    outcome = outcome_of(one.outcome for one in decisions.values()) if decisions else None

    def after(locked: Case, _event: Event) -> None:
        Decision.objects.filter(pk__in=[row.pk for row in rows.values()]).update(signed_at=now)
        request = Request.objects.get(case=locked)
        grounds = sorted({row.ground for row in rows.values() if row.ground})
        Request.objects.filter(case=locked).update(
            outcome=outcome, decided_on=legal_day(now), grounds=grounds, rounds=request.rounds + 1
        )

    facts = {**of(case), "decisions": decisions, "outcome": outcome, "documents": documents_of(case)}
    return letters.sign_answer(case=case, by=by, now=now, facts=facts, content=content(rows), rows=after, **options)


def oblast_of(region: Region | None) -> Region | None:
    """The region of the country to which a territory belongs; None for a body of the whole country."""
    while region is not None and region.level not in {RegionLevel.REGION, RegionLevel.COUNTRY}:
        region = region.parent
    return region if region is not None and region.level == RegionLevel.REGION else None


def publish(
    *, case: Case, texts: Mapping[tuple[str, int], str], checked: bool, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Publish the checked public copies of title, points, answers, and of what was severed and why.

    Args:
        texts: (part, number) -> public text; parts are `title`, `point`, `answer`, `severed`, `harm`, `whole`.
        checked: the publisher confirms that no personal data stand in the texts.
    """

    def rows(locked: Case, _event: Event) -> None:
        Request.objects.filter(case=locked).update(
            title=texts.get((Part.TITLE.value, 0), "")[:200],
            published_on=legal_day(now),
            body_id=locked.body_id,
            region=oblast_of(locked.region),
        )

    return letters.publish(case=case, texts=texts, checked=checked, by=by, now=now, rows=rows, **options)
