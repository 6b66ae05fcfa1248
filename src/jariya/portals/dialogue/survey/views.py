"""Pages of surveys: public ones the same bytes for every reader, and the private form of an answer."""

from __future__ import annotations

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs
from jariya.kernel.web import caching
from jariya.portals.dialogue.access import me, now_of
from jariya.portals.dialogue.access import page as private_page
from jariya.portals.dialogue.survey import actions, queries
from jariya.portals.dialogue.survey.forms import AnswerForm
from jariya.portals.dialogue.views import page


def _lang() -> str:
    return translation.get_language() or "kk"


def _view(public_id: str) -> queries.SurveyView:
    view = queries.find(public_id, lang=_lang())
    if view is None:
        raise Http404
    return view


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Surveys, newest first."""
    rows, following = queries.listed(after=request.GET.get("after", "")[:40] or None)
    context = {
        "surveys": rows,
        "following": following,
        "after": request.GET.get("after"),
        "today": legal_day(timezone.now()),
    }
    return page(request, "survey/front.html", context)


@require_safe
def survey(request: HttpRequest, public_id: str) -> HttpResponse:
    """One survey: what is asked, until when; its figures once it is over."""
    view = _view(public_id)
    if view.case.public_id != public_id:
        return HttpResponsePermanentRedirect(reverse("survey:survey", args=[view.case.public_id]))
    return page(request, "survey/survey.html", _context(view))


def _context(view: queries.SurveyView) -> dict[str, object]:
    open_now = view.case.state == "open" and legal_day(timezone.now()) <= view.survey.closes_on
    return {"view": view, "open": open_now, "invented": view.case.invented}


@require_safe
def table(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The public figures as CSV, once the survey is over."""
    view = _view(public_id)
    if not view.over:
        raise Http404
    mark = "INVENTED-" if view.case.invented else ""
    return caching.table(queries.as_csv(view), f"{mark}survey-{view.case.public_id}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("survey")
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer a survey, once. What was typed comes back with what is wrong."""
    view = _view(public_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, items=[one.item for one in view.items])
    refusal: Refused | None = None
    done = actions.has_answered(view.survey, me(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(
                survey=view.survey,
                chosen=form.chosen(),
                texts=form.texts(),
                language="ru" if _lang() == "ru" else "kk",
                by=me(request),
                now=now_of(request),
            )
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("survey:answer", args=[view.case.public_id]))
    context = {**_context(view), "form": form, "refusal": refusal, "done": done}
    status = refusal.status if refusal else 422 if form.is_bound and form.errors else 200
    return private_page(request, "survey/answer.html", context, status=status)
