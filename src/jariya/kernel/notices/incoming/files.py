"""Files that came with a reply: attached to its case as files from a form are, with the same limits and checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction

from jariya.kernel.files import actions, kinds, uploads
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.notices.incoming.handlers import Reply
from jariya.kernel.notices.incoming.letter import Attachment

ROLE = "letter"
"""What such files are in the case: they belong to what the person wrote."""
NAMELESS = "file"


def take(reply: Reply, files: Sequence[Attachment], *, now: dt.datetime) -> int:
    """Attach what may be attached; returns how many were. A file that is refused hinders no other."""
    if kinds.of(reply.case) is None:
        return 0
    taken = 0
    for one in files:
        try:
            with transaction.atomic():
                upload = uploads.take_whole(
                    name=one.name or NAMELESS, content=ContentFile(one.content), by=reply.person, now=now
                )
                actions.attach(case=reply.case, uploads=[upload], role=ROLE, by=reply.person, now=now)
        except Refused:
            continue
        taken += 1
    return taken
