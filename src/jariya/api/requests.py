"""The read API of requests for information: what pages show, as JSON.

No postponed annotations here: ninja reads the types of the wrapped functions.
"""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from jariya.api.habits import ApiProblem, public
from jariya.api.letters import term, told
from jariya.kernel.bodies.models import Region
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.lifecycle.engine import legal_day
from jariya.portals.requests import facets, queries
from jariya.portals.requests.queries import DecisionView, RequestView, Wish

router = Router(tags=["requests"])
Limit = Annotated[int, Query(ge=1, le=100)]
Short = Annotated[str, Query(max_length=200)]
Year = Annotated[int | None, Query(ge=2000, le=2100)]


def _lang() -> str:
    return translation.get_language() or "kk"


def _row(row: Any) -> dict[str, Any]:
    case = row.case
    return {
        "id": case.public_id,
        "title": row.title,
        "language": case.language,
        "kind": row.kind,
        "state": case.state,
        "outcome": row.outcome or None,
        "grounds": [f"ati.ground.{code}" for code in row.grounds if row.published_on],
        "subject": row.subject,
        "body": {"slug": case.body.slug, "name": case.body.name(_lang()).text, "demo": case.body.invented},
        "opened_on": case.opened_on,
        "decided_on": row.decided_on,
        "published_on": row.published_on,
        "page": reverse("requests:request", args=[case.public_id]),
        "demo": case.body.invented,
    }


@router.get("", summary="Published requests, newest first")
@public
def requests(
    request: HttpRequest,
    q: Short = "",
    body: Short = "",
    region: Short = "",
    subject: Short = "",
    outcome: Short = "",
    ground: Short = "",
    year: Year = None,
    after: Short = "",
    limit: Limit = 20,
) -> dict[str, Any]:
    """Published requests. `region`: KATO code; `subject`, `outcome`, `ground`: codes of `/requests/facets`."""
    found = by_address(body) if body else None
    if body and found is None:
        raise ApiProblem(404, "body_unknown", _("There is no such body"), _("Use the slug from /api/v1/bodies."))
    territory = Region.objects.filter(code=region, level="region").first() if region else None
    if region and territory is None:
        raise ApiProblem(
            404, "region_unknown", _("There is no such region"), _("Use the nine digits of its KATO code.")
        )
    wish = Wish(
        words=q,
        body=found.body if found else None,
        region_id=territory.pk if territory else None,
        subject=subject,
        outcome=outcome,
        ground=ground,
        year=year,
    )
    listed = queries.public_list(wish, after=after or None, limit=limit)
    return {"items": [_row(row) for row in listed.rows], "after": listed.following}


@router.get("/facets", summary="Subjects, outcomes and grounds of refusal in force")
@public
def request_facets(request: HttpRequest) -> dict[str, Any]:
    """What requests are filtered by, each with its norm. `unrestrictable`: the law allows no refusal on the subject."""
    day = legal_day(timezone.now())
    return {
        "subjects": [
            {"code": row.code, "title": row.title, "norm": row.key, "unrestrictable": row.unrestrictable}
            for row in facets.subjects(day, _lang())
        ],
        "outcomes": [{"code": code, "title": title} for code, title in facets.outcomes()],
        "grounds": [
            {"code": row.code, "title": row.title, "norm": row.key, "confirmed": row.confirmed}
            for row in facets.grounds(day, _lang())
        ],
    }


@router.get("/{public_id}", summary="One request with decisions, terms and events")
@public
def request(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """A request as anyone may see it. Texts are null until the public copy was checked."""
    view = queries.find(public_id, person=None)
    if view is None:
        raise Http404
    return one(view)


def _decision(row: DecisionView) -> dict[str, Any]:
    return {
        "number": row.number,
        "outcome": row.outcome,
        "ground": f"ati.ground.{row.ground}" if row.ground else None,
        "severed": row.severed,
        "harm": row.harm,
        "why_no_part": row.whole,
        "link": row.link or None,
        "link_opens": row.link_opens if row.link else None,
        "answered_another_way": row.other_way,
    }


def one(view: RequestView) -> dict[str, Any]:
    """A request as its reader may see it, in plain values."""
    case = view.case
    return {
        **_row(view.request),
        **told(view, _lang()),
        "office": view.request.office or None,
        "decisions": [_decision(row) for row in view.decisions],
        "overturned": [{"round": row.round, **_decision(row)} for row in view.fallen],
        "files": [
            {
                "id": row.public_id,
                "role": row.role,
                "title": row.title,
                "kind": row.kind,
                "size": row.size,
                "address": row.href,
            }
            for row in (*view.letter_files, *view.answer_files)
            if row.href
        ],
        "terms": [{**term(row), "norm": row.norm_key, "confirmed": row.confirmed} for row in view.terms],
        "batch": view.request.batch.public_id if view.request.batch else None,
        "demo": case.body.invented,
    }
