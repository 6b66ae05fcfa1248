"""The desk of the report: freeze a year, have it signed, drop it. For supervisors of the authorised body."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from jariya.kernel.bodies.models import Body
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs
from jariya.kernel.people.private import me, now_of, page
from jariya.kernel.people.queries import bodies_of
from jariya.kernel.web.forms import PlainText
from jariya.portals.requests.report import actions, queries, signed
from jariya.portals.requests.report.lifecycle import MAKERS, SIGNERS, STATES
from jariya.portals.requests.report.models import Counting, Report
from jariya.portals.requests.report.words import CUTS, DAYS, FINDING_SHORT, FINDINGS, MEASURES, SHORT


class FreezeForm(forms.Form):
    """Which year, and what a further edition corrects."""

    year = forms.IntegerField(
        label=_("Year of the report"),
        min_value=2000,
        max_value=2100,
        error_messages={
            "required": _("Write the year in four digits."),
            "invalid": _("Write the year in four digits."),
            "min_value": _("Write the year in four digits."),
            "max_value": _("Write the year in four digits."),
        },
    )
    why = PlainText(
        label=_("What the new edition corrects"),
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("Only where the year has a signed report already. Readers see it."),
    )


def _body(request: HttpRequest, day: dt.date) -> tuple[Body, bool]:
    """The authorised body at whose desk the reader works, and whether they may freeze. 404 for everyone else."""
    for kinds in (MAKERS, SIGNERS):
        ids = bodies_of(me(request), day=day, kinds=kinds)
        body = Body.objects.filter(pk__in=ids).order_by("pk").first()
        if body is not None and (kinds == MAKERS or Report.objects.filter(body=body).exists()):
            return body, kinds == MAKERS
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office")
def desk(request: HttpRequest) -> HttpResponse:
    """All editions, and the form that freezes a new one."""
    now = now_of(request)
    body, maker = _body(request, legal_day(now))
    form = FreezeForm(request.POST if request.method == "POST" else None, initial={"year": legal_day(now).year - 1})
    refusal = None
    if request.method == "POST" and maker and form.is_valid():
        try:
            made = actions.begin(
                year=form.cleaned_data["year"], why=form.cleaned_data["why"], body=body, by=me(request), now=now
            )
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("report:desk-one", args=[made.year, made.edition]))
    reports = Report.objects.filter(body=body).order_by("-year", "-edition")
    context = {
        "form": form,
        "maker": maker,
        "refusal": refusal,
        "reports": list(reports),
        "states": STATES,
        "invented": body.invented,
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return page(request, "report/desk.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office")
def one(request: HttpRequest, year: int, edition: int) -> HttpResponse:
    """One edition before it is signed: all its figures, the way to sign, the way to drop."""
    now = now_of(request)
    body, maker = _body(request, legal_day(now))
    found = Report.objects.select_related("body").filter(body=body, year=year, edition=edition).first()
    if found is None:
        raise Http404
    refusal = None
    if request.method == "POST" and found.state == "frozen" and request.POST.get("verb") == "sign":
        return signed.begin(request, found, now=now)
    if request.method == "POST":
        try:
            actions.drop(report=found, by=me(request), now=now)
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("report:desk"))
    lang = get_language() or "kk"
    context = {
        "report": found,
        "counting": Counting.objects.filter(report=found).first() if found.state == "counting" else None,
        "whole": queries.whole(found, lang=lang, most=50),
        "maker": maker,
        "refusal": refusal,
        "state": STATES[found.state],
        "measures": MEASURES,
        "days": DAYS,
        "short": SHORT,
        "cuts": CUTS,
        "of_findings": FINDINGS,
        "finding_short": FINDING_SHORT,
        "invented": body.invented,
    }
    return page(request, "report/desk-one.html", context, status=refusal.status if refusal else 200)
