"""A new version of a public draft."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.lifecycle.engine import Outcome, legal_day
from jariya.kernel.lifecycle.models import Case, Event
from jariya.kernel.people.models import Person
from jariya.portals.budgets.drafts.actions.acting import act, ends, whole
from jariya.portals.budgets.drafts.actions.writing import write
from jariya.portals.budgets.drafts.content import Content, difference
from jariya.portals.budgets.drafts.models import Draft, Version
from jariya.portals.budgets.drafts.versions import content_of, latest


def change(
    *,
    case: Case,
    content: Content,
    changed_kk: str,
    changed_ru: str,
    by: Person,
    now: dt.datetime,
    **options: Any,
) -> Outcome:
    """Publish a new version of a public draft. Money, goal or indicators changed: the discussion begins anew.

    Args:
        changed_kk, changed_ru: what is new, in words.

    Raises:
        Refused: draft.unchanged, draft.change_unsaid, draft.no_plain_words, draft.no_passport.
    """
    draft = Draft.objects.get(case=case)
    before, today = latest(draft), legal_day(now)
    differs = difference(content_of(before), content)
    anew = differs.material and case.state != "published"
    codes: dict[str, Any] = {"version": before.number + 1}
    if anew:
        codes["due"] = ends("budget.discussion", today)

    def rows(locked: Case, _event: Event) -> None:
        made = write(draft, before.number + 1, content, by=by, now=now)
        Version.objects.filter(pk=made.pk).update(
            public=True, material=differs.material, changed_kk=changed_kk, changed_ru=changed_ru
        )
        changes: dict[str, Any] = {"version": made.number}
        if anew:
            changes["discussion_until"] = codes["due"]
        Draft.objects.filter(case=locked).update(**changes)

    facts = {
        **whole(content),
        "differs": differs.any,
        "material": differs.material,
        "changed_kk": changed_kk.strip(),
        "changed_ru": changed_ru.strip(),
    }
    # Somebody else's version of this moment must not be taken for the one that was compared.
    options.setdefault("version", case.version)
    return act(case, "change", by=by, now=now, facts=facts, codes=codes, rows=rows, **options)
