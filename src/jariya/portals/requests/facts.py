"""What the request's table looks at besides the case itself."""

from __future__ import annotations

from typing import Any

from jariya.kernel.lifecycle.models import Case
from jariya.portals.requests.models import Kind, Request


def of(case: Case) -> dict[str, Any]:
    """The facts of a stored request: whose norms it runs on, its subject, whether it is published, its embargo."""
    row = Request.objects.get(case=case)
    return {
        "media": row.kind == Kind.MEDIA,
        "subject": row.subject,
        "published": row.published_on is not None,
        "embargo_until": row.embargo_until,
        "registered_on": case.letter.registered_on,
    }
