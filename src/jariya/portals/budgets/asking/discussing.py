"""What the discussion asks of a question to a line, and what a question hears from the discussion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.discussion.kinds import Discussed, Place, Spot, register
from jariya.kernel.discussion.steps import Happened
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.web.addresses import path
from jariya.portals.budgets.asking.lifecycle import KIND
from jariya.portals.budgets.asking.models import LineQuestion
from jariya.portals.budgets.asking.refusals import refused


def home(case: Case, lang: str) -> str:
    """Path of the question's page."""
    return path(lang, "asking:question", case.public_id)


def desk(case: Case, lang: str) -> str:
    """Path of the question at the desk of the body behind the line."""
    return path(lang, "asking:desk", case.public_id)


def title(case: Case, lang: str) -> tuple[str, str]:
    """What the question is about, and the language of it: the line, never words of the person who asks."""
    return titles([case], lang).get(case.pk, case.public_id), lang


def titles(cases: Iterable[Case | int], lang: str = "kk") -> dict[int, str]:
    """Titles of many questions by their cases. One query, and one for each line."""
    from jariya.portals.budgets.asking.topics import name_of

    wanted = [one if isinstance(one, int) else one.pk for one in cases]
    rows = LineQuestion.objects.filter(case__in=wanted).select_related("node", "budget__region")
    with translation.override(lang):
        return {
            row.case_id: _("What is this money for: %(name)s") % {"name": name_of(row.node, row.budget).text}
            for row in rows
        }


def link_title(case: Case, lang: str) -> str | None:
    """The title as notices show it."""
    return titles([case], lang).get(case.pk)


def closed(case: Case, now: dt.datetime) -> Refused | None:
    """Only the question itself is said by a citizen: the rest is the body's answer, and support."""
    asked = LineQuestion.objects.filter(case=case, comment__isnull=False).exists()
    return refused("line.one_question") if asked else None


def places(case: Case, wanted: frozenset[Spot], lang: str) -> Mapping[Spot, Place]:
    """A question has no places inside it: it stands at one line."""
    return {}


def listener(happened: Happened) -> None:
    """What becomes of the comment becomes of the case: answered, hidden, put back, withdrawn."""
    comment, step = happened.comment, happened.step
    if comment.case.kind != KIND:
        return
    from jariya.portals.budgets.asking import actions

    case: Case = Case.objects.select_related("body").get(pk=comment.case_id)
    if step.kind == "answered" and case.state == "asked":
        actions.note_answer(case=case, by=step.person, now=happened.now)
    elif comment.parent_id is not None:
        return
    elif step.kind == "hidden" and case.state in {"asked", "answered"}:
        actions.hide(case=case, now=happened.now)
    elif step.kind == "restored" and case.state == "hidden":
        actions.restore(case=case, now=happened.now)
    elif step.kind == "withdrawn" and case.state != "withdrawn":
        actions.withdraw(case=case, now=happened.now)


register(KIND, Discussed(home=home, title=title, closed=closed, places=places))
