"""The verbs of a request for data. The only code that changes its state."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.correspondence.registration import takes_letters
from jariya.kernel.discussion import actions as discussion
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.planning import actions as planning
from jariya.portals.opendata.planning.actions import Planned
from jariya.portals.opendata.planning.models import PlanItem
from jariya.portals.opendata.wanted.lifecycle import KIND
from jariya.portals.opendata.wanted.models import Wanted
from jariya.portals.opendata.wanted.refusals import refused

TERM = "opendata.wanted.answer"


def ask(
    *,
    body: Body,
    title: str,
    text: str,
    language: str,
    by: Person,
    identity: str,
    now: dt.datetime,
    confirmed: bool = False,
    key: str | None = None,
) -> Outcome:
    """Ask a body for data that are missing. Everyone can read the request and support it; the body's term begins.

    Args:
        title: one line; it stands in lists and heads the text.
        text: what is missing and what for; may be empty.
        identity, confirmed, key: as in `discussion.actions.post`.

    Raises:
        Refused: wanted.not_connected; comment.* of the text.
    """
    if not takes_letters(body, legal_day(now)):
        raise refused("wanted.not_connected")

    def rows(case: Case, _event: Event) -> None:
        Wanted.objects.create(case=case)

    with transaction.atomic():
        outcome = engine.open_case(
            KIND,
            "ask",
            by=by,
            body_id=body.pk,
            region_id=body.region_id,
            language=language,
            now=now,
            person_id=by.pk,
            visibility="public",
            codes={"due": _due(now)},
            rows=rows,
            key=key,
        )
        if outcome.repeated:
            return outcome
        comment = discussion.post(
            case=outcome.case,
            text=whole(title, text),
            language=language,
            by=by,
            identity=identity,
            now=now,
            confirmed=confirmed,
        )
        Wanted.objects.filter(case=outcome.case).update(comment=comment)
        # The index takes what anyone may read, and that is there only now.
        from jariya.portals.opendata.wanted import indexing

        indexing.put(outcome.case)
    return outcome


def whole(title: str, text: str) -> str:
    """The words of a request as one text: its title is the first line."""
    return f"{' '.join(title.split())}\n\n{text.strip()}".strip()


def plan(
    *, case: Case, planned: Planned, text: str, by: Person, identity: str, now: dt.datetime, **options: Any
) -> Outcome:
    """Take the data into the publishing plan: an item is entered, and its first term begins.

    Args:
        text: what is said to those who asked; may be empty.

    Raises:
        Refused: plan.* of the item.
    """
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).select_related("body").get(pk=case.pk)
        item = None
        if held.state in {"asked", "declined"}:
            item = planning.plan(body=held.body, planned=planned, by=by, now=now, parent=held).case

        def rows(locked: Case, _event: Event) -> None:
            Wanted.objects.filter(case=locked).update(plan=item.pk if item else None, data_set=None)

        codes = {"plan": item.public_id} if item else {}
        outcome = engine.act(case, "plan", by=by, now=now, codes=codes, rows=rows, **options)
        _say(case, text, by=by, identity=identity, now=now)
    return outcome


def exists(
    *, case: Case, data_set: DataSet | None, text: str, by: Person, identity: str, now: dt.datetime, **options: Any
) -> Outcome:
    """Say that the data are published already, of whichever body, and where.

    Raises:
        Refused: wanted.no_such_set.
    """
    shown = data_set is not None and DataSet.objects.visible_to(None).living().filter(pk=data_set.pk).exists()

    def rows(locked: Case, _event: Event) -> None:
        Wanted.objects.filter(case=locked).update(data_set=data_set)

    with transaction.atomic():
        outcome = engine.act(
            case,
            "exists",
            by=by,
            now=now,
            facts={"set_public": shown},
            codes={"set": data_set.slug} if data_set else {},
            rows=rows,
            **options,
        )
        _say(case, text, by=by, identity=identity, now=now)
    return outcome


def decline(*, case: Case, text: str, by: Person, identity: str, now: dt.datetime, **options: Any) -> Outcome:
    """Decline with a reason, which stands below the request as the answer of the body.

    Raises:
        Refused: wanted.no_reason.
    """
    with transaction.atomic():
        outcome = engine.act(case, "decline", by=by, now=now, facts={"text": text}, **options)
        _say(case, text, by=by, identity=identity, now=now)
    return outcome


def _say(case: Case, text: str, *, by: Person, identity: str, now: dt.datetime) -> None:
    """The body's words below the request; none where it said none, or where the request is gone from the page."""
    row = Wanted.objects.select_related("comment__case__body").get(case=case)
    if not text.strip() or row.comment is None or not row.comment.shown:
        return
    discussion.answer(parent=row.comment, text=text, language=case.language, by=by, identity=identity, now=now)


def pass_on(*, case: Case, to: Body, by: Person, now: dt.datetime, **options: Any) -> Outcome:
    """Pass the request on to the body that holds the data; the term begins anew there, once.

    Raises:
        Refused: wanted.not_connected, wanted.same_body, wanted.passed_on_already.
    """
    if not takes_letters(to, legal_day(now)) or to.invented != case.body.invented:
        raise refused("wanted.not_connected")
    row = Wanted.objects.get(case=case)

    def rows(locked: Case, _event: Event) -> None:
        Wanted.objects.filter(case=locked).update(hops=row.hops + 1)

    return engine.act(
        case,
        "pass_on",
        by=by,
        now=now,
        facts={"to_body_id": to.pk, "hops": row.hops, "assignee_id": None},
        codes={"due": _due(now)},
        changes={"assignee": None},
        rows=rows,
        **options,
    )


def publish(*, case: Case, data_set: DataSet, now: dt.datetime) -> Outcome:
    """The item of the plan that it led to was published. Called by the listener alone."""

    def rows(locked: Case, _event: Event) -> None:
        Wanted.objects.filter(case=locked).update(data_set=data_set)

    return engine.act(case, "publish", by=None, now=now, codes={"set": data_set.slug}, rows=rows)


def reopen(*, case: Case, now: dt.datetime) -> Outcome:
    """The item was taken out of the plan: the body owes a new answer. Called by the listener alone."""

    def rows(locked: Case, _event: Event) -> None:
        Wanted.objects.filter(case=locked).update(plan=None)

    return engine.act(case, "reopen", by=None, now=now, codes={"due": _due(now)}, rows=rows)


def hide(*, case: Case, now: dt.datetime) -> Outcome:
    """A moderator has hidden the request: nobody owes an answer to what nobody reads."""
    was = case.state

    def rows(locked: Case, _event: Event) -> None:
        Wanted.objects.filter(case=locked).update(was=was)

    return engine.act(case, "hide", by=None, now=now, rows=rows)


def restore(*, case: Case, now: dt.datetime) -> Outcome:
    """The request was put back on appeal, as it was; without an answer, the term runs from now."""
    was = Wanted.objects.get(case=case).was or "asked"
    codes = {"due": _due(now)} if was == "asked" else {}
    return engine.act(case, "restore", by=None, now=now, facts={"was": was}, codes=codes)


def withdraw(*, case: Case, now: dt.datetime) -> Outcome:
    """The author has taken the request back."""
    return engine.act(case, "withdraw", by=None, now=now)


def waiting_for(item: PlanItem) -> Any:
    """Requests that wait for an item of a plan."""
    return Wanted.objects.filter(plan=item, case__state="planned").select_related("case__body")


def _due(now: dt.datetime) -> dt.date:
    law, day = law_now(), legal_day(now)
    return law.norms.at(day)[TERM].ends(day, law.calendar).day
