"""Pages of a body's figures: the figures, the rows behind each, the same as CSV, clusters of like answers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.queries import by_address
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web import caching
from jariya.portals.dialogue import figure_rows, measures
from jariya.portals.dialogue import figures as counted
from jariya.portals.dialogue.alike.models import Cluster, Compared, Member
from jariya.portals.dialogue.figures import Figure
from jariya.portals.dialogue.measures import Period
from jariya.portals.dialogue.queries import questions
from jariya.portals.dialogue.views import page

MEMBERS = 50


def _lang() -> str:
    return translation.get_language() or "kk"


def _period(request: HttpRequest, slug: str) -> Period:
    """The body at an address, and the year asked for; the present one where none or none that can be is named."""
    addressed = by_address(slug[:80])
    if addressed is None:
        raise Http404
    today = legal_day(timezone.now())
    said = request.GET.get("year", "")
    year = int(said) if said.isascii() and said.isdigit() and 2000 <= int(said[:5]) <= today.year else today.year
    return Period.year(addressed.body, year, today)


def _moved(slug: str, body: Body, name: str, **more: Any) -> HttpResponse | None:
    if body.slug == slug:
        return None
    return HttpResponsePermanentRedirect(reverse(name, kwargs={"slug": body.slug, **more}))


@require_safe
def figures(request: HttpRequest, slug: str) -> HttpResponse:
    """All figures of a body for a year; each number leads to its rows."""
    period = _period(request, slug)
    if moved := _moved(slug, period.body, "dialogue:figures"):
        return moved
    year = period.first.year

    def href(figure: Figure) -> str:
        return reverse("dialogue:figure", args=[period.body.slug, figure.code]) + f"?year={year}"

    context = {
        "body": period.body,
        "year": year,
        "years": range(period.today.year, counted.first_year(period.body, period.today) - 1, -1),
        "figures": counted.figures(period, lang=_lang()),
        "href": href,
        "invented": period.body.invented,
    }
    return page(request, "dialogue/figures.html", context)


@require_safe
def figure(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The rows behind one figure."""
    period = _period(request, slug)
    if moved := _moved(slug, period.body, "dialogue:figure", code=code):
        return moved
    row = measures.measure(code, _lang(), period.today)
    if row is None:
        raise Http404
    cases, following = figure_rows.page_of(row, period, after=request.GET.get("after", "")[:40] or None)
    context = {
        "body": period.body,
        "year": period.first.year,
        "measure": row,
        "cases": cases,
        "following": following,
        "number": row.cases(period).count(),
        "invented": period.body.invented,
    }
    return page(request, "dialogue/figure.html", context)


@require_safe
def table(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """The rows behind one figure as CSV."""
    period = _period(request, slug)
    row = measures.measure(code, _lang(), period.today)
    if row is None:
        raise Http404
    mark = "INVENTED-" if period.body.invented else ""
    name = f"{mark}{period.body.slug}-{row.code}-{period.first.year}-as-of-{period.today.isoformat()}.csv"
    return caching.table(figure_rows.as_csv(row, period), name)


@require_safe
def alike(request: HttpRequest, slug: str) -> HttpResponse:
    """Clusters of near-identical answers of a body, the largest first."""
    addressed = by_address(slug[:80])
    if addressed is None:
        raise Http404
    body = addressed.body
    if moved := _moved(slug, body, "dialogue:alike"):
        return moved
    rows = list(Cluster.objects.filter(body=body).order_by("number")[:MEMBERS])
    examples = _questions([row.pk for row in rows], one_each=True)
    context = {
        "body": body,
        "compared": Compared.objects.filter(body=body).first(),
        "clusters": [(row, examples.get(row.pk, [])) for row in rows],
        "invented": body.invented,
    }
    return page(request, "dialogue/alike.html", context)


@require_safe
def cluster(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One cluster: the questions that got the same answer."""
    addressed = by_address(slug[:80])
    row = Cluster.objects.filter(body=addressed.body, number=number).first() if addressed else None
    if addressed is None or row is None:
        raise Http404
    context = {
        "body": addressed.body,
        "cluster": row,
        "questions": _questions([row.pk]).get(row.pk, [])[:MEMBERS],
        "invented": addressed.body.invented,
    }
    return page(request, "dialogue/cluster.html", context)


def _questions(clusters: list[int], *, one_each: bool = False) -> dict[int, list[Any]]:
    """Questions of clusters that anyone may read now: one sealed since the job ran is left out."""
    members = Member.objects.filter(cluster__in=clusters)
    members = members.order_by("cluster_id", "-case_id")
    if one_each:
        members = members.distinct("cluster_id")
    where = dict(members.values_list("case_id", "cluster_id"))
    shown = questions().visible_to(None).filter(case__in=where, published_on__isnull=False)
    found: dict[int, list[Any]] = {}
    for question in shown.order_by("-case_id"):
        found.setdefault(where[question.case_id], []).append(question)
    return found
