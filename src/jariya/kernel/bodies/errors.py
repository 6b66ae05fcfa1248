"""Named refusals of the registry: a stable code, what happened, what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

# code: (what happened, what to do). The codes are public and never change.
RULES: dict[str, tuple[Any, Any]] = {
    "bodies.slug_bad": (
        _("The public address “%(value)s” is not usable."),
        _("Use small Latin letters, digits and single hyphens, at most 80 characters."),
    ),
    "bodies.slug_taken": (
        _("The public address “%(value)s” belongs or once belonged to another body."),
        _("Choose another address: an old one leads to its body for ever."),
    ),
    "bodies.no_name": (
        _("A body needs a name in at least one language."),
        _("Give the name in Kazakh, Russian or English; leave the others empty if they are not known."),
    ),
    "bodies.no_source": (
        _("A fact about a body needs a source."),
        _("Name the act, the register or the letter that it is taken from."),
    ),
    "bodies.no_act": (
        _("This change needs the act that made it."),
        _("Give the number, the day and the title of the act."),
    ),
    "bodies.day_ahead": (
        _("The day %(value)s has not come yet."),
        _("Enter the change on the day when it takes effect."),
    ),
    "bodies.not_in_force": (
        _("“%(value)s” is not in force on that day."),
        _("Choose a body that exists on the day of the change, or correct the day."),
    ),
    "bodies.same_body": (
        _("A body cannot take over from itself."),
        _("Choose another body; for a new name use “rename”."),
    ),
    "bodies.circle": (
        _("“%(value)s” is itself a predecessor: the bodies would succeed each other in a circle."),
        _("Check which body came first."),
    ),
    "bodies.invented_mixed": (
        _("An invented body and a real one cannot be joined."),
        _("Keep invented bodies inside the invented oblast and the invented ministry."),
    ),
    "bodies.too_few": (
        _("Too few bodies are named for this change."),
        _("A merger needs two or more predecessors, a split two or more successors."),
    ),
    "bodies.post_held": (
        _("The post is held by %(value)s in that time."),
        _("First say until which day the present holder stays, then appoint the next one."),
    ),
    "bodies.second_head": (
        _("The body already has a post of head."),
        _("Appoint the new head to the post that is there."),
    ),
    "bodies.holding_over": (
        _("This person no longer holds the post."),
        _("Look at the list of holders: the day of leaving is already written there."),
    ),
    "bodies.dates_reversed": (
        _("The last day %(value)s comes before the first."),
        _("Correct one of the two days."),
    ),
    "bodies.another_body": (
        _("The two posts are in different bodies."),
        _("Powers are delegated and holders stood in for within one body."),
    ),
    "bodies.same_post": (
        _("A post cannot stand in for itself."),
        _("Choose another post of the body."),
    ),
    "bodies.scope_unknown": (
        _("“%(value)s” is not a power that can be delegated here."),
        _("Choose one of: answers, extensions."),
    ),
    "bodies.no_order": (
        _("A delegation needs its published order."),
        _("Give the number and the day of the order."),
    ),
    "bodies.open_cases": (
        _("“%(value)s” still has open cases."),
        _("Name a successor that takes them over, or close the cases first."),
    ),
    "bodies.edit_own": (
        _("Who proposed a change does not decide on it."),
        _("A second authorised person approves or refuses it; you may withdraw it."),
    ),
    "bodies.edit_not_yours": (
        _("Only who proposed a change withdraws it."),
        _("Approve it or refuse it with a reason."),
    ),
    "bodies.edit_decided": (
        _("This change was decided already."),
        _("Open it again to see what was decided; propose a new one if it is needed."),
    ),
    "bodies.already_absent": (
        _("An absence in that time is already entered."),
        _("End the other absence first or choose other days."),
    ),
}


class BodyRefusal(Exception):
    """A change of the registry that may not happen. `title` and `remedy` read in the reader's language.

    `status` is the HTTP status an exit answers with; `value` is what the sentence names.
    """

    def __init__(self, code: str, value: object = "", status: int = 422) -> None:
        super().__init__(code)
        self.code = code
        self.value = value
        self.status = status

    @property
    def title(self) -> str:
        """What happened, in the active language."""
        return str(RULES[self.code][0]) % {"value": self.value}

    @property
    def remedy(self) -> str:
        """What to do about it, in the active language."""
        return str(RULES[self.code][1])

    def __str__(self) -> str:
        return f"{self.title} {self.remedy}"
