"""The one table of a draft programme: from the desk to the evaluation, with the clock of its discussion."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Condition, Guard, Lifecycle, Move, State, Term, register

KIND = "programme_draft"
STAFF = ("officer", "deputy", "head")
LEADERS = ("head", "deputy")
SEEN = ("published", "discussion", "answering", "reported", "approved", "executed")

NOTICE = Term("notice", "budget.discussion.notice", _("Give notice before the discussion opens"))
DISCUSSION = Term("discussion", "budget.discussion", _("Take part in the discussion"), duty_of="person")
ANSWERS = Term(
    "answers",
    "budget.discussion.answers",
    _("Answer all comments and report on the discussion"),
    # A discussion begun anew does not hide that answers to the former one are late.
    unless_running=True,
)

plain_words = Guard(
    "draft.no_plain_words",
    lambda context: bool(context.facts.get("plain_kk") and context.facts.get("plain_ru")),
    _("The summary in plain words is missing in Kazakh or in Russian."),
    _("Say in a few sentences, in both languages, what is to be done with the money and what people get from it."),
)
passport = Guard(
    "draft.no_passport",
    lambda context: bool(context.facts.get("amounts") and context.facts.get("indicators")),
    _("The passport is not whole: it needs an amount for a year and an indicator with a target."),
    _("Add what is missing and save the draft again."),
)
change_said = Guard(
    "draft.change_unsaid",
    lambda context: bool(context.facts.get("changed_kk") and context.facts.get("changed_ru")),
    _("What was changed is not said."),
    _("Say in Kazakh and in Russian what is new: readers see it beside the difference of the versions."),
)
something_changed = Guard(
    "draft.unchanged",
    lambda context: bool(context.facts.get("differs")),
    _("Nothing was changed."),
    _("Change the text, an amount or an indicator, or leave the draft as it is."),
)
notice_given = Guard(
    "draft.notice_runs",
    lambda context: (term := context.running("notice")) is None or context.today >= term.due_on,
    _("The notice before the discussion still runs."),
    _("The discussion opens by itself on the day that the page shows."),
)
discussion_over = Guard(
    "draft.discussion_runs",
    lambda context: (term := context.running("discussion")) is None or context.today > term.due_on,
    _("The term of the discussion still runs."),
    _("It closes by itself on the day after its last day. Comments can be answered before that."),
)
all_answered = Guard(
    "draft.unanswered",
    lambda context: context.facts.get("unanswered") == 0,
    _("Some comments have no answer of the body."),
    _("Answer each of them first; the list “Not answered yet” of the discussion shows which."),
)
both_languages = Guard(
    "draft.statement_missing",
    lambda context: bool(context.facts.get("text_kk") and context.facts.get("text_ru")),
    _("The text is missing in Kazakh or in Russian."),
    _("Write it in both languages."),
)
approval_known = Guard(
    "draft.approval_unknown",
    lambda context: (
        context.facts.get("approved_on") is not None
        and context.facts["approved_on"] <= context.today
        and bool(context.facts.get("approval"))
    ),
    _("Day or act of the approval is missing, or the day lies ahead."),
    _("Give the day and the requisites of the act of approval."),
)
payment_known = Guard(
    "draft.payment_unknown",
    lambda context: (
        context.facts.get("first_paid_on") is not None
        and context.facts["first_paid_on"] <= context.today
        and bool(context.facts.get("first_paid_source"))
    ),
    _("Day or source of the first payment is missing, or the day lies ahead."),
    _("Give the day and where it is known from, such as a report of execution."),
)
payment_noted = Guard(
    "draft.payment_not_noted",
    lambda context: bool(context.facts.get("paid_already") or context.facts.get("first_paid_on")),
    _("The first payment was not noted."),
    _("Note the day of the first payment and its source."),
)
results_known = Guard(
    "draft.results_missing",
    lambda context: bool(context.facts.get("results_whole")),
    _("An indicator has no result."),
    _("Give what was achieved for each indicator of the passport."),
)
begins_anew = Condition(
    "material", lambda context: bool(context.facts.get("material")), _("when the change is material")
)
goes_on = Condition(
    "not_material",
    # Before the discussion has opened there is nothing to begin anew.
    lambda context: not context.facts.get("material") or context.case.state == "published",
    _("when the change is not material"),
)
DRAFT = register(
    Lifecycle(
        kind=KIND,
        letter="B",
        title=_("Draft budget programme"),
        states=(
            State("prepared", _("prepared"), _("The administrator prepares the draft; nobody else sees it.")),
            State(
                "published", _("published"), _("Everyone can read the draft; the discussion opens on the day named.")
            ),
            State("discussion", _("in discussion"), _("Everyone can say what they think of it."), waits_for="anyone"),
            State(
                "answering", _("being answered"), _("The discussion is over; the administrator answers and reports.")
            ),
            State("reported", _("reported"), _("The administrator has reported what came of the discussion.")),
            State("approved", _("approved"), _("The programme was approved.")),
            State("executed", _("being executed"), _("Money is being paid.")),
            State("evaluated", _("evaluated"), _("What was achieved is said."), final=True, waits_for="nobody"),
            State(
                "withdrawn", _("withdrawn"), _("The administrator took the draft back."), final=True, waits_for="nobody"
            ),
        ),
        moves=(
            Move(
                "prepare",
                _("Prepare a draft"),
                (NEW,),
                "prepared",
                STAFF,
                "prepared",
                _("The draft was prepared."),
                public=False,
            ),
            Move(
                "rework",
                _("Change the draft"),
                ("prepared",),
                STAY,
                STAFF,
                "reworked",
                _("The draft was reworked."),
                guards=(something_changed,),
                public=False,
            ),
            Move(
                "publish",
                _("Publish the draft"),
                ("prepared",),
                "published",
                STAFF,
                "draft_published",
                _("The draft was published. The discussion opens on %(due)s."),
                guards=(plain_words, passport),
                opens=(NOTICE,),
                law="budget.discussion",
            ),
            Move(
                "open_discussion",
                _("Open the discussion"),
                ("published",),
                "discussion",
                ("system", *STAFF),
                "discussion_opened",
                _("The discussion was opened; it lasts until %(due)s."),
                guards=(notice_given,),
                meets=("notice",),
                opens=(DISCUSSION,),
                law="budget.discussion",
            ),
            Move(
                "change",
                _("Publish a new version"),
                ("discussion", "answering"),
                "discussion",
                STAFF,
                "changed_anew",
                _("Version %(version)s was published. The change is material: the discussion begins anew, to %(due)s."),
                guards=(change_said, something_changed, plain_words, passport),
                cancels=("discussion",),
                opens=(DISCUSSION,),
                when=begins_anew,
                law="budget.discussion.restart",
            ),
            Move(
                "change",
                _("Publish a new version"),
                ("published", "discussion", "answering"),
                STAY,
                STAFF,
                "changed",
                _("Version %(version)s was published."),
                guards=(change_said, something_changed, plain_words, passport),
                when=goes_on,
            ),
            Move(
                "close_discussion",
                _("Close the discussion"),
                ("discussion",),
                "answering",
                ("system", *STAFF),
                "discussion_closed",
                _("The discussion is over. Comments: %(comments)s. Answers are due on %(due)s."),
                guards=(discussion_over,),
                meets=("discussion",),
                opens=(ANSWERS,),
                law="budget.discussion",
            ),
            Move(
                "report",
                _("Report on the discussion"),
                ("answering",),
                "reported",
                STAFF,
                "reported",
                _("The administrator reported on the discussion. Comments: %(comments)s."),
                guards=(all_answered, both_languages),
                meets=("answers",),
                law="budget.discussion.answers",
            ),
            Move(
                "approve",
                _("Note the approval"),
                ("reported",),
                "approved",
                LEADERS,
                "approved",
                _("The programme was approved on %(approved_on)s."),
                guards=(approval_known,),
            ),
            Move(
                "note_payment",
                _("Note the first payment"),
                SEEN,
                STAY,
                STAFF,
                "payment_noted",
                _("The first payment was made on %(paid_on)s."),
                guards=(payment_known,),
            ),
            Move(
                "execute",
                _("Begin the execution"),
                ("approved",),
                "executed",
                STAFF,
                "executed",
                _("The programme is being executed."),
                guards=(payment_noted,),
            ),
            Move(
                "evaluate",
                _("Evaluate"),
                ("executed",),
                "evaluated",
                LEADERS,
                "evaluated",
                _("The administrator evaluated what was achieved."),
                guards=(both_languages, results_known),
            ),
            Move(
                "withdraw",
                _("Withdraw the draft"),
                ("prepared", "published", "discussion", "answering", "reported"),
                "withdrawn",
                LEADERS,
                "withdrawn",
                _("The administrator took the draft back, with reasons."),
                guards=(both_languages,),
            ),
        ),
        system_events={
            "overdue": _("The due day %(due)s has passed: %(body)s owes: %(obligation)s."),
            "succeeded": _("%(from_body)s ended; %(to_body)s took the draft over with its terms."),
        },
    )
)
