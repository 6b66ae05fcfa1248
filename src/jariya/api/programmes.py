"""The read API of budget programmes: drafts, versions, differences, comments, programmes, questions to lines.

No postponed annotations here: ninja reads the types of the wrapped functions.
"""

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from jariya.api.habits import ApiProblem, public
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.discussion import exits
from jariya.kernel.discussion import queries as discussion
from jariya.kernel.lifecycle.engine import legal_day
from jariya.portals.budgets.asking import api as asking
from jariya.portals.budgets.asking import queries as questions
from jariya.portals.budgets.drafts import api, programmes, queries
from jariya.portals.budgets.drafts.content import difference
from jariya.portals.budgets.drafts.versions import content_of

router = Router(tags=["budgets"])
Limit = Annotated[int, Query(ge=1, le=100)]
Key = Annotated[str, Query(max_length=100)]
Number = Annotated[int, Query(ge=1, le=10_000)]
Order = Literal["newest", "oldest", "supported"]


def _lang() -> str:
    return translation.get_language() or "kk"


@router.get("/programmes", summary="Budget programmes by administrator and code")
@public
def budget_programmes(request: HttpRequest, body: Key = "", after: Key = "", limit: Limit = 40) -> dict[str, Any]:
    """Programmes of which a draft was published; `body` is the address word of an administrator."""
    found = by_address(body) if body else None
    if body and found is None:
        raise ApiProblem(404, "body_unknown", _("There is no such body"), _("Use the slug from /api/v1/bodies."))
    rows, following = programmes.listed(body=found.body if found else None, after=after or None, limit=limit)
    return {"items": [api.programme_row(row, _lang()) for row in rows], "after": following}


@router.get("/programmes/{administrator}/{code}", summary="A programme over the years: words against money")
@public
def budget_programme(request: HttpRequest, administrator: str, code: str) -> dict[str, Any]:
    """Drafts of all years, the days of words and of money, execution by months, where it stands in reports."""
    view = programmes.find(administrator, code, today=legal_day(timezone.now()))
    if view is None:
        raise Http404
    return api.programme(view, _lang())


@router.get("/drafts", summary="Drafts of programmes, newest first")
@public
def budget_drafts(
    request: HttpRequest, which: Literal["open", "done", "all"] = "all", after: Key = "", limit: Limit = 20
) -> dict[str, Any]:
    """`open` can be discussed now or soon; `done` are reported on."""
    rows, following = queries.listed(today=legal_day(timezone.now()), which=which, after=after or None, limit=limit)
    return {"items": [api.row(row, _lang()) for row in rows], "after": following}


def _draft(public_id: str, number: int | None = None) -> queries.DraftView:
    view = queries.find(public_id, number=number)
    if view is None:
        raise Http404
    return view


@router.get("/drafts/{public_id}", summary="One draft: passport, days, terms, events")
@public
def budget_draft(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """The newest public version; the others are listed and read one by one."""
    return api.draft(_draft(public_id), _lang())


@router.get("/drafts/{public_id}/versions/{number}", summary="One public version with amounts and indicators")
@public
def budget_draft_version(request: HttpRequest, public_id: str, number: int) -> dict[str, Any]:
    """As it was published."""
    return api.version(_draft(public_id, number).version)


@router.get("/drafts/{public_id}/diff", summary="What differs between two versions: amounts, indicators, text")
@public
def budget_draft_diff(request: HttpRequest, public_id: str, old: Number, new: Number) -> dict[str, Any]:
    """Texts in the language asked for; `material` says whether the discussion began anew."""
    first, second = _draft(public_id, old), _draft(public_id, new)
    return api.difference(difference(content_of(first.version), content_of(second.version), _lang()), old, new)


@router.get("/drafts/{public_id}/comments", summary="The discussion of a draft")
@public
def budget_draft_comments(
    request: HttpRequest,
    public_id: str,
    order: Order = "newest",
    version: Number | None = None,
    element: Key = "",
    unanswered: bool = False,
    after: Key = "",
    limit: Limit = 20,
) -> dict[str, Any]:
    """Comments with their first replies; public copies, pseudonyms, official answers marked by `voice: body`."""
    view = _draft(public_id)
    found = discussion.thread(
        view.case,
        order=order,
        version=version,
        element=element,
        unanswered=unanswered,
        after=after or None,
        limit=limit,
        now=timezone.now(),
    )
    return exits.thread(found)


@router.get("/questions", summary="Questions to lines of budgets, newest first")
@public
def budget_questions(
    request: HttpRequest, which: Literal["all", "waiting", "answered"] = "all", after: Key = "", limit: Limit = 20
) -> dict[str, Any]:
    """What is this money for? Each with its line: budget, cut, path, month, release."""
    rows, following = questions.listed(which=which, after=after or None, limit=limit)
    return {"items": [asking.row(row, _lang()) for row in rows], "after": following}


@router.get("/questions/{public_id}", summary="One question to a line, with answer, term and events")
@public
def budget_question(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """As anyone may see it."""
    view = questions.find(public_id)
    if view is None:
        raise Http404
    return asking.question(view, _lang())
