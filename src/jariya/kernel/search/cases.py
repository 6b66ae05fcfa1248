"""A case as the search index takes it: what every portal says of its cases alike."""

from __future__ import annotations

import datetime as dt

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.search.actions import Document


def ref(case: Case) -> str:
    """The reference under which a case stands in the index."""
    return f"case:{case.pk}"


def open_to_all(case: Case) -> bool:
    """Whether anyone may read the case; what may not be read is never indexed."""
    return case.visibility == "public" and not case.sealed


def document(
    case: Case,
    language: str,
    *,
    portal: str,
    page: str,
    day: dt.date,
    title: str,
    text: str,
    answered: bool = False,
    tags: tuple[str, ...] = (),
) -> Document:
    """A case in one language.

    Args:
        page: name of its public page, which takes the public id.
        day: when it became public or last changed for readers.
        text: all that it should be found by, as plain text.
        tags: further facts to filter by, such as `state=published`.
    """
    return Document(
        ref=ref(case),
        language=language,
        portal=portal,
        kind=case.kind,
        day=day,
        title=title,
        url_name=page,
        url_args=[case.public_id],
        text=text,
        body=case.body_id,
        region=case.region_id,
        answered=answered,
        invented=case.invented,
        tags=tags,
    )
