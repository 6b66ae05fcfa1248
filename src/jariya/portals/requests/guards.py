"""Conditions that only a request has, each with its named refusal. What all letters share stands in the kernel."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence.guards import answer_is_late
from jariya.kernel.lifecycle.table import Condition, Context, Guard
from jariya.portals.requests.decisions import ALREADY_PUBLIC, OUTCOMES, PARTLY, REFUSED, SUBJECT, Decided, ground_key
from jariya.portals.requests.decisions import may_be_restricted as _may_be_restricted


def _decided(context: Context) -> Mapping[int, Decided]:
    found: Mapping[int, Decided] = context.facts.get("decisions") or {}
    return found


def _each(test: Callable[[Decided], bool]) -> Callable[[Context], bool]:
    return lambda context: all(test(one) for one in _decided(context).values())


outcome_known = Guard(
    "decision.unknown",
    _each(lambda one: one.outcome in OUTCOMES),
    _("A point has no decision."),
    _("Choose for each point: given, given in part, refused, not held, or public already."),
)

ground_named = Guard(
    "refusal.ground_missing",
    lambda context: all(
        not one.restricts or (one.ground and ground_key(one.ground) in context.norms)
        for one in _decided(context).values()
    ),
    _("Information is withheld without a ground."),
    _("Choose the ground with its norm. Without a ground in force nothing may be withheld."),
)

severed_named = Guard(
    "refusal.severed_missing",
    _each(lambda one: one.outcome != PARTLY or bool(one.severed.strip())),
    _("It is not said what was severed."),
    _("Name what was taken out, so that the person knows what is missing."),
)

harm_named = Guard(
    "refusal.harm_missing",
    _each(lambda one: not one.restricts or bool(one.harm.strip())),
    _("It is not said which harm the release would do."),
    _("Write which harm, to whom, and why it weighs more than the right to know."),
)

part_considered = Guard(
    "refusal.part_not_considered",
    _each(lambda one: one.outcome != REFUSED or bool(one.whole.strip())),
    _("A point is refused whole, and it is not said why no part of it can be given."),
    _("Give the part that may be given. Where nothing can be severed, write why."),
)

may_be_restricted = Guard(
    "refusal.unrestrictable",
    lambda context: (
        not any(one.restricts for one in _decided(context).values())
        or _may_be_restricted(str(context.facts.get("subject") or ""), context.norms)
    ),
    _("Information on this subject may not be restricted."),
    _("Give the information. The law lists the subjects on which refusal is not allowed."),
)

link_given = Guard(
    "public.link_missing",
    _each(lambda one: one.outcome != ALREADY_PUBLIC or bool(one.link.strip())),
    _("It is not said where the information is published."),
    _("Give the address of the page on which exactly this information stands."),
)

link_works = Guard(
    "public.link_broken",
    _each(lambda one: one.outcome != ALREADY_PUBLIC or one.link_works),
    _("The address at which the information should stand does not open."),
    _("The address is checked within minutes. If it does not open, correct it, or give the information itself."),
)

document_shown = Guard(
    "answer.document_missing",
    lambda context: (
        not any(one.other_way for one in _decided(context).values()) or bool(context.facts.get("documents"))
    ),
    _("The answer was given by another way, but no document shows it."),
    _("Attach the document: the letter that was sent, the receipt of what was handed over."),
)

holder_named = Guard(
    "extend.holder_missing",
    lambda context: bool(context.facts.get("media")) or bool(context.facts.get("holder")),
    _("It is not said whose information is needed."),
    _("A term is extended only when another holder's information is needed: choose the holder."),
)

clarification_is_over = Guard(
    "clarify.still_open",
    lambda context: (term := context.running("clarify")) is None or context.today > term.due_on,
    _("The person may still clarify the request."),
    _("Go on when the time for clarification is over, or when the person has clarified it."),
)

may_complain = Guard(
    "complain.not_yet",
    lambda context: (
        answer_is_late(context)
        or (
            context.case.state in OUTCOMES
            and (term := context.running("complain")) is not None
            and context.today <= term.due_on
        )
    ),
    _("There is nothing to complain of yet, or no longer."),
    _("Silence can be complained of from the day after the due day, a decision within the term for complaints."),
)

answer_is_there = Guard(
    "complaint.silence_stands",
    lambda context: not answer_is_late(context),
    _("The body has not answered: there is no decision that could stand."),
    _("Oblige the body to answer."),
)

subject_known = Guard(
    "request.subject_unknown",
    lambda context: f"{SUBJECT}{context.facts.get('subject')}" in context.norms,
    _("This subject is not in the list."),
    _("Choose a subject from the list."),
)

not_published = Guard(
    "request.published",
    lambda context: not context.facts.get("published"),
    _("The request and its answer are published already."),
    _("What is public cannot be made private by its author. A moderator hides what may not be public."),
)

embargo_over = Guard(
    "request.embargo",
    lambda context: not context.facts.get("embargo_until") or context.today >= context.facts["embargo_until"],
    _("The embargo has not ended."),
    _("The request opens by itself when the day has come."),
)

asked_often = Guard(
    "information.not_repeated",
    lambda context: (
        int(context.facts.get("repeats") or 0) >= context.norms["request.publish_after_repeats"].count
        and context.running("publish_information") is None
    ),
    _("The information was not asked for often enough."),
    _("The duty to publish arises by itself."),
)

alike = Guard(
    "request.not_alike",
    lambda context: bool(context.facts.get("alike")),
    _("The two requests cannot be counted as one."),
    _("Name another request to the same body that is not counted with this one yet."),
)

publication_owed = Guard(
    "information.not_owed",
    lambda context: context.running("publish_information") is not None,
    _("No duty to publish this information runs."),
    _("Open the case again: somebody may have acted a moment before."),
)

information_link_works = Guard(
    "information.link_broken",
    lambda context: bool(context.facts.get("link_works")),
    _("The address at which the information should stand does not open."),
    _("Publish the information first, then give the address of exactly that page."),
)

nothing_left = Guard(
    "close.rights_open",
    lambda context: (
        all(
            (term := context.running(kind)) is None or context.today > term.due_on
            for kind in ("rate", "complain", "court_note")
        )
        and all(context.running(kind) is None for kind in ("publish", "publish_information", "extension_notice"))
    ),
    _("Somebody may or must still do something."),
    _("The case closes by itself when nothing is open any more."),
)

ordinary = Condition("ordinary", lambda context: not context.facts.get("media"), _("a request of a person"))
media = Condition("media", lambda context: bool(context.facts.get("media")), _("a request of an editorial office"))
restricting = Condition(
    "restricting",
    lambda context: any(one.restricts for one in _decided(context).values()),
    _("something is withheld"),
)
giving = Condition(
    "giving",
    lambda context: not any(one.restricts for one in _decided(context).values()),
    _("nothing is withheld"),
)
must_answer = Condition(
    "must_answer", lambda context: context.facts.get("must_answer") is not False, _("the body has to answer anew")
)
stands = Condition(
    "stands", lambda context: context.facts.get("must_answer") is False, _("the decision of the body stands")
)


def decided(outcome: str, title: object) -> Condition:
    """The row of `sign_answer` for an outcome. A page that asks what is possible knows none: the first row is shown."""
    known = (None, outcome) if outcome == OUTCOMES[0] else (outcome,)
    return Condition(outcome, lambda context: context.facts.get("outcome") in known, title)
