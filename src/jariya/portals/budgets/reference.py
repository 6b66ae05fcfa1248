"""What reports are held against and divided by: editions of classifications, and figures of years."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal, InvalidOperation

from django.db import transaction

from jariya.kernel.bodies.models import Region
from jariya.portals.budgets.models import ClassifierItem, ClassifierVersion, Cut, Series
from jariya.portals.budgets.reading import names


def read_rows(text: str, needed: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a CSV text. ValueError where a needed column is not there."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in needed if column not in (reader.fieldnames or [])]
    if missing:
        raise ValueError(f"row 1: there is no column {missing[0]}; needed are {', '.join(needed)}")
    return list(reader)


@transaction.atomic
def load_classifier(
    text: str, *, cut: str, name: str, source: str, valid_from: dt.date | None, valid_to: dt.date | None,
    now: dt.datetime,
) -> int:  # fmt: skip
    """Load an edition of a classification from CSV (path, name_kk, name_ru, name_en). Returns how many codes.

    ValueError with row and remedy for what cannot be taken; nothing is loaded then.
    """
    if cut not in Cut.values:
        raise ValueError(f"--cut is one of {', '.join(Cut.values)}")
    if not source.strip():
        raise ValueError("--source: say where the classification comes from")
    if ClassifierVersion.objects.filter(cut=cut, name=name).exists():
        raise ValueError(f"the edition {name!r} is loaded already: an edition is never changed, give it another name")
    version = ClassifierVersion.objects.create(
        cut=cut, name=name, source=source, valid_from=valid_from, valid_to=valid_to, at=now
    )
    items: dict[str, ClassifierItem] = {}
    for number, row in enumerate(read_rows(text, ("path",)), start=2):
        steps = [names.code(step) if step.strip().isdigit() else step.strip() for step in row["path"].split("/")]
        path = "/".join(step or "" for step in steps)
        if not path or any(not step for step in steps):
            raise ValueError(f"row {number}, path {row['path']!r}: write the codes from above joined by slashes")
        if path in items:
            raise ValueError(f"row {number}, path {path!r}: it stands twice, keep one of the rows")
        titles = {key: (row.get(key) or "").strip() or None for key in ("name_kk", "name_ru", "name_en")}
        items[path] = ClassifierItem(version=version, path=path, **titles)
    ClassifierItem.objects.bulk_create(items.values(), batch_size=2_000)
    return len(items)


@transaction.atomic
def load_series(text: str) -> int:
    """Load figures of years from CSV; a row of the same name, territory and year is replaced. Returns how many.

    Columns: `name` (population or prices; `kind` is read as well), `year`, `value`, `source`; where they are, also
    `territory` (KATO code; empty for the whole republic) and `title` (what the source calls the figure).

    ValueError with row and remedy for what cannot be taken; nothing is loaded then.
    """
    regions = {region.code: region for region in Region.objects.filter(level__in=["region", "district"])}
    rows = read_rows(text, ("year", "value", "source"))
    if not rows or not {"name", "kind"} & rows[0].keys():
        raise ValueError(f"row 1: there is no column name; it says {' or '.join(Series.Kind.values)}")
    seen: dict[tuple[str, str, int], int] = {}
    for number, row in enumerate(rows, start=2):
        kind, code = (row.get("name") or row.get("kind") or "").strip(), (row.get("territory") or "").strip()
        if kind not in Series.Kind.values:
            raise ValueError(f"row {number}, name {kind!r}: use one of {', '.join(Series.Kind.values)}")
        if code and code not in regions:
            raise ValueError(f"row {number}, territory {code!r}: there is no such KATO code")
        if not (row["source"] or "").strip():
            raise ValueError(f"row {number}, source: a figure without a source is not taken")
        try:
            year, value = int(row["year"]), Decimal((row["value"] or "").replace(" ", "").replace("\u00a0", ""))
        except (ValueError, TypeError, InvalidOperation):
            raise ValueError(f"row {number}, year or value: write digits, with a point before decimals") from None
        if not 1990 <= year <= 2100:
            raise ValueError(f"row {number}, year {year}: it is no year of a budget")
        if not value.is_finite() or not 0 < value < 10**13:
            raise ValueError(f"row {number}, value {value}: it must be more than zero, and a number")
        first = seen.setdefault((kind, code, year), number)
        if first != number:
            raise ValueError(f"row {number}: the figure of {year} stands already in row {first}, keep one of them")
        region = regions.get(code)
        Series.objects.update_or_create(
            kind=kind,
            region=region,
            year=year,
            defaults={
                "value": value,
                "title": (row.get("title") or "").strip()[:200],
                "source": row["source"].strip(),
                "invented": bool(region and region.invented),
            },
        )
    return len(rows)
