"""Conditions that lifecycles of letters share, each with its named refusal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import Condition, Context, Guard


def _reason_given(context: Context) -> bool:
    return bool(str(context.facts.get("reason") or "").strip())


reason_given = Guard(
    "letter.reason_missing",
    _reason_given,
    _("No reason was given."),
    _("Write in a sentence why: the asker reads it, and it stays in the case."),
)

another_body = Guard(
    "letter.same_body",
    lambda context: context.facts.get("to_body_id") not in (None, context.case.body_id),
    _("The letter cannot be forwarded to the body that already has it."),
    _("Choose the body that is competent. “Not ours” without naming whose it is is not possible."),
)

body_takes_letters = Guard(
    "letter.body_not_connected",
    lambda context: bool(context.facts.get("body_connected")),
    _("This body does not take questions here yet."),
    _("Choose another body from the list."),
)

points_named = Guard(
    "letter.points_missing",
    lambda context: bool(context.facts.get("points")),
    _("No point was chosen."),
    _("Tick the points that the other body is to answer."),
)

some_points_stay = Guard(
    "letter.all_points_chosen",
    lambda context: not context.facts.get("all_points"),
    _("All points were chosen."),
    _("Forward the whole letter instead."),
)

every_point_answered = Guard(
    "answer.point_unanswered",
    lambda context: (
        bool(context.facts.get("points_total"))
        and all(str(text).strip() for text in context.facts.get("answers", {}).values())
        and len(context.facts.get("answers", {})) == context.facts.get("points_total")
    ),
    _("A point has no answer."),
    _("Answer each numbered point. An automatic reply or “taken note” does not stop the clock."),
)

same_language = Guard(
    "answer.other_language",
    lambda context: context.facts.get("language", context.case.language) == context.case.language,
    _("The answer is not in the language of the question."),
    _("Write the answer in the language in which the person asked."),
)

signed = Guard(
    "answer.not_signed",
    lambda context: bool(context.facts.get("confirmed")),
    _("The answer was not confirmed by the signer."),
    _("Read the answer, tick the confirmation and sign again."),
)

public_copy_checked = Guard(
    "publish.not_checked",
    lambda context: bool(context.facts.get("checked")),
    _("The public copy was not checked for personal data."),
    _("Read the public copy, blacken names, numbers and addresses of persons, and tick that you did."),
)

still_in_time = Guard(
    "extend.too_late",
    lambda context: (term := context.running("answer")) is not None and context.today <= term.due_on,
    _("The due day has passed; a term can be extended only before it."),
    _("Answer now. The lateness stays visible."),
)

not_extended_before = Guard(
    "extend.once",
    lambda context: (term := context.running("answer")) is not None and term.extended_to is None,
    _("This term was extended before."),
    _("A term is extended once. Answer by the day that was set."),
)


def answer_is_late(context: Context) -> bool:
    """Whether the term for the answer runs and its due day has passed: silence, which counts as refusal."""
    term = context.running("answer")
    return term is not None and context.today > term.due_on


late_or_answered = Guard(
    "complain.not_yet",
    lambda context: context.case.state in {"answered", "published", "rated"} or answer_is_late(context),
    _("The term for the answer is still running."),
    _("A complaint about silence is possible from the day after the due day."),
)


def extension_in_bounds(norm: str, *, media: str | None = None) -> Guard:
    """The new due day is a working day after the old one and not later than the norm allows, counted from it.

    Args:
        media: the norm for a letter of an editorial office (the fact `media`), where another one holds for them.
    """

    def check(context: Context) -> bool:
        term, new = context.running("answer"), context.facts.get("due_on")
        if term is None or new is None:
            return False
        key = media if media and context.facts.get("media") else norm
        last = context.norms[key].ends(term.due_on, context.calendar).day
        return bool(term.due_on < new <= last and context.calendar.is_working(new))

    return Guard(
        "extend.out_of_bounds",
        check,
        _("The new due day is not possible."),
        _("Choose a working day after the present due day and within the longest extension that the norm allows."),
    )


rating_in_range = Guard(
    "rating.out_of_range",
    lambda context: context.facts.get("score") in {1, 2, 3, 4, 5} and context.facts.get("resolved") is not None,
    _("The rating is incomplete."),
    _("Choose 1 to 5 and say whether the matter was resolved."),
)

rating_in_time = Guard(
    "rating.too_late",
    lambda context: (term := context.running("rate")) is not None and context.today <= term.due_on,
    _("The time for rating is over."),
    _("You can still ask a new question or complain."),
)

rating_is_over = Guard(
    "close.rating_open",
    lambda context: (term := context.running("rate")) is None or context.today > term.due_on,
    _("The asker may still rate the answer."),
    _("The case closes by itself when the time for rating is over."),
)

publicly = Condition("public", lambda context: context.case.public, _("the asker agreed to publication"))
privately = Condition("private", lambda context: not context.case.public, _("the asker asked to keep it private"))
