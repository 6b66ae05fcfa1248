"""Conditions that only a question's table has: returning it to its asker, and merging it with the same question."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import Condition, Context, Guard

RETURN_GROUND = "question.return."
"""Grounds of returning are norms of this prefix: data with dates and editions."""


def _ground_known(context: Context) -> bool:
    ground = str(context.facts.get("ground") or "")
    return ground.startswith(RETURN_GROUND) and ground in context.norms


return_ground_known = Guard(
    "return.ground_unknown",
    _ground_known,
    _("A question is returned on a published ground, and this is none."),
    _("Choose one of the grounds, or take the question on and answer it."),
)

return_in_time = Guard(
    "return.too_late",
    lambda context: (term := context.running("forward")) is not None and context.today <= term.due_on,
    _("The term for taking the question on has passed."),
    _("Answer it: what was kept so long is no longer returned."),
)

resend_is_over = Guard(
    "close.resend_open",
    lambda context: (term := context.running("resend")) is None or context.today > term.due_on,
    _("The asker may still correct the question and send it again."),
    _("The case closes by itself when that term is over."),
)

merge_into_another = Guard(
    "merge.no_question",
    lambda context: (
        context.facts.get("into_id") not in (None, context.case.id)
        and not context.facts.get("into_merged")
        and not context.facts.get("into_gone")
    ),
    _("There is no such question to merge with."),
    _("Give the number of another question that is open or answered and is itself merged with none."),
)

merge_in_one_body = Guard(
    "merge.other_body",
    lambda context: context.facts.get("into_body_id") == context.case.body_id,
    _("The other question lies with another body."),
    _("Forward this one to that body, with the reason; it decides whether the two are the same."),
)

merge_in_one_language = Guard(
    "merge.other_language",
    lambda context: context.facts.get("into_language") == context.case.language,
    _("The other question is in another language."),
    _("An answer is owed in the language of the question. Answer this one as well."),
)

merge_into_public = Guard(
    "merge.not_public",
    lambda context: bool(context.facts.get("into_public")),
    _("The other question is not public, so this asker could not read its answer."),
    _("Answer both."),
)


def _no_later(context: Context) -> bool:
    if context.facts.get("into_answered"):
        return True
    own, other = context.running("answer"), context.facts.get("into_due")
    return own is not None and other is not None and other <= own.due_on


merge_no_later = Guard(
    "merge.later",
    _no_later,
    _("The other question is due later than this one."),
    _("Merge the later one into the earlier one: nobody waits longer because others asked the same."),
)

reason_or_system = Guard(
    "letter.reason_missing",
    lambda context: "system" in context.roles or bool(str(context.facts.get("reason") or "").strip()),
    _("No reason was given."),
    _("Write in a sentence why the two are not the same."),
)

other_is_closed = Guard(
    "close.other_open",
    lambda context: bool(context.facts.get("into_closed")),
    _("The question it was merged with is still open."),
    _("It closes by itself together with that one."),
)

other_was_answered = Condition(
    "answered", lambda context: bool(context.facts.get("into_answered")), _("when the other one was answered")
)
other_was_not_answered = Condition(
    "unanswered", lambda context: not context.facts.get("into_answered"), _("when the other one is not answered yet")
)
