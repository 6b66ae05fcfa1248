"""Why a system's call, or a token, is refused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.refusals import Refused

_WORDS = {
    "system.token_missing": (
        401,
        _("The call brings no token."),
        _(
            "Send the header “Authorization: Bearer TOKEN”. A registrar or the head of the body makes tokens at"
            " the desk."
        ),
    ),
    "system.token_unknown": (
        401,
        _("There is no such token."),
        _("Send the token as it was shown when it was made. It was shown once; make a new one if it is lost."),
    ),
    "system.token_over": (
        401,
        _("The token was revoked, or its last day is over."),
        _("The registrar or the head of the body makes a new one at the desk."),
    ),
    "system.scope_missing": (
        403,
        _("The token does not open this."),
        _("The registrar or the head of the body makes a token with this scope."),
    ),
    "system.no_role": (
        403,
        _("The system holds no role in the body any more."),
        _("The registrar of the body sees at the desk why its role ended."),
    ),
    "system.too_many": (
        429,
        _("Too many calls in a minute."),
        _("Wait a minute and go on. What changed is kept and comes then."),
    ),
    "system.key_missing": (
        422,
        _("The call brings no key of its own."),
        _(
            "Send the header “Idempotency-Key” with 1 to 60 letters, digits, dots, dashes or underlines, another for"
            " each deed and the same when you repeat one."
        ),
    ),
    "system.key_other": (
        409,
        _("This key was used before for another deed."),
        _("Take a new key for a new deed. The former one was done; read the letter to see how it stands."),
    ),
    "system.after_unknown": (
        422,
        _("The word in “after” is none of ours."),
        _("Send what the former answer gave as “after”, or leave it out to begin at the beginning."),
    ),
    "system.no_such_letter": (
        404,
        _("The body has no such letter."),
        _("It may have been forwarded: the list of changes tells of it."),
    ),
    "system.step_invalid": (
        422,
        _("Something in the call is missing or cannot be."),
        _("“fields” says what, field by field."),
    ),
    "system.point_unknown": (
        422,
        _("A point that was named does not lie here."),
        _("Read the letter: it lists the points that the body answers."),
    ),
    "system.answer_missing": (
        409,
        _("There is no answer to sign."),
        _("Write the answer first. Who may sign stands in the body's published orders."),
    ),
    "system.signer_unknown": (
        422,
        _("This person may not sign answers of the body."),
        _("Name the head, or an official whom a published order lets sign; without a name the head is meant."),
    ),
    "system.session_unknown": (
        404,
        _("There is no such signing session of this letter."),
        _("Begin a new one. A session takes one signature and ends with its time."),
    ),
    "system.not_yours": (
        403,
        _("Only the head or a registrar of the body keeps its systems."),
        _("Ask the head or the registrar."),
    ),
    "system.title_taken": (
        422,
        _("The body has a system of this name."),
        _("Choose another name, or end the former system."),
    ),
    "system.post_unknown": (
        422,
        _("The body has no such post."),
        _("Choose the post that answers for what the program does."),
    ),
    "system.ended": (409, _("The system is ended."), _("Make a new one if the body has a new program.")),
    "system.too_long": (
        422,
        _("A token does not live that long."),
        _("Choose an earlier last day. Before it comes, make a new token and give it to the program."),
    ),
}


def refused(code: str, **more: str) -> Refused:
    """The refusal with this code; `more` is put into its words."""
    status, title, remedy = _WORDS[code]
    return Refused(code, title % more if more else title, remedy, status)
