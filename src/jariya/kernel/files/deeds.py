"""Writing down what happened to attachments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from jariya.kernel.files.models import Attachment, Deed
from jariya.kernel.people.models import Person


def note(
    attachment: Attachment,
    kind: Deed.Kind,
    *,
    by: Person | None,
    now: dt.datetime,
    copy: str = "",
    codes: Mapping[str, Any] | None = None,
    digest: bytes | None = None,
) -> Deed:
    """One line; codes and ids only."""
    made: Deed = Deed.objects.create(
        attachment=attachment, kind=kind, copy=copy, person=by, at=now, codes=dict(codes or {}), digest=digest
    )
    return made


def read(attachment: Attachment, copy: str, *, by: Person, now: dt.datetime) -> Deed:
    """Somebody opened a copy that is not public."""
    return note(attachment, Deed.Kind.READ, by=by, now=now, copy=copy)


def of(attachment: Attachment) -> list[Deed]:
    """What happened, in order."""
    return list(Deed.objects.filter(attachment=attachment).select_related("person").order_by("id"))
