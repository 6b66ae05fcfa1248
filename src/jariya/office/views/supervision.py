"""What a supervisor of the authorised body sees first: complaints, letters that wander, bodies that are late."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jariya.kernel.correspondence.actions.forwarding import hop_limit
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.office import kinds, queue, supervision
from jariya.office.access import at_desk
from jariya.office.law.access import edits_law
from jariya.portals.dialogue.access import page


@require_safe
@at_desk
def front(request: HttpRequest, desk: queue.Desk, now: dt.datetime) -> HttpResponse:
    """Complaints by due day, second hops, the bodies with the most late duties; each figure opens its rows."""
    if not desk.everywhere:
        raise Http404
    today, law = legal_day(now), law_now()
    norms = law.norms.at(today)
    hops = {kind: norms[hop_limit(kind)].count for kind in kinds.KINDS}
    complaints, more = supervision.complaints(today)
    context = {
        "complaints": complaints,
        "more": more,
        "late": supervision.late_by_body(today),
        "alerts": supervision.wandering(hops),
        "hops": min(hops.values()),
        "today": today,
        "edits_law": edits_law(desk.person, today),
    }
    return page(request, "office/supervision.html", context)
