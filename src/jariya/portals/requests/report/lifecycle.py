"""The states of a report. A report is no case: nobody owes it to a person, and nothing of it runs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

STATES = {
    "frozen": _("frozen, waits for the signature"),
    "signed": _("signed and published"),
    "superseded": _("replaced by a newer edition"),
    "dropped": _("dropped before it was signed"),
}
TABLE: dict[str, tuple[frozenset[str], str]] = {
    "freeze": (frozenset({""}), "frozen"),
    "sign": (frozenset({"frozen"}), "signed"),
    "supersede": (frozenset({"signed"}), "superseded"),
    "drop": (frozenset({"frozen"}), "dropped"),
}
"""Verb -> (from which states, to which)."""


def after(verb: str, state: str) -> str:
    """The state after a verb.

    Raises:
        ValueError: the table does not allow it.
    """
    sources, target = TABLE[verb]
    if state not in sources:
        raise ValueError(f"report.{verb}: not in the state {state!r}")
    return target
