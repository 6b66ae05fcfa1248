"""The one table of a survey: published with a last day, closed by itself, reported on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Guard, Lifecycle, Move, State, Term, register
from jariya.portals.dialogue.mandate import STAFF

KIND = "survey"
LEADERS = ("head", "deputy")
REPORT = Term("report", "survey.report", _("Report what the survey leads to"))

both_languages = Guard(
    "survey.language_missing",
    lambda context: bool(context.facts.get("whole")),
    _("Something is missing in Kazakh or in Russian."),
    _("Title, announcement, each question and each answer to choose are needed in both languages."),
)
has_questions = Guard(
    "survey.no_questions",
    lambda context: bool(context.facts.get("items")),
    _("The survey has no question."),
    _("Add at least one question."),
)
open_long_enough = Guard(
    "survey.too_short",
    lambda context: bool(context.facts.get("long_enough")),
    _("The survey would close too soon."),
    _("Choose a later last day; the norm “survey.open” says how many days it stays open at least."),
)
something_changed = Guard(
    "survey.unchanged",
    lambda context: bool(context.facts.get("differs")),
    _("Nothing was changed."),
    _("Change a text, a question or the day, or leave the survey as it is."),
)
last_day_over = Guard(
    "survey.still_open",
    lambda context: bool(context.facts.get("closes_on")) and context.today > context.facts["closes_on"],
    _("The last day is not over."),
    _("The survey closes by itself the day after its last day."),
)
both_texts = Guard(
    "survey.text_missing",
    lambda context: bool(context.facts.get("said_kk") and context.facts.get("said_ru")),
    _("The text is missing in Kazakh or in Russian."),
    _("Write it in both languages."),
)

SURVEY = register(
    Lifecycle(
        kind=KIND,
        letter="V",
        title=_("Survey"),
        states=(
            State("prepared", _("prepared"), _("The survey is being prepared; nobody else sees it.")),
            State("open", _("open"), _("Everyone can answer once. Nobody sees any figure yet."), waits_for="anyone"),
            State("over", _("over"), _("The results are public; the body says what they lead to.")),
            State(
                "reported",
                _("reported"),
                _("The results are public, and the body has said what they lead to."),
                final=True,
                waits_for="nobody",
            ),
            State(
                "withdrawn",
                _("withdrawn"),
                _("The survey was taken back; no figures are shown."),
                final=True,
                waits_for="nobody",
            ),
        ),
        moves=(
            Move(
                "prepare",
                _("Prepare a survey"),
                (NEW,),
                "prepared",
                STAFF,
                "survey_prepared",
                _("The survey was prepared."),
                public=False,
            ),
            Move(
                "rework",
                _("Change the survey"),
                ("prepared",),
                STAY,
                STAFF,
                "survey_reworked",
                _("The survey was reworked."),
                guards=(something_changed,),
                public=False,
            ),
            Move(
                "publish",
                _("Publish the survey"),
                ("prepared",),
                "open",
                LEADERS,
                "survey_published",
                _("The survey was published; one can answer until %(due)s."),
                guards=(both_languages, has_questions, open_long_enough),
                law="survey.open",
            ),
            Move(
                "close",
                _("Close the survey"),
                ("open",),
                "over",
                ("system", *STAFF),
                "survey_closed",
                _("The survey closed. Answers: %(answers)s. The results are public."),
                guards=(last_day_over,),
                opens=(REPORT,),
                law="survey.report",
            ),
            Move(
                "report",
                _("Report what it leads to"),
                ("over",),
                "reported",
                LEADERS,
                "survey_reported",
                _("The body said what the results lead to."),
                guards=(both_texts,),
                meets=("report",),
                law="survey.report",
            ),
            Move(
                "withdraw",
                _("Withdraw the survey"),
                ("prepared", "open"),
                "withdrawn",
                LEADERS,
                "survey_withdrawn",
                _("The survey was withdrawn, with the reason."),
                guards=(both_texts,),
            ),
        ),
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the survey over with its terms."),
        },
    )
)
