"""Lists of cases a page at a time, newest first: keyset-paged, so that the last page costs what the first does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from jariya.kernel.lifecycle import ids


def newest(
    rows: Any, *, by: str = "published_on", after: str | None = None, limit: int = 20
) -> tuple[list[Any], str | None]:
    """A page of rows that each belong to a case.

    Args:
        rows: a queryset of a model with `case`.
        by: column of the day or moment; later comes first, within one the later case.
        after: key that the former page gave; one that cannot be read starts from the beginning.

    Returns:
        The rows, and the key of the next page or None.
    """
    if (key := _key(rows.model, by, after)) is not None:
        at, pk = key
        rows = rows.filter(**{f"{by}__lte": at}).exclude(**{by: at, "case_id__gte": pk})
    found = list(rows.order_by(f"-{by}", "-case_id")[: limit + 1])
    page = found[:limit]
    if len(found) <= limit:
        return page, None
    last, at = page[-1].case.public_id, getattr(page[-1], by)
    # A day in the key keeps the place when the row moves; a moment would have to be quoted in an address.
    return page, last if isinstance(at, dt.datetime) else f"{at.isoformat()}_{last}"


def _key(model: Any, by: str, after: str | None) -> tuple[Any, int] | None:
    day, _sep, public_id = (after or "").rpartition("_")
    canonical = ids.normal(public_id)
    found = model.objects.filter(case__public_id=canonical).values_list(by, "case_id").first() if canonical else None
    if found is None:
        return None
    try:
        at = dt.date.fromisoformat(day) if day else found[0]
    except ValueError:
        return None
    return None if at is None else (at, found[1])
