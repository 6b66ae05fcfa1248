"""The rows behind the figures of what is owed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.queries import by_address
from jariya.pages import dayplace
from jariya.pages.public import page, today_of
from jariya.pages.queries.owed import WHEN, duties
from jariya.pages.queries.owed import owed as count


@require_safe
def owed(request: HttpRequest, when: str) -> HttpResponse:
    """Running duties due today, within a week, or late; of all bodies or, with `?body=`, of one."""
    if when not in WHEN:
        raise Http404
    today = today_of(request)
    slug = request.GET.get("body", "")
    found = by_address(slug[:80]) if slug else None
    if slug and found is None:
        raise Http404
    body = found.body if found else None
    after = dayplace.read(request.GET.get("after"))
    rows, following = duties(when, today, body=body, after=after)
    context = {
        "when": when,
        "rows": rows,
        "counts": count(today, body),
        "following": following,
        "after": after,
        "body": body,
        "today": today,
        "suffix": f"?body={body.slug}" if body else "",
    }
    return page(request, "pages/owed.html", context)
