"""The read API of access to information: officers, the Commission, recommendations, guides and seminars.

No postponed annotations here: ninja reads the types of the wrapped functions.
"""

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from jariya.api.habits import ApiProblem, public
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.lifecycle.engine import legal_day
from jariya.portals.requests.commission import queries as commission
from jariya.portals.requests.learning import queries as learning
from jariya.portals.requests.learning.models import Audience
from jariya.portals.requests.monitoring import queries as monitoring
from jariya.portals.requests.officers import queries as officers

router = Router(tags=["access to information"])
Limit = Annotated[int, Query(ge=1, le=100)]
Key = Annotated[str, Query(max_length=100)]


def _lang() -> str:
    return translation.get_language() or "kk"


@router.get("/officers", summary="Officers for access to information, body by body")
@public
def access_officers(request: HttpRequest, body: Key = "", after: Key = "", limit: Limit = 30) -> dict[str, Any]:
    """Who answers for access to information in each body. `body` is the address word of a body."""
    today = legal_day(timezone.now())
    if body:
        return {"items": [officers.values(line) for line in officers.of_body(_body(body), today=today)], "after": None}
    rows, following = officers.listed(after=after or None, limit=limit)
    return {"items": [officers.values(line) for line in officers.lines(rows, today=today)], "after": following}


@router.get("/recommendations", summary="Recommendations to holders, those sent last first")
@public
def access_recommendations(
    request: HttpRequest,
    source: Literal["", "monitoring", "commission"] = "",
    body: Key = "",
    late: bool = False,
    after: Key = "",
    limit: Limit = 20,
) -> dict[str, Any]:
    """What the monitoring and the Commission recommended. `late`: only what a body owes past its term today."""
    today = legal_day(timezone.now())
    found = monitoring.rows(source=source, body=_body(body) if body else None, late_on=today if late else None)
    rows, following = monitoring.newest(found, after=after or None, limit=limit)
    return {"items": [monitoring.values(line) for line in monitoring.lines(rows, today=today)], "after": following}


@router.get("/recommendations/{public_id}", summary="One recommendation with what both sides said")
@public
def access_recommendation(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """A recommendation: what was found, what is to be done, the answers of the body with their proof, the checks."""
    view = monitoring.find(public_id, today=legal_day(timezone.now()), lang=_lang())
    if view is None:
        raise Http404
    row = view.line.row
    names = ("found_kk", "found_ru", "advice_kk", "advice_ru", "seen_at")
    said = ("verb", "text_kk", "text_ru", "proof", "on")
    return {
        **monitoring.values(view.line),
        **{name: getattr(row, name) or None for name in names},
        "statements": [{name: getattr(one, name) or None for name in said} for one in view.statements],
        "events": [{"kind": one.kind, "at": one.when, "text": one.text} for one in view.timeline],
    }


@router.get("/commission/members", summary="Members of the Commission by side")
@public
def access_members(request: HttpRequest) -> dict[str, Any]:
    """Who sits in the Commission today, whom they come from, since when, and the source."""
    return {
        "items": [
            {
                "side": side.value,
                "seat": row.seat,
                "name_kk": row.name_kk,
                "name_ru": row.name_ru,
                "post_kk": row.post_kk or None,
                "post_ru": row.post_ru or None,
                "since": row.since,
                "source": row.source,
                "demo": row.body.invented,
            }
            for side, found in commission.members(legal_day(timezone.now()))
            for row in found
        ]
    }


@router.get("/commission/sessions", summary="Sessions of the Commission, newest first")
@public
def access_sessions(request: HttpRequest, after: Key = "", limit: Limit = 20) -> dict[str, Any]:
    """Announced, held and cancelled sessions."""
    rows, following = commission.sessions(after=after or None, limit=limit)
    return {"items": [commission.values(row) for row in rows], "after": following}


@router.get("/commission/sessions/{public_id}", summary="One session with agenda, decisions and minutes")
@public
def access_session(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """A session with its agenda, what was decided on each point, and all versions of the minutes."""
    today = legal_day(timezone.now())
    view = commission.find(public_id, today=today, lang=_lang())
    if view is None:
        raise Http404
    recommended = [monitoring.values(line) for line in view.recommendations]
    return {**commission.values(view.row, whole=True), "recommendations": recommended}


@router.get("/guides", summary="Guides by whom they are for")
@public
def access_guides(request: HttpRequest, audience: Key = "") -> dict[str, Any]:
    """Published guides; `audience`: citizens, society, press or officers."""
    if audience and audience not in Audience.values:
        raise ApiProblem(404, "audience_unknown", _("There is no such audience"), _("Use one of the list's codes."))
    return {"items": [learning.guide_values(row) for row in learning.guides(audience)], "after": None}


@router.get("/guides/{public_id}", summary="One guide in its languages and versions")
@public
def access_guide(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """A guide; its texts are null once it was withdrawn."""
    view = learning.find_guide(public_id, lang=_lang())
    if view is None:
        raise Http404
    return learning.guide_values(view.row, whole=view)


@router.get("/seminars", summary="Seminars to come, or past ones")
@public
def access_seminars(request: HttpRequest, past: bool = False, after: Key = "", limit: Limit = 20) -> dict[str, Any]:
    """Seminars with their places and materials; never who registered."""
    rows, following = learning.seminars(coming=not past, now=timezone.now(), after=after or None, limit=limit)
    return {"items": [learning.seminar_values(row) for row in rows], "after": following}


def _body(slug: str) -> Any:
    found = by_address(slug)
    if found is None:
        raise ApiProblem(404, "body_unknown", _("There is no such body"), _("Use the slug from /api/v1/bodies."))
    return found.body
