"""Kill switches: signing survives when other parts of the house are switched off. Rows, and each use is logged."""

from __future__ import annotations

import datetime as dt
import time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jariya.kernel.people.models import Person
from jariya.portals.petitions.collecting import recorded
from jariya.portals.petitions.collecting.models import Switch, SwitchUse

NAMES = {
    "search": _("Search"),
    "map": _("Maps and charts of petitions"),
    "comments": _("Comments"),
    "mail": _("Mail and other messages"),
}
_SECONDS = 2.0
_known: tuple[float, frozenset[str]] = (-_SECONDS, frozenset())


class SwitchError(ValueError):
    """Why a switch was not used: switch_unknown, reason_missing, switch_same."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def use(name: str, *, off: bool, by: Person, reason: str, now: dt.datetime) -> SwitchUse:
    """Switch a part off or on again. The use stays for ever, with its reason, and goes into the public log.

    Raises:
        SwitchError: switch_unknown, reason_missing, switch_same (it is so already).
    """
    if name not in NAMES:
        raise SwitchError("switch_unknown")
    if len(reason.strip()) < 5:
        raise SwitchError("reason_missing")
    row, _made = Switch.objects.select_for_update().get_or_create(name=name, defaults={"changed_at": now})
    if row.off == off:
        raise SwitchError("switch_same")
    row.off, row.changed_at = off, now
    row.save(update_fields=["off", "changed_at"])
    done = SwitchUse.objects.create(name=name, off=off, by=by, reason=reason.strip()[:500], at=now)
    recorded.say("petition.switch", str(done.pk), now=now, name=name, off=off)
    return done


def all_off() -> frozenset[str]:
    """Names of what is switched off; asked of the database every two seconds."""
    global _known
    if time.monotonic() - _known[0] >= _SECONDS:
        _known = (time.monotonic(), frozenset(Switch.objects.filter(off=True).values_list("name", flat=True)))
    return _known[1]


def is_off(name: str) -> bool:
    """Whether a part is switched off."""
    return name in all_off()


def forget() -> None:
    """Ask the database again at the next question."""
    global _known
    _known = (-_SECONDS, frozenset())


def uses(limit: int = 50) -> list[SwitchUse]:
    """The last uses, newest first."""
    return list(SwitchUse.objects.select_related("by").order_by("-at")[:limit])
