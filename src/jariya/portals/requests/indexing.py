"""What of requests stands in the index, and how notices name and reach them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence import attached
from jariya.kernel.correspondence.models import Part, Wording
from jariya.kernel.files.models import Attachment
from jariya.kernel.lifecycle.engine import Happening
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.notices.short import LETTERS, Short
from jariya.kernel.people.models import Person
from jariya.kernel.search import actions as index
from jariya.kernel.search import cases
from jariya.kernel.web.addresses import path
from jariya.portals.requests.lifecycle import KIND
from jariya.portals.requests.models import Request
from jariya.portals.requests.moves.answering import SIGNED_EVENTS

SHOWS = frozenset({"published", "unsealed", "rated", *SIGNED_EVENTS})
HIDES = frozenset({"sealed", "withdrawn", "kept_private"})

SHORT: dict[str, Short] = {
    **{code: row for code, row in LETTERS.items() if code not in {"answered", "rated"}},
    "clarification_asked": Short(_("to be clarified"), _("%(number)s: the body asks what is meant")),
    "granted": Short(_("granted"), _("%(number)s is granted. Read it on the site")),
    "partly_granted": Short(_("partly granted"), _("%(number)s: a part is granted. Read it on the site")),
    "refused": Short(_("refused"), _("%(number)s is refused. You may complain")),
    "not_held": Short(_("not held"), _("%(number)s: nobody holds it. You may complain")),
    "already_public": Short(_("already public"), _("%(number)s is public. The site has the address")),
    "complaint_granted": Short(_("complaint granted"), _("%(number)s: the body answers anew, due %(due)s")),
}
"""What matters so much that a person with only a telephone must hear it."""


def listener(happening: Happening) -> None:
    """Keep the index true in the transaction of the act: what is hidden leaves at once, what is published comes in."""
    case = happening.case
    if case.kind != KIND or happening.decision is None:
        return
    if happening.event.kind in HIDES:
        index.remove(cases.ref(case))
    elif happening.event.kind in SHOWS and (found := document(case)) is not None:
        index.put(found)


def document(case: Case) -> index.Document | None:
    """A request as the index holds it: public copies alone. None while nothing of it is public."""
    request = Request.objects.filter(case=case, published_on__isnull=False).first()
    if request is None or request.published_on is None or not cases.open_to_all(case):
        return None
    texts = (
        Wording.objects.filter(case=case, part__in=[Part.POINT, Part.ANSWER], public_text__isnull=False)
        .order_by("part", "number", "-version")
        .distinct("part", "number")
        .values_list("public_text", flat=True)
    )
    found = cases.document(
        case,
        case.language,
        portal="requests",
        day=request.published_on,
        title=request.title,
        page="requests:request",
        text="\n".join(text for text in texts if text),
        answered=True,
        tags=tags(request.subject, request.outcome, request.grounds),
    )
    # The list is narrowed by the region of the country, however small the territory of the body is.
    return replace(found, region=request.region_id)


def tags(subject: str = "", outcome: str = "", grounds: Sequence[str] = ()) -> tuple[str, ...]:
    """The facts by which requests are filtered, as the index writes them; what is empty gives none."""
    said = [("subject", subject), ("outcome", outcome), *(("ground", ground) for ground in grounds)]
    return tuple(f"{name}={value.replace('_', '-')}" for name, value in said if value)


def link(case: Case, lang: str) -> str:
    """Path of a request's page; the person is led from it to their own page."""
    return path(lang, "requests:request" if case.visibility == "public" else "requests:mine", case.public_id)


def title(case: Case, lang: str) -> str | None:
    """The public title, in its own language."""
    return Request.objects.filter(case=case).values_list("title", flat=True).first() or None


def titles(cases: Sequence[Case]) -> dict[int, str]:
    """Public titles of many requests, by case."""
    rows = Request.objects.filter(case__in=cases).exclude(title="")
    return dict(rows.values_list("case_id", "title"))


def file_visible(attachment: Attachment, copy: str, reader: Person | None, day: dt.date) -> bool:
    """As for all letters."""
    published = Request.objects.filter(case=attachment.case, published_on__isnull=False).exists()
    return attached.visible(attachment, copy, reader, day, published=published)
