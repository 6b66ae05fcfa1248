"""Questions to lines as JSON, for the API's router."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jariya.kernel.discussion import exits
from jariya.portals.budgets.asking.models import LineQuestion
from jariya.portals.budgets.asking.queries import Asked, QuestionView
from jariya.portals.budgets.names import Shown


def _line(row: LineQuestion, name: Shown) -> dict[str, Any]:
    return {
        "budget": row.budget.slug,
        "cut": row.node.cut,
        "path": row.node.path,
        "month": f"{row.budget.year}-{row.month:02d}",
        "release": row.release.key,
        "name": name.text,
        "name_language": name.lang,
    }


def _common(row: LineQuestion, name: Shown, lang: str) -> dict[str, Any]:
    case = row.case
    return {
        "id": case.public_id,
        "state": case.state,
        "line": _line(row, name),
        "body": {"slug": case.body.slug, "name": case.body.name(lang).text, "demo": case.body.invented},
        "language": case.language,
        "opened_on": case.opened_on,
        "page": reverse("asking:question", args=[case.public_id]),
        "demo": case.invented,
    }


def row(one: Asked, lang: str) -> dict[str, Any]:
    """A question in a list; `text` is null on a stub."""
    return {**_common(one.question, one.name, lang), "text": one.text}


def question(view: QuestionView, lang: str) -> dict[str, Any]:
    """One question with its answers, its term and what happened."""
    return {
        **_common(view.question, view.name, lang),
        "state_title": str(view.state.title),
        "said": exits.comment(view.said),
        "terms": [
            {
                "kind": one.kind,
                "title": one.title,
                "due_on": one.due_on,
                "state": one.state,
                "met_on": one.met_on,
                "norm": one.norm_key,
                "why": one.steps,
            }
            for one in view.terms
        ],
        "events": [{"kind": one.kind, "at": one.when, "text": one.text} for one in view.timeline],
    }
