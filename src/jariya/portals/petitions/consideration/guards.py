"""Conditions of the steps inside a consideration, each with its named refusal. Actions bring the facts."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import Context, Guard


def _both(name: str) -> Callable[[Context], bool]:
    return lambda context: bool(context.facts.get(f"{name}_kk") and context.facts.get(f"{name}_ru"))


group_named = Guard(
    "petition.group_empty",
    lambda context: bool(context.facts.get("members")),
    _("The working group has no member besides the petitioner."),
    _("Choose the officials who prepare the decision; experts and the public may be added."),
)
seats_whole = Guard(
    "petition.seat_unnamed",
    lambda context: bool(context.facts.get("seats_whole")),
    _("It is not said of a member whom they stand for."),
    _("Name the organisation or field in Kazakh and in Russian."),
)
invited = Guard(
    "petition.not_invited",
    lambda context: bool(context.facts.get("invited")),
    _("There is no invitation to answer."),
    _("The body invites you when it forms the working group; you will be told."),
)
agenda_said = Guard(
    "petition.agenda_missing",
    lambda context: _both("agenda")(context) and _both("place")(context),
    _("Place or agenda of the hearing is missing in Kazakh or in Russian."),
    _("Say in both languages where the hearing is and what is spoken of."),
)
notice_given = Guard(
    "petition.hearing_notice",
    lambda context: bool(context.facts.get("notice_given")),
    _("The hearing begins too soon after its announcement."),
    _("Choose a later day: the norm “petition.hearing.notice” says how long people must have known of it."),
)
hearing_begun = Guard(
    "petition.hearing_ahead",
    lambda context: bool(context.facts.get("begun")),
    _("The hearing has not begun yet."),
    _("Publish its minutes when it was held, or cancel it."),
)
minutes_said = Guard(
    "petition.minutes_missing",
    _both("minutes"),
    _("The minutes are missing in Kazakh or in Russian."),
    _("Write in both languages what was said and what was agreed."),
)
reason_said = Guard(
    "petition.reason_in_both",
    _both("reason"),
    _("It is not said in both languages why."),
    _("Write a sentence in Kazakh and in Russian: everyone reads it."),
)
decision_whole = Guard(
    "petition.decision_not_whole",
    lambda context: bool(context.facts.get("whole")),
    _("The decision is not whole: reasons or a demand are missing in a language."),
    _("Say of each demand what is decided and why, in Kazakh and in Russian."),
)
pledges_whole = Guard(
    "petition.promise_not_whole",
    lambda context: bool(context.facts.get("pledges_whole")),
    _("A promise lacks its text in a language, its day, or who answers for it."),
    _("Fill in all four, or leave the promise out."),
)
draft_there = Guard(
    "petition.no_draft",
    lambda context: bool(context.facts.get("drafted")),
    _("There is no draft that is not published."),
    _("Write the draft of the decision first."),
)
promises_fit = Guard(
    "petition.promises_missing",
    lambda context: bool(context.facts.get("promised")),
    _("The promises do not fit the decision."),
    _(
        "A decision that grants something promises at least one thing, with a day and who answers for it; one that"
        " refuses everything promises nothing."
    ),
)
draft_public = Guard(
    "petition.no_public_draft",
    lambda context: bool(context.facts.get("published")),
    _("This version of the decision does not stand published."),
    _("The head signs the draft that everyone could read. Publish it first, or open the newest one."),
)
comments_over = Guard(
    "petition.comments_run",
    lambda context: context.facts.get("comments_until") is None or context.today > context.facts["comments_until"],
    _("The draft still stands for comments."),
    _("It can be signed on the day after the last day that its page shows."),
)
comments_answered = Guard(
    "petition.comments_unanswered",
    lambda context: not context.facts.get("unanswered"),
    _("Comments on the draft have no answer of the body."),
    _("Answer each of them first; the desk lists which."),
)
report_said = Guard(
    "petition.report_missing",
    _both("report"),
    _("It is not said in both languages what was done."),
    _("Say it in a few sentences, in Kazakh and in Russian."),
)
evidence_given = Guard(
    "petition.evidence_missing",
    lambda context: bool(context.facts.get("evidence")),
    _("Nothing proves that the promise was kept."),
    _("Attach a file, or give the address of a page where anyone can see it."),
)
day_later = Guard(
    "petition.promise_day",
    lambda context: bool(context.facts.get("later")),
    _("The new day is no day ahead, or the same as before."),
    _("Choose another day after today."),
)
stream_given = Guard(
    "petition.stream_missing",
    lambda context: bool(context.facts.get("stream")),
    _("The address of the broadcast is missing."),
    _("Give the whole address of the page where the hearing can be watched."),
)
