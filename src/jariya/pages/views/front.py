"""The front page: what you can do here, what the state owes today, what moves now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jariya.kernel.record.queries import sealed_day
from jariya.pages.public import lang_of, page, today_of
from jariya.pages.queries.moving import moving
from jariya.pages.queries.owed import late_by_body, owed
from jariya.portals.dialogue.queries import public_list


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """At most eight queries, however large the nation."""
    today = today_of(request)
    answered, _more = public_list(limit=3)
    context = {
        "today": today,
        "owed": owed(today),
        "late": late_by_body(today),
        "moving": moving(lang_of(request)),
        "answered": answered,
        "sealed_day": sealed_day(),
    }
    return page(request, "pages/front.html", context)
