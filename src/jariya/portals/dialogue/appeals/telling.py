"""How notices name and reach an appeal. Nothing of it stands in the search index: it is its writer's alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.models import Case
from jariya.kernel.notices import links, short
from jariya.kernel.notices.short import LETTERS, Short
from jariya.kernel.web.addresses import path
from jariya.portals.dialogue.appeals.lifecycle import KIND

SHORT: dict[str, Short] = {
    "appeal_registered": Short(_("registered"), _("%(number)s registered. Answer due %(due)s")),
    "appeal_forwarded": Short(_("forwarded"), _("%(number)s is with another body, answer due %(due)s")),
    "appeal_extended": Short(_("term extended"), _("%(number)s: term extended, now %(due)s")),
    "appeal_answered": Short(_("answered"), _("%(number)s is answered. Read it on the site")),
    "appeal_returned": Short(_("not accepted"), _("%(number)s was not accepted. The site says why")),
    "overdue": LETTERS["overdue"],
}
"""What matters so much that a person with only a telephone must hear it."""


def connect() -> None:
    """Make the kind known to notices; called once by `project/wiring.py`."""
    links.register(KIND, link, title, titles=titles)
    short.register(KIND, SHORT)


def link(case: Case, lang: str) -> str:
    """Path of the writer's own page; there is no other."""
    return path(lang, "appeals:mine", case.public_id)


def title(case: Case, lang: str) -> str | None:
    """None: an appeal has no public title."""
    return None


def titles(cases: Sequence[Case]) -> dict[int, str]:
    """None of them has a public title."""
    return {}
