"""The states of a report. A report is no case: nobody owes it to a person, and nothing of it runs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.status import NEW, Move, Table

STATES = {
    "counting": _("being counted"),
    "frozen": _("frozen, waits for the signature"),
    "signed": _("signed and published"),
    "superseded": _("replaced by a newer edition"),
    "dropped": _("dropped before it was signed"),
}
MAKERS = frozenset({"supervisor"})
SIGNERS = frozenset({"head"})
TABLE: Table[str] = Table(
    Move("begin", (NEW,), "counting", tuple(MAKERS)),
    # By the job that has counted.
    Move("freeze", ("counting",), "frozen", ("system",)),
    Move("sign", ("frozen",), "signed", tuple(SIGNERS)),
    # The signature of a newer edition does it.
    Move("supersede", ("signed",), "superseded", ("system",)),
    Move("drop", ("counting", "frozen"), "dropped", tuple(MAKERS)),
)
