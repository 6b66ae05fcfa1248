"""What the discussion asks of a post: where it is read and whether it may be spoken about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from jariya.kernel.discussion.kinds import Discussed, Place, Spot, register
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.web.addresses import path
from jariya.portals.dialogue.blog.lifecycle import KIND
from jariya.portals.dialogue.blog.models import BlogVersion


def home(case: Case, lang: str) -> str:
    """Path of the post's page."""
    return path(lang, "blog:post", case.public_id)


def title(case: Case, lang: str) -> tuple[str, str]:
    """The newest public title and its language; the bare number once the post was withdrawn."""
    version = BlogVersion.objects.filter(blog_post_id=case.pk, public=True).order_by("-number").first()
    if version is None or case.state != "published":
        return case.public_id, lang
    return version.said("title", lang), version.language(lang)


def closed(case: Case, now: dt.datetime) -> Refused | None:
    """Why nothing more may be said."""
    if case.state == "published":
        return None
    return Refused(
        "blog.discussion_closed",
        _("The post was withdrawn, and its discussion is over."),
        _("A question to the head of the body is always possible."),
        409,
    )


def places(case: Case, wanted: frozenset[Spot], lang: str) -> Mapping[Spot, Place]:
    """A post has no finer places: one speaks about the whole of it."""
    return {}


register(KIND, Discussed(home=home, title=title, closed=closed, places=places))
