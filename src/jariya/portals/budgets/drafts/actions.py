"""The verbs of a draft programme. The only code that changes its state."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from jariya.kernel.bodies.models import Body
from jariya.kernel.discussion import queries as discussion
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event, Obligation
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.portals.budgets.drafts.content import Content, difference
from jariya.portals.budgets.drafts.lifecycle import KIND
from jariya.portals.budgets.drafts.models import Amount, Draft, Indicator, Programme, Statement, Version
from jariya.portals.budgets.drafts.versions import content_of, latest
from jariya.portals.budgets.models import Budget

log = logging.getLogger("jariya.drafts")


def prepare(
    *,
    body: Body,
    code: str,
    year: int,
    content: Content,
    by: Person,
    now: dt.datetime,
    budget: Budget | None = None,
    key: str | None = None,
) -> Outcome:
    """Begin a draft at the administrator's desk. Nobody outside the body sees it.

    Args:
        code: the programme's code in the budget classification, as text.
        year: the first year it plans for; a programme has one draft a year.
        key: idempotency key of the form.

    Raises:
        Refused: no role in the body.
        IntegrityError: there is a draft of this programme and year (`draft_once_a_year`).
    """

    def rows(case: Case, _event: Event) -> None:
        programme, _made = Programme.objects.get_or_create(
            body=body, code=code, defaults={"invented": body.invented, "at": now}
        )
        draft = Draft.objects.create(case=case, programme=programme, year=year, budget=budget)
        _write(draft, 1, content, by=by, now=now)

    return engine.open_case(
        KIND,
        "prepare",
        by=by,
        body_id=body.pk,
        region_id=body.region_id,
        language="kk",
        now=now,
        rows=rows,
        key=key,
    )


def rework(*, case: Case, content: Content, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Change a draft that is not published: the version is rewritten, nobody has read it."""
    draft = Draft.objects.get(case=case)
    version = latest(draft)

    def rows(_locked: Case, _event: Event) -> None:
        _rewrite(version, content, by=by, now=now)

    facts = {"differs": difference(content_of(version), content).any}
    options.setdefault("version", case.version)
    return engine.act(case, "rework", by=by, now=now, facts=facts, rows=rows, **options)


def publish(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Show the draft to everyone. The discussion opens when the notice has run."""
    draft = Draft.objects.get(case=case)
    version, today = latest(draft), legal_day(now)

    def rows(locked: Case, _event: Event) -> None:
        Version.objects.filter(pk=version.pk).update(public=True)
        Draft.objects.filter(case=locked).update(published_on=today)

    return engine.act(
        case,
        "publish",
        by=by,
        now=now,
        facts=_whole(content_of(version)),
        codes={"due": _ends("budget.discussion.notice", today), "version": version.number},
        changes={"visibility": "public"},
        rows=rows,
        **options,
    )


def open_discussion(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Open the discussion: the platform does it by itself on its day, an official may press the button that day."""
    today = legal_day(now)
    until = _ends("budget.discussion", today)

    def rows(locked: Case, _event: Event) -> None:
        Draft.objects.filter(case=locked).update(discussion_from=today, discussion_until=until)

    return engine.act(case, "open_discussion", by=by, now=now, codes={"due": until}, rows=rows, **options)


def change(
    *,
    case: Case,
    content: Content,
    changed_kk: str,
    changed_ru: str,
    by: Person,
    now: dt.datetime,
    **options: Any,
) -> Outcome:
    """Publish a new version of a public draft. Money, goal or indicators changed: the discussion begins anew.

    Args:
        changed_kk, changed_ru: what is new, in words.

    Raises:
        Refused: draft.unchanged, draft.change_unsaid, draft.no_plain_words, draft.no_passport.
    """
    draft = Draft.objects.get(case=case)
    before, today = latest(draft), legal_day(now)
    differs = difference(content_of(before), content)
    anew = differs.material and case.state != "published"
    codes: dict[str, Any] = {"version": before.number + 1}
    if anew:
        codes["due"] = _ends("budget.discussion", today)

    def rows(locked: Case, _event: Event) -> None:
        made = _write(draft, before.number + 1, content, by=by, now=now)
        Version.objects.filter(pk=made.pk).update(
            public=True, material=differs.material, changed_kk=changed_kk, changed_ru=changed_ru
        )
        changes: dict[str, Any] = {"version": made.number}
        if anew:
            changes["discussion_until"] = codes["due"]
        Draft.objects.filter(case=locked).update(**changes)

    facts = {
        **_whole(content),
        "differs": differs.any,
        "material": differs.material,
        "changed_kk": changed_kk.strip(),
        "changed_ru": changed_ru.strip(),
    }
    # Somebody else's version of this moment must not be taken for the one that was compared.
    options.setdefault("version", case.version)
    return engine.act(case, "change", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)


def close_discussion(*, case: Case, by: Person | None, now: dt.datetime, **options: Any) -> Outcome:
    """Close the discussion the day after its last day; the answers' clock begins."""
    running = Obligation.objects.filter(case=case, kind="answers").running().first()
    due = running.due_on if running else _ends("budget.discussion.answers", legal_day(now))
    codes = {"comments": discussion.total(case), "due": due}
    return engine.act(case, "close_discussion", by=by, now=now, codes=codes, **options)


def report(*, case: Case, text_kk: str, text_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Report what came of the discussion, once every comment is answered."""
    facts = {**_both(text_kk, text_ru), "unanswered": discussion.unanswered(case)}
    codes = {"comments": discussion.total(case)}
    return _stated("report", Statement.Kind.REPORT, case, text_kk, text_ru, by, now, facts, codes=codes, **options)


def approve(
    *, case: Case, approved_on: dt.date | None, approval: str, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Note that the programme was approved: on which day, by which act. The day may lie before the report's."""

    def rows(locked: Case, _event: Event) -> None:
        Draft.objects.filter(case=locked).update(approved_on=approved_on, approval=approval.strip())

    facts = {"approved_on": approved_on, "approval": approval.strip()}
    return engine.act(
        case, "approve", by=by, now=now, facts=facts, codes={"approved_on": approved_on}, rows=rows, **options
    )


def note_payment(
    *, case: Case, first_paid_on: dt.date | None, first_paid_source: str, by: Person, now: dt.datetime, **options: Any
) -> Outcome:
    """Note the day of the first payment, also while people still speak: the page then shows it in red."""

    def rows(locked: Case, _event: Event) -> None:
        Draft.objects.filter(case=locked).update(
            first_paid_on=first_paid_on, first_paid_source=first_paid_source.strip()
        )

    facts = {"first_paid_on": first_paid_on, "first_paid_source": first_paid_source.strip()}
    return engine.act(
        case, "note_payment", by=by, now=now, facts=facts, codes={"paid_on": first_paid_on}, rows=rows, **options
    )


def execute(*, case: Case, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """The programme is being executed; the first payment was noted before."""
    paid = Draft.objects.filter(case=case, first_paid_on__isnull=False).exists()
    return engine.act(case, "execute", by=by, now=now, facts={"paid_already": paid}, **options)


def evaluate(
    *,
    case: Case,
    text_kk: str,
    text_ru: str,
    results: Mapping[int, Decimal | None],
    by: Person,
    now: dt.datetime,
    **options: Any,
) -> Outcome:
    """Say what was achieved: a text, and a result for each indicator by its number."""
    version = latest(Draft.objects.get(case=case))
    numbers = set(version.indicators.values_list("number", flat=True))
    given = {number: value for number, value in results.items() if value is not None}

    def rows(_locked: Case, _event: Event) -> None:
        for number, value in given.items():
            Indicator.objects.filter(version=version, number=number).update(achieved=value)

    facts = {**_both(text_kk, text_ru), "results_whole": numbers == set(given)}
    return _stated("evaluate", Statement.Kind.EVALUATION, case, text_kk, text_ru, by, now, facts, more=rows, **options)


def withdraw(*, case: Case, text_kk: str, text_ru: str, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Take the draft back, with reasons that everyone reads."""
    facts = _both(text_kk, text_ru)
    return _stated("withdraw", Statement.Kind.WITHDRAWAL, case, text_kk, text_ru, by, now, facts, **options)


def advance(*, now: dt.datetime) -> int:
    """Open and close discussions whose day has come; a periodic job that catches up after any outage. How many."""
    today, moved = legal_day(now), 0
    opening = Case.objects.filter(kind=KIND, state="published", closed_on=None)
    ready = Obligation.objects.running().filter(kind="notice", due_on__lte=today, case__in=opening)
    for case in Case.objects.filter(pk__in=ready.values("case")).order_by("pk"):
        moved += _by_itself(open_discussion, case, now)
    closing = Case.objects.filter(kind=KIND, state="discussion", closed_on=None)
    over = Obligation.objects.running().filter(kind="discussion", due_on__lt=today, case__in=closing)
    for case in Case.objects.filter(pk__in=over.values("case")).order_by("pk"):
        moved += _by_itself(close_discussion, case, now)
    return moved


def _by_itself(verb: Callable[..., Outcome], case: Case, now: dt.datetime) -> int:
    """One move of the clock. What an official did a moment before, or what refuses, does not stop the others."""
    try:
        verb(case=case, by=None, now=now)
    except Refused as refusal:
        log.warning("%s: %s refused: %s", case.public_id, verb.__name__, refusal.code)
        return 0
    return 1


def _stated(
    verb: str,
    kind: str,
    case: Case,
    text_kk: str,
    text_ru: str,
    by: Person,
    now: dt.datetime,
    facts: Mapping[str, Any],
    *,
    more: Any = None,
    **options: Any,
) -> Outcome:
    def rows(locked: Case, event: Event) -> None:
        Statement.objects.create(
            draft_id=locked.pk, kind=kind, text_kk=text_kk.strip(), text_ru=text_ru.strip(), by=by, at=now
        )
        if more:
            more(locked, event)

    return engine.act(case, verb, by=by, now=now, facts=facts, rows=rows, **options)


def _both(text_kk: str, text_ru: str) -> dict[str, str]:
    return {"text_kk": text_kk.strip(), "text_ru": text_ru.strip()}


def _whole(content: Content) -> dict[str, Any]:
    return {
        "plain_kk": content.summary_kk.strip(),
        "plain_ru": content.summary_ru.strip(),
        "amounts": content.amounts,
        "indicators": content.indicators,
    }


def _ends(norm: str, day: dt.date) -> dt.date:
    """The last day of a term that begins on a day."""
    law = law_now()
    return law.norms.at(day)[norm].ends(day, law.calendar).day


def _write(draft: Draft, number: int, content: Content, *, by: Person, now: dt.datetime) -> Version:
    version = Version.objects.create(draft=draft, number=number, by=by, at=now, **_texts(content))
    _parts(version, content)
    return version


def _rewrite(version: Version, content: Content, *, by: Person, now: dt.datetime) -> None:
    Version.objects.filter(pk=version.pk).update(by=by, at=now, **_texts(content))
    Amount.objects.filter(version=version).delete()
    Indicator.objects.filter(version=version).delete()
    _parts(version, content)


def _texts(content: Content) -> dict[str, str]:
    return {
        f"{part}_{lang}": content.text(part, lang) for part in ("title", "summary", "goal") for lang in ("kk", "ru")
    }


def _parts(version: Version, content: Content) -> None:
    Amount.objects.bulk_create(Amount(version=version, year=year, tenge=tenge) for year, tenge in content.amounts)
    Indicator.objects.bulk_create(
        Indicator(
            version=version,
            number=row.number,
            name_kk=row.name_kk,
            name_ru=row.name_ru,
            unit=row.unit,
            baseline=row.baseline,
            target=row.target,
        )
        for row in content.indicators
    )
