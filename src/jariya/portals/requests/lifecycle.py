"""The one table of a request: its states; its moves stand in `moves`, its terms in `terms`.

The law runs the clock (norms `ati.*`, `media.*`, `complaint.*`); what the platform itself adds (rating, publication,
the note of a court) is `request.*`, standing `house`. Publication is a second track and no state: columns of `Request`.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import Lifecycle, State, register
from jariya.portals.requests.moves import MOVES

KIND = "request"

REQUEST = register(
    Lifecycle(
        kind=KIND,
        letter="R",
        title=_("Request for information"),
        states=(
            State("registered", _("registered"), _("The body has the request and must take it on or forward it.")),
            State(
                "clarification",
                _("to be clarified"),
                _("The body asks what exactly is meant. The term for the answer goes on."),
                waits_for="asker",
            ),
            State("in_work", _("in work"), _("The body has the request and is preparing the answer.")),
            State("answer_drafted", _("decision drafted"), _("A decision is written and waits for signature.")),
            State("granted", _("granted"), _("The information was given."), waits_for="asker"),
            State("partly", _("partly granted"), _("A part was given, a part was withheld."), waits_for="asker"),
            State("refused", _("refused"), _("The information was refused on a named ground."), waits_for="asker"),
            State(
                "not_held",
                _("not held"),
                _("The body does not hold the information and knows of nobody who does."),
                waits_for="asker",
            ),
            State(
                "already_public",
                _("already public"),
                _("The information is published; the answer leads to it."),
                waits_for="asker",
            ),
            State(
                "complaint",
                _("complaint"),
                _("The person has complained; the superior authority decides."),
                waits_for="supervisor",
            ),
            State("upheld", _("decision upheld"), _("The decision of the body stands. The way to the court is open."),
                  waits_for="asker"),
            State("overturned", _("decision overturned"), _("The decision fell; the body must answer anew.")),
            State("court", _("in court"), _("The person has gone to court."), waits_for="asker"),
            State("closed", _("closed"), _("Nothing is open any more."), final=True, waits_for="nobody"),
            State("withdrawn", _("withdrawn"), _("The person has taken the request back."), final=True,
                  waits_for="nobody"),
        ),
        moves=MOVES,
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the request over with its terms."),
            "link_broken": _("The address that the answer leads to no longer opens."),
        },
    )
)  # fmt: skip
