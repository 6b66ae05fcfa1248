"""What the verbs of the consideration share."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.engine import Outcome
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.signing.step import canonical


def ends(norm: str, day: dt.date) -> dt.date:
    """The last day of a term that begins on a day."""
    law = law_now()
    return law.norms.at(day)[norm].ends(day, law.calendar).day


def both(name: str, kk: str, ru: str) -> dict[str, str]:
    """A text in both languages as the guards ask for it."""
    return {f"{name}_kk": kk.strip(), f"{name}_ru": ru.strip()}


def digest_of(parts: Iterable[Any]) -> bytes:
    """What the record keeps of a text that is public from the beginning: SHA-256 of its canonical JSON."""
    return hashlib.sha256(canonical({"v": 1, "parts": list(parts)})).digest()


def act(case: Case, verb: str, *, facts: Mapping[str, Any] | None = None, **options: Any) -> Outcome:
    """Act on a petition; every row of the consideration asks whether a court has suspended it."""
    suspended = Case.objects.filter(pk=case.pk, suspended_since__isnull=False).exists()
    return engine.act(case, verb, facts={**(facts or {}), "suspended": suspended}, **options)


def gone() -> Refused:
    """What the step was about is in another state by now."""
    return Refused(
        "petition.changed_meanwhile",
        _("This was changed a moment ago."),
        _("Open the petition again: somebody may have acted before you."),
        409,
    )
