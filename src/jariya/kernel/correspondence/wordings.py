"""Writing and reading the texts of a letter."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping

from django.db.models import Max

from jariya.kernel.correspondence.models import Part, Wording
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.kernel.signing.step import salted_digest


def write(
    case: Case, part: str, text: str, *, language: str, by: Person | None, now: dt.datetime, number: int = 0
) -> Wording:
    """Add a new version of a text. The salt stays with the row, the digest goes to the event."""
    last = Wording.objects.filter(case=case, part=part, number=number).aggregate(last=Max("version"))["last"] or 0
    salt = secrets.token_bytes(16)
    return Wording.objects.create(
        case=case,
        part=part,
        number=number,
        version=last + 1,
        language=language,
        text=text,
        salt=salt,
        digest=salted_digest(salt, text),
        author=by,
        at=now,
    )


def latest(case: Case, part: str) -> dict[int, Wording]:
    """The newest version of each numbered text of a part, by number."""
    rows = Wording.objects.filter(case=case, part=part).order_by("number", "-version").distinct("number")
    return {row.number: row for row in rows}


def publish(case: Case, texts: Mapping[tuple[str, int], str]) -> None:
    """Set the public copies: (part, number) -> text as checked. The other two copies are not touched."""
    for (part, number), text in texts.items():
        newest = Wording.objects.filter(case=case, part=part, number=number).order_by("-version").first()
        if newest is not None:
            Wording.objects.filter(pk=newest.pk).update(public_text=text)


def common_digest(parts: list[Wording]) -> bytes:
    """One digest over several texts: the salted digest of their digests in order."""
    return salted_digest(b"".join(bytes(row.digest) for row in parts), "")


def title(case: Case, *, public: bool) -> str | None:
    """The title as the parties see it, or its public copy (None until it was checked)."""
    row = latest(case, Part.TITLE).get(0)
    if row is None:
        return None
    return row.public_text if public else row.text
