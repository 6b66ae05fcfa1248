"""The one table of a head's post: prepared at the desk, published, corrected in the open, withdrawn to a stub."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.table import NEW, STAY, Guard, Lifecycle, Move, State, register
from jariya.portals.dialogue.mandate import SPEAKERS, STAFF

KIND = "blog_post"

both_languages = Guard(
    "blog.language_missing",
    lambda context: bool(context.facts.get("whole")),
    _("Title or text is missing in Kazakh or in Russian."),
    _("Write both: readers of either language are addressed by the same head."),
)
reason_said = Guard(
    "blog.reason_missing",
    lambda context: bool(context.facts.get("said_kk") and context.facts.get("said_ru")),
    _("It is not said in both languages why."),
    _("Write a sentence in Kazakh and in Russian: readers see it beside the post."),
)
something_changed = Guard(
    "blog.unchanged",
    lambda context: bool(context.facts.get("differs")),
    _("Nothing was changed."),
    _("Change the text, or leave the post as it is."),
)
head_known = Guard(
    "blog.no_head",
    lambda context: bool(context.facts.get("head_known")),
    _("The register names no head of this body today, so nobody can speak in that name."),
    _("Ask the registrar to enter the appointment; the post can be prepared meanwhile."),
)

BLOG_POST = register(
    Lifecycle(
        kind=KIND,
        letter="H",
        title=_("Post of a head"),
        states=(
            State("prepared", _("prepared"), _("The post is being written; nobody else sees it.")),
            State("published", _("published"), _("Everyone can read the post and speak about it."), waits_for="anyone"),
            State(
                "withdrawn",
                _("withdrawn"),
                _("The text was taken back; the reason stands in its place."),
                final=True,
                waits_for="nobody",
            ),
        ),
        moves=(
            Move(
                "prepare",
                _("Write a post"),
                (NEW,),
                "prepared",
                STAFF,
                "post_prepared",
                _("The post was prepared."),
                public=False,
            ),
            Move(
                "rework",
                _("Change the post"),
                ("prepared",),
                STAY,
                STAFF,
                "post_reworked",
                _("The post was reworked."),
                guards=(something_changed,),
                public=False,
            ),
            Move(
                "publish",
                _("Publish"),
                ("prepared",),
                "published",
                SPEAKERS,
                "post_published",
                _("The post was published by: %(signer_post)s."),
                guards=(both_languages, head_known),
            ),
            Move(
                "correct",
                _("Correct"),
                ("published",),
                STAY,
                SPEAKERS,
                "post_corrected",
                _("The post was corrected; version %(version)s stands, the former ones can be read."),
                guards=(both_languages, something_changed, reason_said),
            ),
            Move(
                "withdraw",
                _("Withdraw"),
                ("published",),
                "withdrawn",
                SPEAKERS,
                "post_withdrawn",
                _("The post was withdrawn, with the reason."),
                guards=(reason_said,),
            ),
            Move(
                "drop",
                _("Throw away"),
                ("prepared",),
                "withdrawn",
                STAFF,
                "post_dropped",
                _("The prepared post was thrown away."),
                public=False,
            ),
        ),
        system_events={
            "succeeded": _("%(from_body)s ended; its posts stand on at %(to_body)s."),
        },
    )
)
