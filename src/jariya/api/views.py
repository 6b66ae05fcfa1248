"""The public read API, version 1. Every answer goes through the portals' own reads, so it shows what pages show.

No postponed annotations here: ninja reads the types of the wrapped functions.
"""

import datetime as dt
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Query

from jariya.api.budgets import router as budgets_router
from jariya.api.habits import ApiProblem, Orjson, described, install, names, public
from jariya.api.information import router as information_router
from jariya.api.letters import told
from jariya.api.opendata.views import near as near_router
from jariya.api.opendata.views import router as opendata_router
from jariya.api.petitions import router as petitions_router
from jariya.api.programmes import router as programmes_router
from jariya.api.requests import router as requests_router
from jariya.kernel.bodies.queries import by_address, heads, search_names
from jariya.kernel.correspondence.figures import punctuality
from jariya.kernel.law.errors import LawError
from jariya.kernel.law.explain import explain
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.search.queries import search
from jariya.portals.dialogue import queries as dialogue

Limit = Annotated[int, Query(ge=1, le=100)]
Short = Annotated[str, Query(max_length=200)]

api = NinjaAPI(
    title="Jariya",
    version="1",
    description="What anyone may see, as JSON; `lang` is kk (default), ru or en; lists are paged by `after`.",
    docs_url=None,
    docs_decorator=described,
    renderer=Orjson(),
    urls_namespace="api",
)
install(api)
api.add_router("/budgets", budgets_router)
api.add_router("/budgets", programmes_router)
api.add_router("/requests", requests_router)
api.add_router("/petitions", petitions_router)
api.add_router("/access", information_router)
api.add_router("/opendata", opendata_router)
api.add_router("/resources", near_router)


def _lang() -> str:
    return translation.get_language() or "kk"


def _address(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def _question_row(row: Any) -> dict[str, Any]:
    case = row.case
    return {
        "id": case.public_id,
        "title": row.title,
        "language": case.language,
        "state": case.state,
        "body": {"slug": case.body.slug, "name": case.body.name(_lang()).text, "demo": case.body.invented},
        "opened_on": case.opened_on,
        "published_on": row.published_on,
        "page": _address("dialogue:question", case.public_id),
        "demo": case.body.invented,
    }


@api.get("/questions", tags=["questions"], summary="Published questions, newest first")
@public
def questions(request: HttpRequest, body: Short = "", after: Short = "", limit: Limit = 20) -> dict[str, Any]:
    """Published questions with their answers' places. `body` is the address word of a body."""
    body_id = None
    if body:
        found = by_address(body)
        if found is None:
            raise ApiProblem(404, "body_unknown", _("There is no such body"), _("Use the slug from /api/v1/bodies."))
        body_id = found.body.pk
    rows, following = dialogue.public_list(body_id=body_id, after=after or None, limit=limit)
    return {"items": [_question_row(row) for row in rows], "after": following}


@api.get("/questions/{public_id}", tags=["questions"], summary="One question with answer, terms and events")
@public
def question(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """A question as anyone may see it. Texts are null until the public copy was checked."""
    view = dialogue.find(public_id, person=None)
    if view is None:
        raise Http404
    case = view.case
    return {
        **told(view, _lang()),
        "id": case.public_id,
        "language": case.language,
        "state": case.state,
        "body": {"slug": case.body.slug, "name": case.body.name(_lang()).text, "demo": case.body.invented},
        "page": _address("dialogue:question", case.public_id),
        "demo": case.body.invented,
    }


def _body_row(body: Any) -> dict[str, Any]:
    return {
        "slug": body.slug,
        "names": names(body),
        "kind": body.kind,
        "level": body.level,
        "takes_questions": body.connected,
        "valid_from": body.valid_from,
        "valid_to": body.valid_to,
        "page": _address("pages:body", body.slug),
        "demo": body.invented,
    }


@api.get("/bodies", tags=["bodies"], summary="Bodies by name")
@public
def bodies(request: HttpRequest, q: Short = "", after: Short = "", limit: Limit = 50) -> dict[str, Any]:
    """Bodies whose names hold every word of `q`, in alphabetical order of the language."""
    day = legal_day(timezone.now())
    found = search_names(q, lang=_lang(), day=day, after=after or None, limit=limit)
    return {"items": [_body_row(body) for body in found.bodies], "after": found.after}


@api.get("/bodies/{slug}", tags=["bodies"], summary="One body with its head and punctuality of the year")
@public
def body(request: HttpRequest, slug: str) -> dict[str, Any]:
    """A body; a former address answers with the body that has it now. Unknown facts are null."""
    found = by_address(slug)
    if found is None:
        raise Http404
    today = legal_day(timezone.now())
    row = found.body
    head = heads([row], day=today).get(row.pk)
    year = punctuality([row.pk], first=today.replace(month=1, day=1), last=today, today=today)[row.pk]
    return {
        **_body_row(row),
        "head": head.holder(_lang()).text if head else None,
        "source": row.source,
        "source_needed": row.source_needed,
        "punctuality": {
            "from": today.replace(month=1, day=1),
            "to": today,
            "received": year.received,
            "in_time": year.in_time,
            "late": year.late,
            "overdue": year.overdue,
            "running": year.running,
            "left_the_body": year.left_the_body,
            "extended": year.extended,
            "share_in_time": year.share_in_time,
            "median_days": year.median_days,
            "p90_days": year.p90_days,
        },
    }


@api.get("/search", tags=["search"], summary="Everything public")
@public
def find(request: HttpRequest, q: Short = "", kind: Short = "", after: Short = "", limit: Limit = 20) -> dict[str, Any]:
    """Search with the analyser of the language; `total` is exact up to 10,000."""
    found = search(q, lang=_lang(), kind=kind or None, after=after or None, limit=min(limit, 50))
    return {
        "items": [
            {
                "kind": row.kind,
                "title": "".join(part.text for part in row.title),
                "text": "".join(part.text for part in row.text),
                "language": row.language,
                "day": row.day,
                "page": _address(row.url_name, *row.url_args),
                "demo": row.invented,
            }
            for row in found.rows
        ],
        "total": found.total.number,
        "more_than": found.total.more,
        "after": found.next,
    }


@api.get("/law/due", tags=["law"], summary="The due day of a term, explained")
@public
def due(request: HttpRequest, norm: Short, start: Annotated[dt.date, Query(alias="from")]) -> dict[str, Any]:
    """The last day of a term of `norm` that began on `from`, with the trace: day zero, each skipped day, the norm."""
    law = law_now()
    try:
        counted = law.norms.at(start)[norm].ends(start, law.calendar)
    except LawError as error:
        raise ApiProblem(422, error.code, error.sentence(_lang()), error.remedy(_lang())) from error
    return {
        "norm": norm,
        "from": start,
        "due_on": counted.day,
        "why": explain(counted, _lang()),
        "trace": counted.trace,
    }


@api.get("/law/norms", tags=["law"], summary="Norms in force on a day")
@public
def norms(request: HttpRequest, on: dt.date | None = None) -> dict[str, Any]:
    """All norms in force on a day (today by default), each with act, article and standing."""
    day = on or legal_day(timezone.now())
    law = law_now()
    rows = law.norms.at(day)
    return {
        "on": day,
        "edition": law.norms.edition,
        "items": [
            {
                "key": key,
                "title": rows[key].title.get(_lang()),
                "value": None if rows[key].value is None else str(rows[key].value),
                "unit": rows[key].unit,
                "act": rows[key].act,
                "article": rows[key].article,
                "url": rows[key].url,
                "standing": rows[key].standing,
                "valid_from": rows[key].valid_from,
                "valid_to": rows[key].valid_to,
            }
            for key in rows
        ],
    }
