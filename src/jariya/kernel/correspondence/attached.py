"""Who sees the files of a letter and of its answer."""

from __future__ import annotations

import datetime as dt

from jariya.kernel.correspondence.models import Answer
from jariya.kernel.correspondence.reading import ANSWER
from jariya.kernel.correspondence.viewing import barred
from jariya.kernel.files.kinds import STAFF, usual_visible
from jariya.kernel.files.models import Attachment, Which
from jariya.kernel.people.models import Person
from jariya.kernel.people.queries import roles_of


def visible(attachment: Attachment, copy: str, reader: Person | None, day: dt.date, *, published: bool) -> bool:
    """As usual, and more narrowly for letters.

    Nothing is anyone's before letter and answer are published. A document of an answer is the desk's alone before the
    answer is signed. Who wrote the letter down for its asker at a counter does not open its files as an official.

    Args:
        published: whether letter and answer are.
    """
    case = attachment.case
    if copy == Which.PUBLIC:
        return published and usual_visible(attachment, copy, reader, day)
    if reader is not None and reader.pk != case.person_id and barred(case, reader):
        return False
    if attachment.role == ANSWER and reader is not None and reader.pk == case.person_id:
        signed = Answer.objects.filter(case=case).values_list("signed_at", flat=True).first()
        if signed is None or attachment.at > signed:
            return bool(roles_of(reader, body_id=case.body_id, day=day) & STAFF)
    return usual_visible(attachment, copy, reader, day)
