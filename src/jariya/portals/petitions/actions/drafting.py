"""Saving what an author writes. A draft is no case: nothing runs, nobody but its author sees it."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from jariya.kernel.bodies.models import Body
from jariya.kernel.law.queries import law_now
from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.petitions.models import Draft, Petition
from jariya.portals.petitions.refusals import draft_changed, too_many_drafts
from jariya.portals.petitions.texts import Texts, texts_of


@transaction.atomic
def begin(*, person: Person, now: dt.datetime, first: str, addressee: Body | None = None) -> Draft:
    """A new, empty draft.

    Raises:
        Refused: the author has as many as norm `petition.drafts.most` lets one keep.
    """
    most = law_now().norms.at(legal_day(now))["petition.drafts.most"].count
    if Draft.objects.filter(person=person).count() >= most:
        raise too_many_drafts()
    return Draft.objects.create(
        person=person, key=secrets.token_urlsafe(16), first_language=first, addressee=addressee, at=now
    )


def rework(*, person: Person, case: Case, now: dt.datetime) -> Draft:
    """The draft of the next revision of a petition that came back; made from its texts when there is none yet."""
    petition = Petition.objects.select_related("addressee").get(case=case)
    found, _made = Draft.objects.get_or_create(
        person=person,
        revises=case,
        defaults={
            "key": secrets.token_urlsafe(16),
            "first_language": petition.first_language,
            "addressee": petition.addressee,
            "at": now,
            **texts_of(petition).content(),
        },
    )
    return found


@transaction.atomic
def save(*, draft: Draft, texts: Texts, addressee: Body | None, now: dt.datetime, version: int | None = None) -> Draft:
    """Keep what stands in the form.

    Args:
        version: of the draft the page was made from; None takes what comes.

    Raises:
        Refused: `petition.draft_changed`: another page saved something else meanwhile.
    """
    locked = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    content = {"first_language": texts.first, **texts.content()}
    same = all(getattr(locked, name) == text for name, text in content.items())
    if same and locked.addressee_id == (addressee.pk if addressee else None):
        return locked
    if version is not None and version != locked.version:
        raise draft_changed()
    for name, text in content.items():
        setattr(locked, name, text)
    if locked.revises_id is None:
        locked.addressee = addressee
    locked.version += 1
    locked.at = now
    locked.save(update_fields=[*content, "addressee", "version", "at"])
    return locked


def drop(*, draft: Draft) -> None:
    """Delete a draft: nothing of it is kept."""
    draft.delete()
