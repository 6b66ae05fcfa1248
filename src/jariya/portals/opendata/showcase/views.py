"""Pages of applications: those shown to everyone, one's own, and the desk that looks at them."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import needs, signed_in
from jariya.kernel.people.private import me, now_of
from jariya.kernel.people.private import page as private_page
from jariya.kernel.web.caching import kept
from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.showcase import actions, queries
from jariya.portals.opendata.showcase.forms import OfferForm
from jariya.portals.opendata.showcase.models import Application


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """All applications that are shown, the newest first."""
    rows, following = queries.listed(after=request.GET.get("after", "")[:20])
    here = reverse("showcase:front")
    context = {"rows": rows, "following": f"{here}?after={following}" if following else None}
    return kept(render(request, "showcase/front.html", context, using="jinja2"))


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One application."""
    found = queries.shown().filter(pk=number).first() if number < 2**62 else None
    if found is None:
        raise Http404
    context = {"row": found, "set": found.data_set, "invented": found.data_set.case.invented}
    return kept(render(request, "showcase/one.html", context, using="jinja2"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ask")
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell of an application built on a set."""
    data_set = DataSet.objects.visible_to(None).living().filter(slug=slug).select_related("case__body").first()
    if data_set is None:
        raise Http404
    refusal: Refused | None = None
    if request.method == "POST":
        form = OfferForm(request.POST)
        if form.is_valid():
            try:
                actions.offer(data_set=data_set, by=me(request), now=now_of(request), **form.cleaned_data)
            except Refused as error:
                refusal = error
            else:
                return HttpResponseRedirect(f"{reverse('showcase:mine')}?sent=1")
    else:
        spoken = translation.get_language() or "kk"
        form = OfferForm(initial={"key": secrets.token_urlsafe(16), "language": spoken})
    status = refusal.status if refusal else 422 if form.errors else 200
    return private_page(request, "showcase/offer.html", {"form": form, "set": data_set, "refusal": refusal}, status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """One's own applications: what became of them; taking one back."""
    person, refusal = me(request), None
    if request.method == "POST":
        number = request.POST.get("number", "")
        held = Application.objects.filter(maker=person, pk=int(number)).first() if _number(number) else None
        if held is None:
            raise Http404
        try:
            actions.withdraw(application=held, by=person, now=now_of(request))
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("showcase:mine"))
    rows = Application.objects.filter(maker=person).select_related("data_set__case").order_by("-pk")[:50]
    context = {"rows": rows, "refusal": refusal, "sent": bool(request.GET.get("sent"))}
    return private_page(request, "showcase/mine.html", context, refusal.status if refusal else 200)


def _number(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 18


@require_safe
@needs("office")
def desk(request: HttpRequest) -> HttpResponse:
    """Applications that wait for a look."""
    rows = queries.waiting(me(request), legal_day(now_of(request)))
    if rows is None:
        raise Http404
    return private_page(request, "showcase/desk.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("office")
def look(request: HttpRequest, number: int) -> HttpResponse:
    """One application at the desk: show it, or say why not."""
    rows = Application.objects.select_related("data_set__case__body")
    held = rows.filter(pk=number).first() if number < 2**62 else None
    now = now_of(request)
    if held is None or not queries.may_look(held, me(request), legal_day(now)):
        raise Http404
    refusal: Refused | None = None
    reason = request.POST.get("reason", "").replace("\0", "")[:1000]
    if request.method == "POST":
        try:
            if request.POST.get("do") == "show":
                actions.show(application=held, by=me(request), now=now)
            else:
                actions.refuse(application=held, reason=reason, by=me(request), now=now)
        except Refused as error:
            refusal = error
        else:
            return HttpResponseRedirect(reverse("showcase:desk"))
    context = {"row": held, "set": held.data_set, "refusal": refusal, "reason": reason}
    return private_page(request, "showcase/look.html", context, refusal.status if refusal else 200)
