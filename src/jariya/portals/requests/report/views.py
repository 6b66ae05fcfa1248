"""Public pages and files of the report: the same bytes for every reader."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.web.caching import kept
from jariya.portals.requests.monitoring.lifecycle import RECOMMENDATION
from jariya.portals.requests.report import gathering, papers, queries, recompute_report
from jariya.portals.requests.report.models import Report
from jariya.portals.requests.report.outline import outline
from jariya.portals.requests.report.words import CUTS, DAYS, FINDING_CUTS, FINDING_SHORT, FINDINGS, MEASURES, SHORT
from jariya.portals.requests.views import page

MOST_BODIES = 50
PAPERS = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", papers.docx),
    "pdf": ("application/pdf", papers.pdf),
}


def _lang() -> str:
    return get_language() or "kk"


def _find(year: int, edition: int | None = None) -> Report:
    found = queries.find(year, edition)
    if found is None:
        raise Http404
    return found


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Reports of all years, newest first."""
    reports = Report.objects.visible_to(None).select_related("body").order_by("-year", "-edition")
    return page(request, "report/front.html", {"reports": list(reports)})


@require_safe
def report(request: HttpRequest, year: int) -> HttpResponse:
    """The edition in force of a year's report."""
    return _shown(request, _find(year))


@require_safe
def edition(request: HttpRequest, year: int, edition: int) -> HttpResponse:
    """One edition, in force or replaced."""
    return _shown(request, _find(year, edition))


def _shown(request: HttpRequest, found: Report) -> HttpResponse:
    every = "bodies" in request.GET
    told = Told(found.pk, found.state, found.figures_sha256, _lang(), legal_day(timezone.now()), every)
    editions = list(Report.objects.visible_to(None).filter(year=found.year).order_by("-edition"))
    context = {
        "written": _written(told),
        "report": found,
        "editions": editions,
        "every": every,
        "invented": found.body.invented,
    }
    return page(request, "report/report.html", context)


class Told(NamedTuple):
    """What the figures of an edition are written from: they never change, only the names beside them may."""

    report: int
    state: str
    figures: str
    """Their digest."""
    lang: str
    day: dt.date
    every: bool
    """All bodies, not the first ones alone."""


class Written(NamedTuple):
    """The figures as the page has them, and what the page says above and below them."""

    figures: str
    ended: int
    in_time: int
    more: bool


@lru_cache(maxsize=24)
def _written(told: Told) -> Written:
    """Tables of three thousand bodies take most of a second to write: written once a day for each language."""
    found = Report.objects.select_related("body").get(pk=told.report)
    whole = queries.whole(found, lang=told.lang, most=None if told.every else MOST_BODIES)
    context = {
        "whole": whole,
        "measures": MEASURES,
        "days": DAYS,
        "short": SHORT,
        "cuts": CUTS,
        "of_findings": FINDINGS,
        "finding_short": FINDING_SHORT,
    }
    total = whole.total
    return Written(
        mark_safe(render_to_string("report/figures.html", context, using="jinja2")),  # noqa: S308 - escaped there
        total.get("answered", 0) + total.get("unanswered", 0),
        total.get("in_time", 0),
        not told.every and any(len(whole.cuts[by]) == MOST_BODIES for by in queries.MANY),
    )


@require_safe
def rows(request: HttpRequest, year: int, edition: int) -> HttpResponse:
    """The requests behind one figure."""
    found = _find(year, edition)
    by, key, measure = (request.GET.get(name, "") for name in ("by", "key", "measure"))
    of_findings = measure in FINDINGS and by in ("all", *FINDING_CUTS)
    known = of_findings or measure in MEASURES or measure.startswith("ground:")
    if (by not in CUTS and by != "all") or not known:
        raise Http404
    if of_findings:
        return _findings(request, found, by=by, key=key[:80], measure=measure)
    at = request.GET.get("after", "")
    after = int(at) if at.isdecimal() and len(at) < 9 else 0
    shown, following = queries.rows_of(found, by=by, key=key[:80], measure=measure[:40], after=after)
    named = {("body", row.body) for row in shown} | ({(by, key)} if by in CUTS else set())
    names = queries.Names(named, lang=_lang())
    context = {
        "report": found,
        "rows": shown,
        "following": following,
        "after": after,
        "names": names,
        "by": by,
        "key": key,
        "measure": measure,
        "said": queries.measure_name(measure, names),
        "cut": names.of(by, key) if by in CUTS else "",
        "invented": found.body.invented,
    }
    return page(request, "report/rows.html", context)


def _findings(request: HttpRequest, found: Report, *, by: str, key: str, measure: str) -> HttpResponse:
    shown = queries.findings_of(found, by=by, key=key, measure=measure)
    names = queries.Names({("body", row.body) for row in shown} | ({(by, key)} if by in CUTS else set()), lang=_lang())
    context = {
        "report": found,
        "rows": shown,
        "names": names,
        "said": queries.measure_name(measure),
        "cut": names.of(by, key) if by in CUTS else "",
        "states": {state.code: state.title for state in RECOMMENDATION.states},
        "invented": found.body.invented,
    }
    return page(request, "report/findings.html", context)


@require_safe
def paper(request: HttpRequest, year: int, edition: int, kind: str) -> HttpResponse:
    """The report as DOCX or PDF in the language of the address."""
    if kind not in PAPERS:
        raise Http404
    found = _find(year, edition)
    media, make = PAPERS[kind]
    whole = queries.whole(found, lang=_lang(), most=2000)
    answer = HttpResponse(make(outline(whole, _lang()), lang=_lang()), content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="report-{year}-{edition}-{_lang()}.{kind}"'
    return kept(answer)


@require_safe
def document(request: HttpRequest, year: int, edition: int) -> HttpResponse:
    """The report as JSON, for `recompute_report.py` and other programs."""
    return kept(JsonResponse(queries.document(_find(year, edition)), json_dumps_params={"ensure_ascii": False}))


@require_safe
def rows_file(request: HttpRequest, year: int, edition: int) -> StreamingHttpResponse:
    """The frozen rows as a packed CSV."""
    found = _find(year, edition)
    answer = StreamingHttpResponse(
        _packed(gathering.lines(gathering.stored(found.pk))), content_type="application/gzip"
    )
    word = "invented-" if found.body.invented else ""
    answer["Content-Disposition"] = f'attachment; filename="{word}report-{year}-{edition}-rows.csv.gz"'
    return kept(answer)


@require_safe
def findings_file(request: HttpRequest, year: int, edition: int) -> StreamingHttpResponse:
    """The frozen findings as a packed CSV; editions made before findings were counted have none."""
    found = _find(year, edition)
    if not found.findings_sha256:
        raise Http404
    pieces = gathering.lines(gathering.stored_findings(found.pk), recompute_report.FINDING_COLUMNS)
    answer = StreamingHttpResponse(_packed(pieces), content_type="application/gzip")
    word = "invented-" if found.body.invented else ""
    answer["Content-Disposition"] = f'attachment; filename="{word}report-{year}-{edition}-findings.csv.gz"'
    return kept(answer)


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The program that rebuilds the figures."""
    answer = HttpResponse(Path(recompute_report.__file__).read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="recompute_report.py"'
    return kept(answer)


def _packed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    for piece in pieces:
        if made := packer.compress(piece):
            yield made
    yield packer.flush()
