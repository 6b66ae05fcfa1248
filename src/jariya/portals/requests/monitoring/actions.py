"""The verbs of a recommendation."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of
from jariya.portals.requests.monitoring.lifecycle import KIND
from jariya.portals.requests.monitoring.models import Recommendation, Source, Statement

TERM = {Source.MONITORING: "recommendation.carry_out", Source.COMMISSION: "commission.carry_out"}


@dataclass(frozen=True)
class Finding:
    """What was found and what is to be done, in both languages of the state."""

    criterion: str
    title_kk: str
    title_ru: str
    found_kk: str
    found_ru: str
    advice_kk: str
    advice_ru: str
    seen_at: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What has to stand in both languages."""
        return self.title_kk, self.title_ru, self.found_kk, self.found_ru, self.advice_kk, self.advice_ru


def prepare(
    *,
    holder: Body,
    finding: Finding,
    by: Person,
    now: dt.datetime,
    source: str = Source.MONITORING,
    session: Case | None = None,
    key: str | None = None,
) -> Outcome:
    """Write a recommendation to a holder; nobody else sees it.

    Args:
        session: the session of the Commission that decided it; `source` is then the Commission.

    Raises:
        Refused: recommendation.invented_mixed where an invented authority writes to a real body.
    """
    _one_world(holder, by, legal_day(now))

    def rows(case: Case, _event: Event) -> None:
        Recommendation.objects.create(case=case, source=source, session=session, **asdict(finding))

    return engine.prepare(KIND, body=holder, by=by, now=now, rows=rows, key=key)


def _one_world(holder: Body, by: Person, day: dt.date) -> None:
    """What is invented never hangs on a real body."""
    own = by.roles.on(day).filter(kind="supervisor").values_list("body__invented", flat=True)
    if "supervisor" in roles_of(by, body_id=None, day=day) and holder.invented not in own:
        raise Refused(
            "recommendation.invented_mixed",
            _("An invented authority recommends nothing to a real body, nor a real one to an invented body."),
            _("Choose a body of the same kind."),
        )


def rework(*, case: Case, finding: Finding, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Change a prepared recommendation."""

    def rows(locked: Case, _event: Event) -> None:
        Recommendation.objects.filter(case=locked).update(**asdict(finding))

    return engine.act(case, "rework", by=by, now=now, rows=rows, **options)


def issue(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Send it to the body: from now on everyone reads it, and its terms run."""
    row = Recommendation.objects.get(case=case)
    finding = finding_of(row)

    def rows(locked: Case, _event: Event) -> None:
        Recommendation.objects.filter(case=locked).update(issued_on=legal_day(now))

    return engine.act(
        case,
        "issue",
        by=by,
        now=now,
        facts={"words": finding.words, "source": row.source},
        codes={"body": case.body_id, "due": _due(row, now)},
        changes={"visibility": "public"},
        rows=rows,
        **options,
    )


def finding_of(row: Recommendation) -> Finding:
    """What a recommendation says."""
    return Finding(**{name: getattr(row, name) for name in Finding.__dataclass_fields__})


def drop(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Throw a prepared recommendation away."""
    return engine.act(case, "drop", by=by, now=now, **options)


def accept(**said: Any) -> Outcome:
    """The body says that it will do it."""
    return _say("accept", **said)


def dispute(**said: Any) -> Outcome:
    """The body disagrees, within the term, with its reasons."""
    return _say("dispute", columns={"disputed": True}, **said)


def report(*, proof: str, **said: Any) -> Outcome:
    """The body says that it is done and where everyone can see it."""
    return _say("report", proof=proof, **said)


def confirm(**said: Any) -> Outcome:
    """Checked again: it was done."""
    return _say("confirm", **said)


def send_back(**said: Any) -> Outcome:
    """Checked again: it was not done; a new term runs."""
    return _say("return", columns={"returned": F("returned") + 1}, again=True, **said)


def insist(**said: Any) -> Outcome:
    """The dispute does not convince; a new term runs."""
    return _say("insist", again=True, **said)


def withdraw(**said: Any) -> Outcome:
    """The dispute convinces: the finding is taken back."""
    return _say("withdraw", **said)


def extend(*, due_on: dt.date, **said: Any) -> Outcome:
    """Give more time, with the reason; lateness that has begun is not hidden by it."""
    return _say("extend", facts={"due_on": due_on}, **said)


def _say(
    verb: str,
    *,
    case: Case,
    text_kk: str,
    text_ru: str,
    by: Person,
    now: dt.datetime,
    proof: str = "",
    columns: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
    again: bool = False,
    **options: Any,
) -> Outcome:
    """A step that consists of what one side says; `again`: the term for carrying it out begins anew."""
    row = Recommendation.objects.get(case=case)

    def rows(locked: Case, _event: Event) -> None:
        Statement.objects.create(
            recommendation=row, verb=verb, text_kk=text_kk.strip(), text_ru=text_ru.strip(), proof=proof.strip(),
            by=by, on=legal_day(now),
        )  # fmt: skip
        if columns:
            Recommendation.objects.filter(case=locked).update(**columns)

    return engine.act(
        case,
        verb,
        by=by,
        now=now,
        facts={"words": (text_kk, text_ru), "proof": proof.strip(), "source": row.source, **(facts or {})},
        codes={"due": _due(row, now)} if again else None,
        rows=rows,
        **options,
    )


def _due(row: Recommendation, now: dt.datetime) -> dt.date:
    """The day by which a term that begins today is to be kept, as the engine counts it."""
    law, today = law_now(), legal_day(now)
    due: dt.date = law.norms.at(today)[TERM[Source(row.source)]].ends(today, law.calendar).day
    return due
