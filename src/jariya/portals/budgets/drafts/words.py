"""Codes of drafts in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jariya.portals.budgets.drafts.lifecycle import DRAFT

STATES = {state.code: state.title for state in DRAFT.states}

STOPS = {
    "published": _("the draft was published"),
    "discussion_from": _("the discussion began"),
    "discussion_until": _("last day of the discussion"),
    "approved": _("the programme was approved"),
    "first_paid": _("the first payment"),
    "reported": _("the first report that shows it paid"),
}
WRONGS = {
    "paid_unheard": _("Money was paid although nobody had been asked: there was no discussion."),
    "paid_before_end": _("Money was paid before the discussion had ended."),
    "paid_before_approval": _("Money was paid before the programme was approved."),
    "reported_unheard": _("Reports show it paid although nobody had been asked: there was no discussion."),
    "reported_before_end": _("Reports show it paid before the discussion had ended."),
    "approved_unheard": _("The programme was approved although nobody had been asked: there was no discussion."),
    "approved_before_end": _("The programme was approved before the discussion had ended."),
}
PARTS = {"title": _("Name"), "summary": _("In plain words"), "goal": _("Goal")}
STATEMENTS = {
    "report": _("Report on the discussion"),
    "evaluation": _("What was achieved"),
    "withdrawal": _("Why the draft was withdrawn"),
}
TONES = {
    "prepared": "neutral",
    "published": "sky",
    "discussion": "gold",
    "answering": "sky",
    "reported": "good",
    "approved": "good",
    "executed": "good",
    "evaluated": "good",
    "withdrawn": "neutral",
}
