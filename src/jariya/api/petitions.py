"""The read API of petitions: the list, one with its count and what became of it, promises, downloads.

No postponed annotations here: ninja reads the types of the wrapped functions.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from jariya.api.habits import ApiProblem, public
from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web import caching
from jariya.kernel.web.caching import PUBLIC
from jariya.kernel.web.ranges import served
from jariya.portals.petitions.collecting import api as collecting
from jariya.portals.petitions.consideration import queries as considering
from jariya.portals.petitions.public import exporting, queries
from jariya.portals.petitions.public.queries import PetitionView, Row, Wish

logger = logging.getLogger(__name__)
router = Router(tags=["petitions"])
Short = Annotated[str, Query(max_length=200)]
Limit = Annotated[int, Query(ge=1, le=100)]
PARQUET = "application/vnd.apache.parquet"


def _lang() -> str:
    return translation.get_language() or "kk"


def _body(body: Body) -> dict[str, Any]:
    return {"slug": body.slug, "name": body.name(_lang()).text, "demo": body.invented}


def _asked_body(slug: str) -> Body | None:
    if not slug:
        return None
    found = by_address(slug)
    if found is None:
        raise ApiProblem(404, "body_unknown", _("There is no such body"), _("Use the slug from /api/v1/bodies."))
    return found.body


def _row(row: Row) -> dict[str, Any]:
    petition = row.petition
    return {
        "id": row.case.public_id,
        "title": row.title,
        "language": row.lang,
        "state": row.case.state,
        "addressee": _body(petition.addressee),
        "opened_at": petition.opened_at,
        "threshold": petition.threshold,
        "count": row.progress.count,
        "outcome": petition.outcome or None,
        "decided_on": petition.decided_on,
        "page": reverse("petitions-public:petition", args=[row.case.public_id]),
        "demo": row.case.invented,
    }


@router.get("", summary="Public petitions, newest first; with words, the best first")
@public
def petitions(
    request: HttpRequest, q: Short = "", which: Short = "all", body: Short = "", region: Short = "",
    outcome: Short = "", ground: Short = "", year: int | None = None, after: Short = "", limit: Limit = 20,
) -> dict[str, Any]:  # fmt: skip
    """`which`: collecting, considered, decided, archive, refused, all. `region`: KATO code of nine digits."""
    if which not in queries.WHICH:
        raise ApiProblem(422, "parameter_invalid", _("There is no such group"), ", ".join(queries.WHICH))
    territory = Region.objects.filter(code=region).first() if region else None
    if region and territory is None:
        raise ApiProblem(
            404, "region_unknown", _("There is no such region"), _("Use the nine digits of its KATO code.")
        )
    wish = Wish(
        words=q,
        which=which,
        body=_asked_body(body),
        region_id=territory.pk if territory else None,
        outcome=outcome if outcome in ("satisfied", "partly", "refused") else "",
        ground=ground,
        year=year if year and 2000 <= year <= 2100 else None,
    )
    listed = queries.listed(wish, after=after or None, limit=limit)
    items = [
        {**_row(row), **({"ground": refusal.ground} if (refusal := listed.refusals.get(row.case.pk)) else {})}
        for row in listed.rows
    ]
    return {"items": items, "after": listed.following}


@router.get("/promises", summary="What bodies have promised: figures by body, and what is late")
@public
def petition_promises(request: HttpRequest, body: Short = "", after: int = 0) -> dict[str, Any]:
    """Each promise is in one figure: kept in time, kept late, late, running, given up."""
    found, today = _asked_body(body), legal_day(timezone.now())
    wanted = [found.pk] if found else considering.bodies_with_promises()
    reached = [found.pk] if found else considering.bodies_with_petitions()
    bodies = Body.objects.in_bulk({*wanted, *reached})
    late, following = considering.late_promises(today=today, body=found, after=max(0, after))
    return {
        "on": today,
        "bodies": [
            {"body": _body(bodies[pk]), **figures.__dict__}
            for pk, figures in considering.kept_by(wanted, today=today).items()
        ],
        "terms": [
            {"body": _body(bodies[pk]), **done.__dict__}
            for pk, done in considering.considered_by(reached, today=today).items()
        ],
        "late": [
            {
                "petition": row.case.public_id,
                "promise": row.number,
                "body": row.body.slug,
                "due_on": row.due_on,
                "days_late": row.days_late(today),
            }
            for row in late
        ],
        "after": following,
    }


@router.get("/list.csv", summary="All public petitions as CSV", response=None)
def petitions_csv(request: HttpRequest) -> HttpResponseBase:
    """One row a petition: state, threshold, count, outcome, days. Both titles; unknown is empty."""
    return _csv(exporting.LIST, exporting.petitions(), "petitions.csv")


@router.get("/list.parquet", summary="The same as Parquet, made anew each hour", response=None)
def petitions_parquet(request: HttpRequest) -> HttpResponseBase:
    """Whole or in ranges."""
    hour = timezone.now().strftime("%Y%m%d%H")
    return _parquet(request, exporting.LIST, exporting.petitions(), "list", hour)


@router.get("/{public_id}", summary="One petition: texts, count, threshold, terms, decision, promises, events")
@public
def petition(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """A petition as anyone may open it. In the support phase it is found by its id alone and stands in no list."""
    view = queries.find(public_id, today=legal_day(timezone.now()))
    if view is None:
        raise Http404
    return one(view)


def one(view: PetitionView) -> dict[str, Any]:
    """A petition in plain values."""
    row, room = view.petition, view.room
    signed = room.signed or room.public
    return {
        "id": view.case.public_id,
        "number": row.number,
        "titles": {lang: view.texts.title(lang) or None for lang in ("kk", "ru")},
        "texts": {lang: view.texts.text(lang) or None for lang in ("kk", "ru")},
        "first_language": view.texts.first,
        "text_sha256": bytes(row.text_digest).hex(),
        "revision": row.revision,
        "state": view.case.state,
        "state_title": str(view.state.title),
        "suspended_since": view.case.suspended_since,
        "addressee": _body(row.addressee),
        "opened_at": row.opened_at,
        "closes_on": view.closes_on,
        "count": view.count.count,
        "signatures": view.count.signatures,
        "taken_back": view.count.minus,
        "on_paper": view.count.paper,
        "counted_at": view.count.at,
        "log": f"/log/{collecting.log_name(view.case)}/",
        "needed": view.progress.needed,
        "threshold": {
            "people": row.threshold,
            "norm": row.threshold_norm or None,
            "percent": None if row.threshold_percent is None else str(row.threshold_percent.normalize()),
            "population": row.population,
            "population_on": row.population_on,
            "population_source": row.population_source or None,
        },
        "regions": collecting.tallies(view.case),
        "days": collecting.history(view.case),
        "refusals": [
            {"on": turned.on, "ground": turned.code, "reason": turned.reason or None, "overturned": turned.overturned}
            for turned in view.turned
        ],
        "decision": None
        if signed is None
        else {
            "version": signed.version,
            "status": signed.status,
            "outcome": signed.outcome,
            "comments_until": signed.comments_until,
            "signed_at": signed.signed_at,
            "post": signed.signer_post.name(_lang()).text if signed.signer_post else None,
            "reasons": {"kk": signed.reasons_kk, "ru": signed.reasons_ru},
            "points": [
                {
                    "number": point.number,
                    "outcome": point.outcome,
                    "demand": {"kk": point.demand_kk, "ru": point.demand_ru},
                    "reasons": {"kk": point.reasons_kk, "ru": point.reasons_ru},
                }
                for point in signed.points.all()
            ],
        },
        "promises": [
            {
                "number": one.promise.number,
                "text": {"kk": one.promise.text_kk, "ru": one.promise.text_ru},
                "status": one.promise.status,
                "first_due_on": one.promise.first_due_on,
                "due_on": one.promise.due_on,
                "kept_on": one.promise.kept_on,
                "days_late": one.days_late,
                "post": one.promise.post.name(_lang()).text,
                "evidence": one.promise.link or None,
                "files": [file.href for file in one.files if file.href],
                "changes": [
                    {"from": change.old_due, "to": change.new_due, "reason": change.reason(_lang())}
                    for change in one.promise.changes.all()
                ],
            }
            for one in room.promises
        ],
        "hearings": [
            {
                "number": hearing.number,
                "status": hearing.status,
                "starts_at": hearing.starts_at,
                "stream": hearing.stream or None,
                "agenda": {"kk": hearing.agenda_kk, "ru": hearing.agenda_ru},
                "minutes": {"kk": hearing.minutes_kk or None, "ru": hearing.minutes_ru or None},
            }
            for hearing in room.hearings
        ],
        "working_group": [{"part": member.part, "seat": member.seat(_lang()), "status": member.status}
                          for member in room.members],
        "terms": [
            {
                "kind": term.kind,
                "title": term.title,
                "norm": term.norm_key,
                "confirmed": term.confirmed,
                "state": term.state,
                "started_on": term.started_on,
                "due_on": term.due_on,
                "met_on": term.met_on,
                "why": term.steps,
                "trace": term.trace,
            }
            for term in view.terms
        ],
        "events": [{"kind": said.kind, "at": said.when, "on": said.on, "text": said.text} for said in view.timeline],
        "page": reverse("petitions-public:petition", args=[view.case.public_id]),
        "demo": view.case.invented,
    }  # fmt: skip


def _listed(public_id: str) -> PetitionView:
    """A petition whose figures leave for machines: not one that is read by its link alone."""
    view = queries.find(public_id, today=legal_day(timezone.now()))
    if view is None or view.by_link:
        raise Http404
    return view


@router.get("/{public_id}/tallies.csv", summary="Signatures by hour and region as CSV", response=None)
def petition_tallies_csv(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """`hour` in UTC, `region` a KATO code (empty: not said), `kind` sign, minus or paper. Adds up to the count."""
    view = _listed(public_id)
    return _csv(exporting.TALLIES, exporting.tallies(view.case), f"{view.case.public_id}.csv")


@router.get("/{public_id}/tallies.parquet", summary="The same as Parquet", response=None)
def petition_tallies_parquet(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Made once for each size of the log."""
    view = _listed(public_id)
    name, size = view.case.public_id, str(view.count.size)
    return _parquet(request, exporting.TALLIES, exporting.tallies(view.case), name, size)


def _csv(table: exporting.Table, rows: Iterator[tuple[Any, ...]], name: str) -> HttpResponseBase:
    answer = caching.table(exporting.as_csv(table, rows), name)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _parquet(
    request: HttpRequest, table: exporting.Table, rows: Iterator[tuple[Any, ...]], name: str, mark: str
) -> HttpResponseBase:
    try:
        path: Path = exporting.as_parquet(table, rows, name, mark)
    except OSError as error:
        logger.exception("%s: parquet", name)
        raise ApiProblem(
            503,
            "parquet_not_made",
            _("The Parquet file could not be made"),
            _("Take the CSV: it holds the same rows."),
        ) from error
    headers = {
        "Cache-Control": PUBLIC,
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "Content-Range, Content-Length, ETag",
        "Content-Disposition": f'attachment; filename="petitions-{name}.parquet"',
    }
    content = path.read_bytes()
    return served(
        request,
        lambda start, length: iter([content[start : start + length]]),
        size=len(content),
        tag=f"{name}-{mark}-{exporting.FORM}",
        kind=PARQUET,
        headers=headers,
    )
