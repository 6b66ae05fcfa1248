"""The one table of a conference: announced with notice, live, and then every question has an answer or a clock."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Guard, Lifecycle, Move, State, Term, register
from jariya.portals.dialogue.mandate import SPEAKERS, STAFF

KIND = "conference"

HOLD = Term("hold", "conference.hold", _("Hold the announced conference"), starts="starts_on")
CARRY = Term("carry", "conference.carry", _("Register the questions that had no answer"))

both_languages = Guard(
    "conference.language_missing",
    lambda context: bool(context.facts.get("whole")),
    _("Title or announcement is missing in Kazakh or in Russian."),
    _("Write both: anyone may ask in either language."),
)
notice_given = Guard(
    "conference.short_notice",
    lambda context: bool(context.facts.get("notice_given")),
    _("The conference begins too soon after its announcement."),
    _("Choose a later day: people need time to write their questions. The norm “conference.notice” says how long."),
)
on_a_working_day = Guard(
    "conference.day_off",
    lambda context: (
        context.facts.get("starts_on") is not None and context.calendar.is_working(context.facts["starts_on"])
    ),
    _("The day of the conference is a day off."),
    _("Choose a working day."),
)
head_known = Guard(
    "conference.no_head",
    lambda context: bool(context.facts.get("head_known")),
    _("The register names no head of this body today."),
    _("Ask the registrar to enter the appointment first."),
)
something_changed = Guard(
    "conference.unchanged",
    lambda context: bool(context.facts.get("differs")),
    _("Nothing was changed."),
    _("Change the text or the time, or leave it as it is."),
)
has_begun = Guard(
    "conference.not_begun",
    lambda context: bool(context.facts.get("begun")),
    _("The announced time has not come yet."),
    _("It opens by itself at the time that the page shows."),
)
has_ended = Guard(
    "conference.not_ended",
    lambda context: bool(context.facts.get("ended")),
    _("The announced time is not over."),
    _("It closes by itself; whoever came for the announced time may still ask."),
)
reason_said = Guard(
    "conference.reason_missing",
    lambda context: bool(context.facts.get("said_kk") and context.facts.get("said_ru")),
    _("It is not said in both languages why."),
    _("Write a sentence in Kazakh and in Russian: those who have asked read it."),
)
nothing_left = Guard(
    "conference.questions_left",
    lambda context: context.facts.get("left") == 0,
    _("Some questions have neither an answer nor a number yet."),
    _("They are registered by themselves within minutes."),
)

CONFERENCE = register(
    Lifecycle(
        kind=KIND,
        letter="W",
        title=_("Internet conference"),
        states=(
            State("prepared", _("prepared"), _("The conference is being prepared; nobody else sees it.")),
            State(
                "announced",
                _("announced"),
                _("Everyone can write questions beforehand and support those of others."),
                waits_for="anyone",
            ),
            State("live", _("live"), _("The head answers now; questions can still be asked."), waits_for="anyone"),
            State("over", _("over"), _("The time is over; questions without an answer are being registered.")),
            State(
                "finished",
                _("finished"),
                _("The transcript stays. Every question has an answer here or a number and a due day of its own."),
                final=True,
                waits_for="nobody",
            ),
            State("cancelled", _("cancelled"), _("The conference does not take place; its questions are registered.")),
            State("dropped", _("thrown away"), _("It was never announced."), final=True, waits_for="nobody"),
        ),
        moves=(
            Move(
                "prepare",
                _("Prepare a conference"),
                (NEW,),
                "prepared",
                STAFF,
                "conference_prepared",
                _("The conference was prepared."),
                public=False,
            ),
            Move(
                "rework",
                _("Change the conference"),
                ("prepared",),
                STAY,
                STAFF,
                "conference_reworked",
                _("The conference was reworked."),
                guards=(something_changed,),
                public=False,
            ),
            Move(
                "announce",
                _("Announce"),
                ("prepared",),
                "announced",
                SPEAKERS,
                "conference_announced",
                _("The conference was announced for %(due)s."),
                guards=(both_languages, head_known, on_a_working_day, notice_given),
                opens=(HOLD,),
                law="conference.notice",
            ),
            Move(
                "open",
                _("Begin"),
                ("announced",),
                "live",
                ("system", *STAFF),
                "conference_opened",
                _("The conference began."),
                guards=(has_begun,),
                meets=("hold",),
            ),
            Move(
                "close",
                _("End"),
                ("live",),
                "over",
                ("system", *STAFF),
                "conference_closed",
                _("The conference ended. Questions: %(comments)s, without an answer: %(unanswered)s."),
                guards=(has_ended,),
                opens=(CARRY,),
                law="conference.carry",
            ),
            Move(
                "cancel",
                _("Cancel"),
                ("announced",),
                "cancelled",
                SPEAKERS,
                "conference_cancelled",
                _("The conference was cancelled, with the reason. Questions that were asked are registered."),
                guards=(reason_said,),
                cancels=("hold",),
                opens=(CARRY,),
            ),
            Move(
                "finish",
                _("Finish"),
                ("over", "cancelled"),
                "finished",
                ("system", *STAFF),
                "conference_finished",
                _("Every question has an answer or a number. Registered as ordinary questions: %(carried)s."),
                guards=(nothing_left,),
                meets=("carry",),
                law="conference.carry",
            ),
            Move(
                "drop",
                _("Throw away"),
                ("prepared",),
                "dropped",
                STAFF,
                "conference_dropped",
                _("The prepared conference was thrown away."),
                public=False,
            ),
        ),
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the conference over with its terms."),
        },
    )
)
