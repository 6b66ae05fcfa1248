"""The one lasting page of a body."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from jariya.kernel.bodies.models import PostKind
from jariya.kernel.bodies.queries import by_address, duties_of, missing, predecessors, seats, successors
from jariya.pages import words
from jariya.pages.parts import PARTS, Asked
from jariya.pages.public import lang_of, law_or_none, page, today_of

MOST_PARTS = 40
LEADERS = (PostKind.HEAD, PostKind.DEPUTY_HEAD, PostKind.CHIEF_OF_STAFF)


@require_safe
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about a body. A former address redirects for ever to the present one."""
    addressed = by_address(slug[:80])
    if addressed is None:
        raise Http404
    found = addressed.body
    if addressed.moved:
        return HttpResponsePermanentRedirect(reverse("pages:body", args=[found.slug]))
    today, lang = today_of(request), lang_of(request)
    # A real body that takes no questions here has no figures: nothing invented may hang on it, and zero would be a lie.
    lives = found.connected or found.invented
    places = {part.key: request.GET[part.key][:100] for part in PARTS if part.key in request.GET}
    asked = Asked(found, today, lang, law_or_none() if lives else None, places)
    sitting = seats(found, day=today)
    inside = list(found.parts.on(today).order_by(f"sort_{lang}", "id")[: MOST_PARTS + 1])
    context = {
        "body": found,
        "invented": found.invented,
        "today": today,
        "lives": lives,
        "parts_here": [(part.template, part.read(asked)) for part in PARTS] if lives else [],
        "head": next((seat.post for seat in sitting if seat.post.kind == PostKind.HEAD), None),
        "leaders": [seat for seat in sitting if seat.post.kind in LEADERS],
        "officers": [seat for seat in sitting if seat.post.kind not in LEADERS],
        "reception": [(seat.post, day) for seat in sitting for day in seat.post.reception_days.all()],
        "units": list(found.units.all()),
        "origins": predecessors(found).next,
        "heirs": successors(found).next,
        "former_names": list(found.former_names.all()),
        "inside": inside[:MOST_PARTS],
        "more_inside": len(inside) > MOST_PARTS,
        "holdings": duties_of(found, day=today),
        "missing": [words.missing(word) for word in missing(found, day=today)],
        "words": words,
    }
    return page(request, "pages/body/body.html", context)
