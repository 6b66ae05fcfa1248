"""Files of an appeal: its writer's alone. The body reads them in the state's system."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import translation

from jariya.kernel.files.models import Attachment, Which
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person

LETTER = "letter"
"""Role of the files that go with an appeal."""


def home(case: Case, lang: str) -> str:
    """The writer's own page: no desk here works on an appeal."""
    with translation.override(lang):
        return reverse("appeals:mine", args=[case.public_id])


def visible(attachment: Attachment, copy: str, reader: Person | None, day: dt.date) -> bool:
    """The parties' copy, to who wrote the appeal; nothing to anybody else."""
    return copy == Which.PARTIES and reader is not None and reader.pk == attachment.case.person_id


def publishes(attachment: Attachment, by: Person, day: dt.date) -> bool:
    """Nobody publishes a file of an appeal here."""
    return False
