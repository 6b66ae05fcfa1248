"""What the public sees of it, and the end."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence import guards as g
from jariya.kernel.lifecycle.table import STAY, Move
from jariya.portals.requests import guards as r
from jariya.portals.requests import terms as t
from jariya.portals.requests.decisions import OUTCOMES
from jariya.portals.requests.moves.who import ALIVE, OPEN

SHOWN = (
    Move(
        "make_public",
        _("Let it be published"),
        ALIVE,
        STAY,
        ("asker", "system"),
        "made_public",
        _("The person lets request and answer be published."),
        guards=(r.embargo_over,),
        when=g.privately,
    ),
    Move(
        "keep_private",
        _("Keep it private"),
        ALIVE,
        STAY,
        ("asker",),
        "kept_private",
        _("The person asked to keep request and answer private."),
        guards=(r.not_published,),
        cancels=("publish",),
        public=False,
    ),
    Move(
        "owe_publication",
        _("Begin the term for publication"),
        OUTCOMES,
        STAY,
        ("system",),
        "publication_due",
        _("The answer may be published now."),
        opens=(t.PUBLISH,),
        public=False,
        law="request.publish",
    ),
    Move(
        "seal",
        _("Hide from the public"),
        (*ALIVE, "closed"),
        STAY,
        ("moderator", "supervisor"),
        "sealed",
        _("Hidden from the public by a moderator, with reasons."),
        guards=(g.reason_given,),
        topics=("supervisor",),
    ),
    Move(
        "unseal",
        _("Show to the public again"),
        (*ALIVE, "closed"),
        STAY,
        ("moderator", "supervisor"),
        "unsealed",
        _("Shown to the public again."),
        guards=(g.reason_given,),
    ),
    Move(
        "withdraw",
        _("Withdraw"),
        OPEN,
        "withdrawn",
        ("asker",),
        "withdrawn",
        _("The person took the request back."),
    ),
    Move(
        "close",
        _("Close"),
        (*OUTCOMES, "upheld"),
        "closed",
        ("system",),
        "closed",
        _("The case was closed: the time for rating and complaining is over."),
        guards=(r.nothing_left,),
    ),
)
