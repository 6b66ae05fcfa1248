"""What a signer reads and signs. The portal says it: collecting knows a petition by its case alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


@dataclass(frozen=True)
class Subject:
    """A petition as its signers see it.

    Args:
        revision: number of the version that is signed.
        title_kk, title_ru: both; a missing one repeats the other.
        text: the exact words, of which the manifest holds the digest.
        addressee: name of the body in the reader's language.
        home: path of the petition's page in the reader's language.
        signable: whether it takes signatures in its present state.
        invented: hangs on an invented body.
    """

    revision: int
    title_kk: str
    title_ru: str
    text: str
    addressee: str
    home: str
    signable: bool
    invented: bool = False
    language: str = "kk"
    """Language of `text`, or of its first part."""


Provider = Callable[[Case, Person | None, str], Subject | None]
"""(case, reader, language) -> the petition, or None when this reader may not see it (answers 404)."""
_providers: list[Provider] = []


def subject(provider: Provider) -> None:
    """Register the portal's provider; the last one counts."""
    _providers[:] = [provider]


def of(case: Case, reader: Person | None, lang: str) -> Subject | None:
    """What this reader may read and sign; None when it is not there for them."""
    return _providers[0](case, reader, lang) if _providers else None
