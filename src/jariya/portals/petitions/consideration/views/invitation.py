"""The petitioner's own page: the invitation to the working group."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jariya.kernel.lifecycle import ids
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.gates import signed_in
from jariya.kernel.people.private import me, page
from jariya.portals.petitions.consideration import actions, queries
from jariya.portals.petitions.consideration.forms import PlainForm
from jariya.portals.petitions.consideration.views.desk import title_of
from jariya.portals.petitions.models import Petition


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take part in the working group, or do not. Only the petitioner has this page."""
    now = timezone.now()
    rows = Petition.objects.select_related("case__body").filter(case__person=me(request))
    petition = rows.filter(case__public_id=ids.normal(public_id) or "").first()
    member = queries.invitation(petition.case, me(request)) if petition else None
    if petition is None or member is None:
        raise Http404
    refusal, status = None, 200
    form = PlainForm(request.POST or None, initial={"key": secrets.token_urlsafe(16)})
    if request.method == "POST" and request.POST.get("answer") in ("accept", "decline"):
        if form.is_valid():
            accept = request.POST["answer"] == "accept"
            key = f"invitation:{form.cleaned_data['key']}"
            try:
                actions.answer_invitation(case=petition.case, accept=accept, by=me(request), now=now, key=key)
            except Refused as error:
                refusal, status = error, error.status
            else:
                path = reverse("consideration:invitation", args=[petition.case.public_id])
                return HttpResponseRedirect(f"{path}?done=1")
        else:
            status = 422
    title, title_lang = title_of(petition)
    context = {
        "petition": petition,
        "case": petition.case,
        "member": member,
        "room": queries.room(petition.case, today=legal_day(now), reader=me(request)),
        "title": title,
        "title_lang": title_lang,
        "form": form,
        "refusal": refusal,
        "open": petition.case.state == "considering",
        "done": request.GET.get("done", ""),
        "invented": petition.case.invented,
    }
    return page(request, "consideration/invitation.html", context, status=status)
