"""The verbs of an application. The only code that changes its state."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.engine import legal_day
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person
from jariya.kernel.status import WrongMove
from jariya.portals.opendata.models import DataSet
from jariya.portals.opendata.showcase.lifecycle import TABLE, Status
from jariya.portals.opendata.showcase.models import Application
from jariya.portals.opendata.showcase.queries import may_look

MOST_WAITING = 5
"""Applications of one person that wait at once: a flood reaches no desk."""


def refused(code: str) -> Refused:
    """A "no" by its code."""
    title, remedy, status = _TABLE[code]
    return Refused(code, title, remedy, status)


_TABLE = {
    "application.changed": (
        _("This can no longer be done: somebody was faster."),
        _("Open the page again."),
        409,
    ),
    "application.not_yours": (
        _("Your role does not allow this step."),
        _("The body whose data are used looks at it, or the supervisor."),
        403,
    ),
    "application.too_many": (
        _("Several of your applications wait already."),
        _("Wait until they have been looked at, or withdraw one."),
        429,
    ),
    "application.no_reason": (
        _("The reason is missing."),
        _("Write in a sentence why it is not shown: its maker reads it."),
        422,
    ),
    "application.set_closed": (
        _("The data set is not published."),
        _("Tell of the application at a set that is."),
        409,
    ),
}


def offer(
    *, data_set: DataSet, name: str, text: str, url: str, language: str, key: str, by: Person, now: dt.datetime
) -> Application:
    """Tell of an application; the same key again gives the one that is there.

    Raises:
        Refused: application.set_closed, application.too_many.
    """
    if data_set.case.state != "published" or data_set.case.visibility != "public" or data_set.case.sealed:
        raise refused("application.set_closed")
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=by.pk)
        if (there := Application.objects.filter(key=key, maker=by).first()) is not None:
            return there
        if Application.objects.filter(maker=by, status=Status.WAITING).count() >= MOST_WAITING:
            raise refused("application.too_many")
        return Application.objects.create(
            data_set=data_set,
            maker=by,
            key=key,
            name=name,
            text=text,
            url=url,
            language=language,
            status=TABLE.after("", "offer"),
            at=now,
        )


def _moved(application: Application, verb: str, *, by: Person, now: dt.datetime, reason: str = "") -> Application:
    with transaction.atomic():
        rows = Application.objects.select_for_update(of=("self",)).select_related("data_set__case")
        held: Application = rows.get(pk=application.pk)
        if verb == "withdraw":
            if held.maker_id != by.pk:
                raise refused("application.not_yours")
        elif not may_look(held, by, legal_day(now)):
            raise refused("application.not_yours")
        try:
            held.status = TABLE.after(held.status, verb)
        except WrongMove:
            raise refused("application.changed") from None
        if verb != "withdraw":
            held.looked_at, held.looked_by, held.reason = now, by, reason
        held.save(update_fields=["status", "looked_at", "looked_by", "reason"])
        return held


def show(*, application: Application, by: Person, now: dt.datetime) -> Application:
    """Let everyone see it.

    Raises:
        Refused: application.not_yours, application.changed.
    """
    return _moved(application, "show", by=by, now=now)


def refuse(*, application: Application, reason: str, by: Person, now: dt.datetime) -> Application:
    """Do not show it, and tell its maker why.

    Raises:
        Refused: application.no_reason, application.not_yours, application.changed.
    """
    if not reason.strip():
        raise refused("application.no_reason")
    return _moved(application, "refuse", by=by, now=now, reason=reason.strip())


def withdraw(*, application: Application, by: Person, now: dt.datetime) -> Application:
    """Take one's own back.

    Raises:
        Refused: application.not_yours, application.changed.
    """
    return _moved(application, "withdraw", by=by, now=now)
