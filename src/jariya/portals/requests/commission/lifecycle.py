"""The one table of a session of the Commission: announced with its agenda, held, its minutes published in time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Guard, Lifecycle, Move, State, Term, register
from jariya.portals.requests.matters import both

KIND = "commission_session"
SUPERVISOR = ("supervisor",)
MINUTES = Term("minutes", "commission.minutes", _("Publish the minutes of the session"), starts="day")

words_there = both(
    "words",
    "commission.language_missing",
    _("Something is missing in Kazakh or in Russian."),
    _("Write it in both languages: everyone reads it."),
)
agenda_there = Guard(
    "commission.no_agenda",
    lambda context: bool(context.facts.get("agenda")),
    _("The session has no agenda."),
    _("Write each point on a line, in both languages."),
)
told_in_time = Guard(
    "commission.short_notice",
    lambda context: bool(context.facts.get("told_in_time")),
    _("The session begins too soon after its announcement."),
    _("Choose a later day; the norm “commission.announcement” says how many days lie between."),
)
was_held = Guard(
    "commission.not_held_yet",
    lambda context: bool(context.facts.get("over")),
    _("The session has not begun yet."),
    _("The minutes are written when it is over."),
)
each_decided = Guard(
    "commission.decisions_missing",
    lambda context: bool(context.facts.get("each_decided")),
    _("It is not said for each point what was decided."),
    _("Write a line for each point of the agenda, in the same order and in both languages."),
)

SESSION = register(
    Lifecycle(
        kind=KIND,
        letter="K",
        title=_("Session of the Commission on access to information"),
        states=(
            State("prepared", _("prepared"), _("The session is being prepared; nobody else sees it.")),
            State("announced", _("announced"), _("Day, place and agenda are public.")),
            State("held", _("held"), _("The minutes and what was decided are public."), waits_for="nobody"),
            State("cancelled", _("cancelled"), _("The session does not take place; the reason is public."), final=True,
                  waits_for="nobody"),
            State("dropped", _("thrown away"), _("It was never announced."), final=True, waits_for="nobody"),
        ),
        moves=(
            Move("prepare", _("Prepare a session"), (NEW,), "prepared", SUPERVISOR, "session_prepared",
                 _("The session was prepared."), public=False),
            Move("rework", _("Change the session"), ("prepared",), STAY, SUPERVISOR, "session_reworked",
                 _("The session was reworked."), public=False),
            Move("announce", _("Announce"), ("prepared",), "announced", SUPERVISOR, "session_announced",
                 _("The session was announced for %(since)s."), guards=(words_there, agenda_there, told_in_time),
                 opens=(MINUTES,), law="session.open"),
            Move("drop", _("Throw away"), ("prepared",), "dropped", SUPERVISOR, "session_dropped",
                 _("The prepared session was thrown away."), public=False),
            Move("cancel", _("Cancel"), ("announced",), "cancelled", SUPERVISOR, "session_cancelled",
                 _("The session was cancelled, with the reason."), guards=(words_there,)),
            Move("minute", _("Publish the minutes"), ("announced",), "held", SUPERVISOR, "minutes_published",
                 _("The minutes were published; members present: %(present)s."),
                 guards=(was_held, words_there, each_decided), meets=("minutes",), law="commission.minutes"),
            Move("correct", _("Correct the minutes"), ("held",), STAY, SUPERVISOR, "minutes_corrected",
                 _("The minutes were corrected; version %(version)s stands, the former ones can be read."),
                 guards=(words_there,)),
            Move("recommend", _("Recommend to a body"), ("held",), STAY, SUPERVISOR, "session_recommended",
                 _("A recommendation that the session decided was written: %(recommendation)s."), public=False),
        ),
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the session over with its terms."),
        },
    )
)  # fmt: skip
