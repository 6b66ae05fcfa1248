"""Changes of the registry by two persons: one proposes, another approves or refuses; the author may withdraw."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from jariya.kernel.bodies import actions
from jariya.kernel.bodies.errors import BodyRefusal
from jariya.kernel.bodies.models import Body, EditStatus, EditVerb, RegistryEdit


def make(
    *, verb: str, body: Body, into: Body | None, names: dict[str, str | None], slug: str, day: date, act: str, by: Any,
    now: datetime,
) -> Body:  # fmt: skip
    """Do a change at once. Returns the body that goes on (for `close`, the one that ended). Raises `BodyRefusal`."""
    if verb == EditVerb.RENAME:
        return actions.rename(body=body, names=names, day=day, act=act, by=by, now=now, slug=slug or None)
    if verb == EditVerb.MERGE and into is not None:
        return actions.merge(bodies=[body], into=into, day=day, act=act, by=by, now=now)
    if verb == EditVerb.CLOSE:
        return actions.close(body=body, day=day, act=act, by=by, now=now)
    raise ValueError(verb)


def check(**change: Any) -> None:
    """Raise the `BodyRefusal` that `make` would, and write nothing."""
    with transaction.atomic():
        make(**change)
        transaction.set_rollback(True)


@transaction.atomic
def propose(
    *, verb: str, body: Body, into: Body | None, names: dict[str, str | None], slug: str, day: date, act: str, by: Any,
    now: datetime,
) -> RegistryEdit:  # fmt: skip
    """Keep a change for a second person; sent twice it is one. Raises as `make`."""
    said: dict[str, Any] = {
        "verb": verb,
        "body": body,
        "into": into,
        "names": names,
        "slug": slug,
        "day": day,
        "act": act,
    }
    waiting = RegistryEdit.objects.filter(**said, author=by.pk, status=EditStatus.PROPOSED).first()
    if waiting:
        return waiting
    sid = transaction.savepoint()
    try:
        make(**said, by=by, now=now)
    finally:
        transaction.savepoint_rollback(sid)
    return RegistryEdit.objects.create(**said, author=by.pk, proposed_at=now)


@transaction.atomic
def approve(*, edit: int, by: Any, now: datetime) -> RegistryEdit:
    """Make a proposed change. Raises `BodyRefusal` bodies.edit_decided, bodies.edit_own and those of the verb."""
    row = _waiting(edit)
    if row.author == by.pk:
        raise BodyRefusal("bodies.edit_own", status=409)
    make(
        verb=row.verb, body=row.body, into=row.into, names=row.names, slug=row.slug, day=row.day, act=row.act, by=by,
        now=now,
    )  # fmt: skip
    return _decide(row, EditStatus.MADE, by, now)


@transaction.atomic
def refuse(*, edit: int, by: Any, reason: str, now: datetime) -> RegistryEdit:
    """Refuse a proposed change with a reason. Raises `BodyRefusal` as `approve`."""
    row = _waiting(edit)
    if row.author == by.pk:
        raise BodyRefusal("bodies.edit_own", status=409)
    row.decision_reason = reason
    return _decide(row, EditStatus.REFUSED, by, now)


@transaction.atomic
def withdraw(*, edit: int, by: Any, now: datetime) -> RegistryEdit:
    """The author takes a proposal back. Raises `BodyRefusal` bodies.edit_decided, bodies.edit_not_yours."""
    row = _waiting(edit)
    if row.author != by.pk:
        raise BodyRefusal("bodies.edit_not_yours", status=409)
    return _decide(row, EditStatus.WITHDRAWN, by, now)


def _waiting(edit: int) -> RegistryEdit:
    row = RegistryEdit.objects.select_for_update(of=("self",)).select_related("body", "into").get(pk=edit)
    if row.status != EditStatus.PROPOSED:
        raise BodyRefusal("bodies.edit_decided", status=409)
    return row


def _decide(row: RegistryEdit, status: EditStatus, by: Any, now: datetime) -> RegistryEdit:
    row.status, row.decided_by, row.decided_at = status, by.pk, now
    row.save(update_fields=["status", "decided_by", "decided_at", "decision_reason"])
    return row
