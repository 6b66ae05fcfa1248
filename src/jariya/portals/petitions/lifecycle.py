"""The one table of a petition: its states; its moves stand in `moves`, its terms in `terms`, its law in norms.

A draft is no state: it is no case, and nobody but its author knows of it (`docs/decisions/0002`). A suspension by a
court is a column of the case (`suspended_since`): it stops a petition where it stands, and it goes on from there.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import Lifecycle, State, register
from jariya.portals.petitions.moves import MOVES
from jariya.portals.petitions.states import KIND

__all__ = ["KIND", "PETITION"]

PETITION = register(
    Lifecycle(
        kind=KIND,
        letter="P",
        title=_("Petition"),
        states=(
            State("submitted", _("submitted"), _("The petition waits for a moderator."), waits_for="body"),
            State("moderation", _("being checked"), _("A moderator checks whether the petition may open.")),
            State(
                "refusal_check",
                _("refusal being checked"),
                _("One moderator proposed to refuse; another one checks it."),
            ),
            State(
                "returned",
                _("returned for changes"),
                _("The author may change the petition and submit it again."),
                waits_for="asker",
            ),
            State(
                "refused",
                _("not opened"),
                _("The petition was refused on a named ground; its author may complain."),
                waits_for="asker",
            ),
            State(
                "complaint",
                _("complaint"),
                _("The author has complained; the supervisor decides."),
                waits_for="supervisor",
            ),
            State(
                "refusal_final",
                _("not opened, final"),
                _("The refusal stands. The petition stays readable with its ground."),
                final=True,
                waits_for="nobody",
            ),
            State(
                "gathering_support",
                _("gathering supporters"),
                _("Whoever has the direct link may support it. With enough supporters it becomes public."),
                waits_for="anyone",
            ),
            State(
                "lapsed_support",
                _("not enough supporters"),
                _("The first supporters did not come in time."),
                final=True,
                waits_for="nobody",
            ),
            State(
                "collecting", _("collecting signatures"), _("Everyone may read and sign it."), waits_for="anyone"
            ),
            State(
                "lapsed",
                _("threshold not reached"),
                _("The term ended before the threshold was reached."),
                final=True,
                waits_for="nobody",
            ),
            State("supported", _("threshold reached"), _("The addressee must register the petition.")),
            State("registered", _("registered"), _("The addressee has the petition; the term for its decision runs.")),
            State("considering", _("being considered"), _("The addressee considers the petition with its author.")),
            State("decided", _("decided"), _("The head of the addressee has decided.")),
            State("implementing", _("being carried out"), _("What was promised is being done.")),
            State("closed", _("closed"), _("Nothing is open any more."), final=True, waits_for="nobody"),
            State(
                "withdrawn",
                _("withdrawn"),
                _("The author took the petition back."),
                final=True,
                waits_for="nobody",
            ),
        ),
        moves=MOVES,
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the petition over with its terms."),
            "promise_late": _("Promise %(promise)s was due on %(due)s and is not kept."),
        },
    )
)  # fmt: skip
