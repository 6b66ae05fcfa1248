"""The due days of a person as a calendar, at a secret address."""

from __future__ import annotations

import datetime as dt
import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jariya.kernel.law.dates import say_day
from jariya.kernel.lifecycle.models import DueChange, Obligation
from jariya.kernel.lifecycle.table import lifecycle
from jariya.kernel.notices import links, queries
from jariya.kernel.notices.feed_answers import answer
from jariya.kernel.notices.feeds import ical
from jariya.kernel.notices.models import Preference


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The due days of a person's own cases and of those they prepare, at a secret address.

    It holds numbers and names of terms only, so that a calendar that is shared by mistake tells little.
    """
    preference = Preference.objects.filter(calendar_token=token).select_related("person").first() if token else None
    if preference is None or not preference.person.is_active:
        raise Http404
    lang = preference.person.language
    rows = queries.own_deadlines(preference.person)
    changes: dict[int, list[DueChange]] = {}
    for change in DueChange.objects.filter(obligation_id__in=[row.pk for row in rows]).order_by("id"):
        changes.setdefault(change.obligation_id, []).append(change)
    with translation.override(lang):
        days = [_day(row, changes.get(row.pk, []), lang) for row in rows]
        content = ical.write(_("Jariya: due days"), lang, days)
    # Terms also end and move back: only the content's digest says whether something changed, no last moment does.
    return answer(request, content, "text/calendar; charset=utf-8", lang, None, public=False)


def _day(row: Obligation, changes: list[DueChange], lang: str) -> ical.Day:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    case = row.case
    term = lifecycle(case.kind).terms().get(row.kind)
    what = str(term.title) if term else row.kind
    invented = settings.DEMO or case.invented
    mark = hashlib.sha256(f"{case.public_id}:{row.pk}".encode()).hexdigest()[:20]
    opened = dt.datetime.combine(row.started_on, dt.time(), tzinfo=dt.UTC)
    lines = [_("INVENTED DATA")] if invented else []
    lines.append(f"{lifecycle(case.kind).title} {case.public_id}: {what}")
    lines.append(
        _("Due on %(day)s, counted from %(start)s.")
        % {
            "day": say_day(row.due_on, lang),
            "start": say_day(row.started_on, lang),
        }
    )
    return ical.Day(
        uid=f"{mark}@{host}",
        day=row.due_on,
        summary=f"{case.public_id}: {what}",
        description="\n".join(lines),
        url=links.address(case, lang),
        revised=max([opened, *(change.at for change in changes)]),
        sequence=len(changes),
        category=_("INVENTED DATA") if invented else "",
    )
