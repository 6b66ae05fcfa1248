"""What moderators do: claim, return, approve, and refuse by two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jariya.kernel.correspondence.models import Wording
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.petitions import law, tally
from jariya.portals.petitions.actions.acting import act, reasoned
from jariya.portals.petitions.models import Petition, Refusal, RefusalState, Return

CUT = ("cut_title_kk", "cut_title_ru", "cut_text_kk", "cut_text_ru")


def claim(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Take a petition from the queue: its running duty is this moderator's."""
    return act(case, "claim", by=by, now=now, facts={"assignee_id": by.pk}, changes={"assignee": by}, **options)


def release(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Give it back to the queue."""
    return act(case, "release", by=by, now=now, facts={"assignee_id": None}, changes={"assignee": None}, **options)


def send_back(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Return it to its author for changes, with what is to be changed. The term of moderation is met by that."""

    def rows(locked: Case, _event: Event) -> None:
        Return.objects.create(case=locked, reason=_newest(locked), by=by, at=now)

    due = law.term("petition.rework", legal_day(now))
    return reasoned(case, "return", reason=reason, by=by, now=now, codes={"due": due}, rows=rows, **options)


def approve(*, case: Case, checked: bool, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Let it gather its first supporters. The case goes over to the addressee.

    Args:
        checked: both languages were read for personal data of others.

    Raises:
        Refused: `petition.population_unknown`: it could never open; `petition.not_read`.
    """
    day = legal_day(now)
    petition = Petition.objects.select_related("addressee").get(case=case)
    needed, due = law.support_needed(day), law.term("petition.support.term", day)

    def rows(locked: Case, _event: Event) -> None:
        Petition.objects.filter(case=locked).update(approved_on=day, support_needed=needed)
        tally.begin(locked, needed=needed, until=due, now=now)

    return act(
        case,
        "approve",
        by=by,
        now=now,
        facts={
            "checked": checked,
            "threshold": law.threshold_of(petition.addressee, day),
            "to_body_id": petition.addressee_id,
            "assignee_id": None,
        },
        petition=petition,
        changes={"assignee": None},
        codes={"needed": needed, "due": due},
        rows=rows,
        **options,
    )


def propose_refusal(*, case: Case, ground: str, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Propose to refuse on a ground of the list that was in force on the day of submission."""
    petition = Petition.objects.get(case=case)
    listed = {one.code: one for one in law.grounds(petition.submitted_on, "kk")}
    found = listed.get(ground)

    def rows(locked: Case, _event: Event) -> None:
        Refusal.objects.create(
            case=locked,
            ground=ground,
            ground_from=found.valid_from if found else None,
            reason=_newest(locked),
            proposed_by=by,
            proposed_at=now,
        )

    return reasoned(
        case,
        "propose_refusal",
        reason=reason,
        by=by,
        now=now,
        facts={"ground": ground, "grounds": tuple(listed)},
        codes={"ground": ground},
        rows=rows,
        **options,
    )


def proposed(case: Case) -> Refusal | None:
    """The proposal that waits for its second person."""
    return Refusal.objects.filter(case=case, state=RefusalState.PROPOSED).select_related("reason").first()


def standing(case: Case) -> Refusal | None:
    """The refusal that stands."""
    return Refusal.objects.filter(case=case, state=RefusalState.STANDS).select_related("reason").first()


def _second(case: Case, by: Person) -> dict[str, Any]:
    found = proposed(case)
    return {"second_person": found is not None and found.proposed_by_id != by.pk}


def refuse(
    *,
    case: Case,
    checked: bool,
    by: Person,
    now: dt.datetime,
    cut: Mapping[str, str] | None = None,
    public_reason: str | None = None,
    **options: Any,
) -> Outcome:
    """The second moderator confirms: the petition is refused and published with its ground.

    Args:
        checked: both languages and the reason were read for personal data.
        cut: public copies (`cut_title_kk` ...) where something of a person had to be blackened.
        public_reason: public copy of the reason; as it was written when not given.
    """
    day, found = legal_day(now), proposed(case)

    def rows(locked: Case, _event: Event) -> None:
        assert found is not None
        copies = {name: text for name, text in (cut or {}).items() if name in CUT}
        Refusal.objects.filter(pk=found.pk).update(
            state=RefusalState.STANDS, checked_by=by, checked_at=now, on=day, **copies
        )
        if found.reason is not None:
            shown = found.reason.text if public_reason is None else public_reason
            Wording.objects.filter(pk=found.reason.pk).update(public_text=shown)

    return act(
        case,
        "refuse",
        by=by,
        now=now,
        facts={"checked": checked, **_second(case, by)},
        changes={"visibility": "public"},
        codes={"ground": found.ground if found else "", "due": law.term("complaint.file", day)},
        rows=rows,
        **options,
    )


def decline_refusal(*, case: Case, reason: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The second moderator does not agree: the petition is checked on, by whoever had it."""
    found = proposed(case)

    def rows(_locked: Case, _event: Event) -> None:
        assert found is not None
        Refusal.objects.filter(pk=found.pk).update(state=RefusalState.DECLINED, checked_by=by, checked_at=now)

    return reasoned(
        case, "decline_refusal", reason=reason, by=by, now=now, facts=_second(case, by), rows=rows, **options
    )


def _newest(case: Case) -> Wording | None:
    """The reason that this act brought."""
    return Wording.objects.filter(case=case, part="reason").order_by("-number", "-version").first()


__all__ = [
    "approve",
    "claim",
    "decline_refusal",
    "propose_refusal",
    "proposed",
    "refuse",
    "release",
    "send_back",
    "standing",
]
