"""Each "no" of the discussion: a code that never changes, what happened, what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.discussion.lifecycle import Status
from jariya.kernel.lifecycle.refusals import Refused

_SAID: dict[str, tuple[Any, Any, int]] = {
    "comment.no_discussion": (
        _("Nothing can be said on this matter."),
        _("Matters that are put up for discussion take comments. A question to the head of a body is always open."),
        404,
    ),
    "comment.place_unknown": (
        _("There is no such place in the text."),
        _("Open the page again and choose the place there: the text may have a new version."),
        422,
    ),
    "comment.empty": (_("Nothing was written."), _("Write what you want to say."), 422),
    "comment.too_long": (
        _("The text is too long: at most %(most)s characters, now %(now)s."),
        _("Shorten it, or say one thing a comment: each is answered by itself."),
        422,
    ),
    "comment.language_unknown": (_("The language was not chosen."), _("Choose Kazakh, Russian or English."), 422),
    "comment.said_already": (
        _("You have said this here already."),
        _("Support your comment of before, or write what is new."),
        409,
    ),
    "comment.not_confirmed": (
        _("The text seems to hold personal data."),
        _("Take them out, or tick that they may be read by all."),
        422,
    ),
    "comment.parent_gone": (
        _("What you want to answer is not shown any more."),
        _("Read the discussion as it is now. What you typed is still in the form."),
        409,
    ),
    "comment.limit_hour": (
        _("You have written %(most)s comments within an hour: that is the limit for one person."),
        _("Go on in an hour. What you typed is still in the form."),
        429,
    ),
    "comment.limit_day": (
        _("You have written %(most)s comments within a day: that is the limit for one person."),
        _("Go on tomorrow. What you typed is still in the form."),
        429,
    ),
    "comment.limit_case_day": (
        _("You have written %(most)s comments on this matter within a day: that is the limit for one person."),
        _("Go on tomorrow. What you typed is still in the form."),
        429,
    ),
    "support.limit_day": (
        _("You have supported %(most)s comments within a day: that is the limit for one person."),
        _("Go on tomorrow."),
        429,
    ),
    "support.own": (_("One's own comment is not supported."), _("Others may support it."), 422),
    "comment.answered": (
        _("The comment was answered already, so its text stays as it is."),
        _("Write a reply below it: what was answered must stay what it was."),
        409,
    ),
    "comment.unchanged": (_("The text is the same as before."), _("Change it, or leave it."), 422),
    "comment.not_yours": (_("This is not yours to do."), _("Only the author of a comment may do this."), 403),
    "comment.not_staff": (
        _("Only the body of this matter answers officially."),
        _("A registrar of the body can give you the role. As a citizen you may reply."),
        403,
    ),
    "comment.changed_meanwhile": (
        _("This can no longer be done: the comment is now “%(state)s”."),
        _("Open it again: somebody may have acted a moment before you. What you typed is still in the form."),
        409,
    ),
    "together.too_few": (
        _("One answer serves at least two comments."),
        _("Choose at least two of them, or answer the one by itself."),
        422,
    ),
    "together.changed": (
        _("Of the comments that you chose %(gone)s can no longer be answered together with the others."),
        _(
            "They were changed, hidden or answered meanwhile, or say something else. The list now shows those that are "
            "left; what you typed is still in the form."
        ),
        409,
    ),
    "organisation.not_proven": (
        _("You cannot speak for this organisation now."),
        _("Prove it by the organisation's certificate, or write as yourself."),
        422,
    ),
    "report.ground_missing": (_("No ground was chosen."), _("Choose which rule the comment breaks."), 422),
    "review.not_moderator": (
        _("Only a moderator of the body, or the supervisor, does this."),
        _("A registrar of the body can give you the role."),
        403,
    ),
    "review.taken": (
        _("Another moderator has taken this comment."),
        _("Take the next one. If it is left undecided, it comes back to the queue."),
        409,
    ),
    "review.decided": (
        _("This was decided already."),
        _("Open the comment: its history says what was decided and why."),
        409,
    ),
    "review.not_claimed": (_("Take the comment first."), _("So that two moderators do not decide at once."), 409),
    "review.same_person": (
        _("You hid this comment yourself: another person decides on the appeal."),
        _("Leave it to another moderator or to the supervisor."),
        403,
    ),
    "review.own_comment": (_("This is your own comment."), _("Leave it to another moderator."), 403),
    "review.reason_missing": (
        _("No reason was given."),
        _("Write in a sentence why: the author reads it."),
        422,
    ),
    "review.ground_missing": (
        _("No ground was chosen."),
        _("A comment is hidden on one of the published grounds only. Disagreement is none of them."),
        422,
    ),
    "review.nothing_blackened": (
        _("Nothing was blackened."),
        _("Put █ in place of what must not be read, and leave the rest as it is."),
        422,
    ),
    "review.more_than_blackened": (
        _("The public copy says something that the author did not write."),
        _("Only replace characters by █. The rest must stay as the author wrote it."),
        422,
    ),
    "appeal.too_late": (
        _("The term for an appeal has passed."),
        _("It ended on the day that the page of the comment shows. You may write a new comment."),
        409,
    ),
    "appeal.reason_missing": (_("No reason was given."), _("Write why the comment should be put back."), 422),
}


def refused(code: str, **values: Any) -> Refused:
    """The refusal of a code, its sentence filled with `values`."""
    title, remedy, status = _SAID[code]
    return Refused(code, title % values if values else title, remedy, status)


def changed(status: str) -> Refused:
    """The verb has no row for the comment's state."""
    return refused("comment.changed_meanwhile", state=Status(status).label)


def codes() -> tuple[str, ...]:
    """All codes, for the test that walks them."""
    return tuple(_SAID)
