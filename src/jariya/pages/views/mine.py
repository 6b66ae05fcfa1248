"""My cases: private, for whoever is signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jariya.kernel.notices.queries import unread
from jariya.kernel.people.gates import signed_in
from jariya.pages import words
from jariya.pages.public import today_of
from jariya.pages.queries.mine import mine as own_cases
from jariya.pages.queries.mine import waiting
from jariya.portals.dialogue.access import page as private


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """All one's open cases in one list: what runs until when, what waits for me. `?state=closed` shows the others."""
    today = today_of(request)
    closed = request.GET.get("state") == "closed"
    after = request.GET.get("after")
    rows, following = own_cases(request.user, today=today, open_only=not closed, after=after)  # type: ignore[arg-type]
    context = {
        "rows": rows,
        "following": following,
        "after": after,
        "closed": closed,
        "waiting": [] if closed or after else waiting(request.user, today=today),  # type: ignore[arg-type]
        "unread": unread(request.user),  # type: ignore[arg-type]
        "today": today,
        "waits_for": words.WAITS_FOR,
        "noindex": True,
    }
    return private(request, "pages/mine.html", context)
