"""What an author hears of a comment: sentences of events that every kind of case may have, told to one person alone.

The step itself stands in `Step`; the case's event exists only so that its notice can be delivered.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from jariya.kernel.discussion.models import Comment
from jariya.kernel.lifecycle import engine
from jariya.kernel.lifecycle.table import share_events

SENTENCES = {
    "comment_answered": _("The body has answered your comment %(comment)s."),
    "comment_replied": _("Somebody has replied to your comment %(comment)s."),
    "comment_redacted": _("A moderator blackened personal data in your comment %(comment)s; its page shows where."),
    "comment_hidden": _(
        "A moderator has hidden your comment %(comment)s. Its page names the ground and the reason; you may appeal."
    ),
    "comment_restored": _("Another person has put your comment %(comment)s back."),
    "comment_upheld": _("Another person has confirmed that your comment %(comment)s stays hidden; its page says why."),
}
share_events(SENTENCES)


def tell(comment: Comment, kind: str, *, now: dt.datetime) -> None:
    """Tell the author, in the transaction of the step."""
    engine.record(
        comment.case,
        kind,
        now=now,
        codes={"comment": comment.public_id},
        topics=(f"told:{comment.author_id}",),
        public=False,
    )
