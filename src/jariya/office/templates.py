"""The verbs of answer templates: save and retire. Nothing is deleted; a change is a new version."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.people.models import Person
from jariya.office.models import AnswerTemplate


def save(
    *,
    template: AnswerTemplate | None,
    body: Body,
    language: str,
    title: str,
    text: str,
    by: Person,
    now: dt.datetime,
) -> AnswerTemplate | None:
    """Add a template, or put a new version in the place of `template`.

    Returns:
        The row that is offered now; None when the body offers another one of the same title and language, or when
        somebody changed or removed `template` a moment before.
    """
    try:
        with transaction.atomic():
            version = 1
            if template is not None:
                version = template.version + 1
                if not _retire(template, by, now):
                    return None
            return AnswerTemplate.objects.create(
                body=body, language=language, title=title, text=text, author=by, at=now, version=version
            )
    except IntegrityError as error:
        if "template_offered_once" in str(error):
            return None
        raise


def retire(*, template: AnswerTemplate, by: Person, now: dt.datetime) -> bool:
    """Offer a template no more; the row stays. False when it was retired before."""
    return _retire(template, by, now)


def _retire(template: AnswerTemplate, by: Person, now: dt.datetime) -> bool:
    offered = AnswerTemplate.objects.filter(pk=template.pk, retired_at__isnull=True)
    return bool(offered.update(retired_at=now, retired_by=by))
