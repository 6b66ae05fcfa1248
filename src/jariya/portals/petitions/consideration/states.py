"""Tables of what lies inside the consideration of a petition: an invitation, a hearing, a decision, a promise."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.status import NEW, Move, Table

STAFF = ("officer", "deputy", "head")
AUTHOR = ("asker",)
MAKE = (NEW,)

INVITED = {
    "invited": _("invited"),
    "accepted": _("takes part"),
    "declined": _("declined"),
    "replaced": _("replaced"),
}
MEMBERSHIP: Table[str] = Table(
    Move("invite", MAKE, "invited", STAFF),
    Move("name", MAKE, "accepted", STAFF),
    # Who declined may think better of it.
    Move("accept", ("invited", "declined"), "accepted", AUTHOR),
    Move("decline", ("invited", "accepted"), "declined", AUTHOR),
    Move("replace", ("invited", "accepted", "declined"), "replaced", STAFF),
)

HEARINGS = {"announced": _("announced"), "held": _("held"), "cancelled": _("cancelled")}
HEARING: Table[str] = Table(
    Move("announce", MAKE, "announced", STAFF),
    Move("hold", ("announced",), "held", STAFF),
    Move("cancel", ("announced",), "cancelled", STAFF),
)

DECISIONS = {
    "drafted": _("being drafted"),
    "published": _("draft put up for comments"),
    "superseded": _("replaced by a newer draft"),
    "signed": _("signed by the head"),
}
DECISION: Table[str] = Table(
    Move("draft", MAKE, "drafted", STAFF),
    Move("publish", ("drafted",), "published", STAFF),
    Move("supersede", ("published",), "superseded", STAFF),
    Move("sign", ("published",), "signed", ("head",)),
)

PROMISES = {
    "planned": _("planned"),
    "promised": _("promised"),
    "kept": _("kept"),
    "given_up": _("given up"),
}
PROMISE: Table[str] = Table(
    Move("plan", MAKE, "planned", STAFF),
    Move("promise", ("planned",), "promised", ("head",)),
    Move("change", ("promised",), "promised", STAFF),
    Move("keep", ("promised",), "kept", STAFF),
    Move("give_up", ("promised",), "given_up", ("deputy", "head")),
)
"""That a promise is late is computed from its day and stored nowhere."""


def after(table: Table[str], verb: str, state: str = NEW) -> str:
    """The state after a verb. Raises `WrongMove` when the table does not allow it."""
    return table.after(state, verb)
