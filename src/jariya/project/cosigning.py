"""Joins of collective letters: which portals take them, who is told, where a message leads."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jariya.kernel.correspondence.cosigners import kinds, queries, signed
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.notices import about, links, recipients
from jariya.portals.dialogue import actions as questions
from jariya.portals.requests.actions.asking import ask_for


def _link(case: Case, lang: str) -> str:
    """A co-signer's page of the letter; the list of such letters where the case has none."""
    token = queries.token_of(case)
    with translation.override(lang):
        return reverse("cosigners:letter", args=[token]) if token else reverse("cosigners:mine")


def connect() -> None:
    """Called once by `wiring`."""
    kinds.register(kinds.Collectable("question", _("Open question"), "question.answer", questions.ask))
    kinds.register(kinds.Collectable("request", _("Request for information"), "ati.answer", ask_for))
    signed.connect()
    recipients.parties(queries.people_of)
    links.lead(about.SIGNED.code, _link)
