"""States of what lies inside the consideration of a petition: an invitation, a hearing, a decision, a promise.

They are no cases: nobody owes them a term of the law, and each has its own small table here. Pure of the database.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

Table = Mapping[str, tuple[frozenset[str], str]]

INVITED = {
    "invited": _("invited"),
    "accepted": _("takes part"),
    "declined": _("declined"),
    "replaced": _("replaced"),
}
MEMBERSHIP: Table = {
    "invite": (frozenset({""}), "invited"),
    "name": (frozenset({""}), "accepted"),
    "accept": (frozenset({"invited", "declined"}), "accepted"),
    "decline": (frozenset({"invited", "accepted"}), "declined"),
    "replace": (frozenset({"invited", "accepted", "declined"}), "replaced"),
}
"""Verb -> (from which states, to which). Who declined may think better of it."""

HEARINGS = {
    "announced": _("announced"),
    "held": _("held"),
    "cancelled": _("cancelled"),
}
HEARING: Table = {
    "announce": (frozenset({""}), "announced"),
    "hold": (frozenset({"announced"}), "held"),
    "cancel": (frozenset({"announced"}), "cancelled"),
}

DECISIONS = {
    "drafted": _("being drafted"),
    "published": _("draft put up for comments"),
    "superseded": _("replaced by a newer draft"),
    "signed": _("signed"),
}
DECISION: Table = {
    "draft": (frozenset({""}), "drafted"),
    "publish": (frozenset({"drafted"}), "published"),
    "supersede": (frozenset({"published"}), "superseded"),
    "sign": (frozenset({"published"}), "signed"),
}

PROMISES = {
    "planned": _("planned"),
    "promised": _("promised"),
    "kept": _("kept"),
    "given_up": _("given up"),
}
PROMISE: Table = {
    "plan": (frozenset({""}), "planned"),
    "promise": (frozenset({"planned"}), "promised"),
    "change": (frozenset({"promised"}), "promised"),
    "keep": (frozenset({"promised"}), "kept"),
    "give_up": (frozenset({"promised"}), "given_up"),
}
"""That a promise is late is computed from its day and stored nowhere."""


def after(table: Table, verb: str, state: str = "") -> str:
    """The state after a verb.

    Raises:
        ValueError: the table does not allow it.
    """
    sources, target = table[verb]
    if state not in sources:
        raise ValueError(f"{verb}: not in the state {state!r}")
    return target
