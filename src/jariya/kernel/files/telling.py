"""What happens to a public copy stands in the timeline of its case, and so in the public record."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from jariya.kernel.files.models import Attachment
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.table import common_events
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of

PUBLISHED, WITHDRAWN, ERASED = "file_published", "file_withdrawn", "file_erased"
SENTENCES = {
    PUBLISHED: _("The public copy of file No. %(file)s was published."),
    WITHDRAWN: _("The public copy of file No. %(file)s was taken back."),
    ERASED: _("File No. %(file)s was erased by a duty of law or a court's decision."),
}
_ROLES = ("head", "deputy", "ati_officer", "officer")


def connect() -> None:
    """Make the sentences known to the lifecycle; called when the app is loaded."""
    common_events(SENTENCES)


def tell(
    attachment: Attachment, kind: str, *, by: Person | None, now: dt.datetime, digest: bytes | None = None
) -> None:
    """Write the event. Inside the transaction of the deed.

    Args:
        digest: SHA-256 of the public copy. It is as public as the copy: whoever keeps one proves by it what was here.
    """
    held = roles_of(by, body_id=attachment.case.body_id, day=legal_day(now))
    role = next((role for role in _ROLES if role in held), "system")
    codes = {"file": attachment.position}
    engine.record(attachment.case, kind, now=now, codes=codes, by=by, role=role, digest=digest)
