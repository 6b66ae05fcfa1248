"""The coupon: printed by the clerk in large type, and opened by its number and word, at a desk or at home."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import private
from jariya.kernel.people.limits import network_of
from jariya.kernel.web import qr
from jariya.office.filing import coupons, handing
from jariya.office.filing.access import clerks
from jariya.office.filing.forms import CouponForm
from jariya.office.filing.lifecycle import Status
from jariya.office.filing.models import Coupon
from jariya.office.filing.views.shared import own, to
from jariya.portals.dialogue.access import page


@require_http_methods(["GET", "HEAD", "POST"])
@clerks
def printed(request: HttpRequest, now: dt.datetime, token: uuid.UUID) -> HttpResponse:
    """The coupon in large type with its QR code. Once handed over, its secret word is readable nowhere."""
    filing = own(request, token)
    if filing.status != Status.REGISTERED or filing.case is None:
        raise Http404
    coupon = Coupon.objects.get(case=filing.case)
    if request.method == "POST":
        coupons.hand_over(coupon)
        return to("filing:front", query="done=1")
    due = filing.case.obligations.filter(kind="answer").order_by("id").first()
    context = {
        "filing": filing,
        "letter": filing.case.letter,
        "due": due,
        "word": coupons.word(coupon, now=now),
        "qr": qr.svg(coupons.address(filing.case, filing.language)),
        "invented": filing.body.invented,
    }
    return page(request, "filing/coupon.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def opened(request: HttpRequest) -> HttpResponse:
    """Number and secret word of a paper coupon: state, due day and answer, for whoever holds the paper."""
    now = timezone.now()
    form = CouponForm(request.POST or None, initial={"number": request.GET.get("n", "")[:40]})
    refusal, views = None, []
    if request.method == "POST" and form.is_valid():
        try:
            coupon = coupons.find(
                form.cleaned_data["number"], form.cleaned_data["secret"], network=network_of(request), now=now
            )
            views = handing.readings(coupon.case)
        except Refused as error:
            refusal = error
    context: dict[str, Any] = {"form": form, "refusal": refusal, "views": views}
    context["invented"] = any(view.case.body.invented for view in views)
    status = refusal.status if refusal else 422 if form.errors else 200
    return page(request, "filing/opened.html", context, status=status)
