"""Bodies as a CSV file: the export, and an import that keeps the good rows and names what is wrong in the others."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import transaction

from jariya.kernel.bodies import derive
from jariya.kernel.bodies.models import Body, BodyKind, FormerAddress, Level, Region
from jariya.kernel.bodies.sheets import Report, read
from jariya.kernel.language.numbers import has_check_digit

TEXTS = tuple(f"{part}_{lang}" for part in ("name", "short", "address") for lang in ("kk", "ru", "en"))
COLUMNS = (
    "slug", "kind", "level", "region", "parent", *TEXTS, "bin", "site", "phone", "email",
    "valid_from", "valid_to", "source", "note",
)  # fmt: skip
CLEAR = "-"
"""A cell with a hyphen empties the value; an empty cell leaves it as it is."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = {
    column.name: column.max_length
    for column in Body._meta.concrete_fields
    if column.name in (*TEXTS, "phone", "email", "site") and column.max_length
}


class _Out(Protocol):
    def write(self, text: str, /) -> object: ...


def export(out: _Out, *, day: date | None = None) -> int:
    """Write all bodies (those in force on `day`, if given) as CSV to a text file; how many. Rows are streamed.

    The column `invented` at the end says 1 for made-up bodies of a demonstration; the import passes over such rows.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS, "invented"))
    count = 0
    for count, row in enumerate(_export_rows(day), 1):  # noqa: B007
        writer.writerow(row)
    return count


def _export_rows(day: date | None) -> Iterator[list[Any]]:
    rows = Body.objects.on(day) if day else Body.objects.all()
    fields = [{"region": "region__code", "parent": "parent__slug"}.get(name, name) for name in COLUMNS]
    for values in rows.order_by("slug").values_list(*fields, "invented").iterator(chunk_size=2000):
        *cells, invented = values
        yield ["" if cell is None else cell for cell in cells] + [1 if invented else ""]


def load(content: bytes, *, dry_run: bool = False, encoding: str | None = None) -> Report:
    """Add and correct bodies from a CSV file with the columns of the export; `slug` and `source` are needed.

    An empty cell leaves a value as it is, a hyphen empties it. A row with a problem is left out whole; the others are
    kept. In a dry run nothing is written. A rename by an act is not this: see `actions.rename`.
    """
    report = Report(dry_run=dry_run)
    accepted = {name: name for name in COLUMNS} | {"invented": "invented"}
    rows = read(content, report, columns=accepted, needed=("slug", "source"), encoding=encoding)
    if not rows:
        return report
    check = _Check(rows, report)
    new: list[Body] = []
    changed: list[Body] = []
    for line, row in rows:
        if row.get("invented") == "1":
            report.same += 1
            continue
        body = check.body(line, row)
        if body is None:
            continue
        if body.pk is None:
            new.append(body)
        elif check.different:
            changed.append(body)
        else:
            report.same += 1
    report.added, report.changed = len(new), len(changed)
    if not dry_run:
        _write(new, changed, check.superiors)
    return report


@transaction.atomic
def _write(new: list[Body], changed: list[Body], superiors: dict[str, str | None]) -> None:
    Body.objects.bulk_create(new, batch_size=1000)
    written = [*new, *changed]
    # A superior may stand later in the same file, so superiors are set when all rows are there.
    wanted = {slug for slug in superiors.values() if slug}
    ids = dict(Body.objects.filter(slug__in=wanted).values_list("slug", "id"))
    for body in written:
        if body.slug in superiors:
            slug = superiors[body.slug]
            body.parent_id = ids.get(slug) if slug else None
    columns = [name for name in COLUMNS if name != "slug"] + ["edited", *derive.BODY_COLUMNS]
    Body.objects.bulk_update(written, columns, batch_size=500)


class _Check:
    """Checks rows against the registry, read once for the whole file."""

    def __init__(self, rows: list[tuple[int, dict[str, str]]], report: Report) -> None:
        self.report = report
        slugs = {row.get("slug", "") for _, row in rows}
        named = slugs | {row.get("parent", "") for _, row in rows}
        bodies = Body.objects.filter(slug__in=slugs).select_related("parent", "region__parent__parent__parent")
        self.there = {body.slug: body for body in bodies.prefetch_related("former_names")}
        self.slugs = set(Body.objects.filter(slug__in=named).values_list("slug", flat=True)) | slugs
        self.former = set(FormerAddress.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        codes = {row.get("region", "") for _, row in rows}
        places = Region.objects.filter(code__in=codes, invented=False).select_related("parent__parent__parent")
        self.regions = {region.code: region for region in places}
        bins = {row.get("bin", "") for _, row in rows} - {"", CLEAR}
        self.bins = dict(Body.objects.filter(bin__in=bins).values_list("bin", "slug"))
        self.seen: set[str] = set()
        self.superiors: dict[str, str | None] = {}
        self.different = False

    def body(self, line: int, row: dict[str, str]) -> Body | None:
        """The body that a row asks for, not yet written; None when the row has a problem."""
        problems = len(self.report.problems)
        slug = row.get("slug", "")
        old = self.there.get(slug)
        self._address(line, slug, old)
        if old is not None and old.invented:
            return None
        values = self._values(line, row, old)
        if len(self.report.problems) > problems:
            return None
        self.seen.add(slug)
        body = old or Body(slug=slug)
        self.different = old is None or any(getattr(body, name) != value for name, value in values.items())
        for name, value in values.items():
            setattr(body, name, value)
        if "parent" in row and row["parent"]:
            self.superiors[slug] = None if row["parent"] == CLEAR else row["parent"]
            self.different = self.different or (body.parent.slug if body.parent else None) != self.superiors[slug]
        body.edited = True
        return derive.body(body)

    def _address(self, line: int, slug: str, old: Body | None) -> None:
        if not slug:
            self.report.refuse(line, "slug", "", "row.missing")
        elif slug in self.seen:
            self.report.refuse(line, "slug", slug, "sheet.row_twice")
        elif old is not None and old.invented:
            self.report.refuse(line, "slug", slug, "row.invented")
        elif old is None and slug in self.former:
            self.report.refuse(line, "slug", slug, "row.slug_taken")
        elif len(slug) > 80 or not _SLUG.fullmatch(slug):
            self.report.refuse(line, "slug", slug, "row.slug")

    def _values(self, line: int, row: dict[str, str], old: Body | None) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name in (column for column in COLUMNS if column not in ("slug", "parent") and row.get(column)):
            text = row[name]
            if text == CLEAR and name not in ("kind", "source"):
                values[name] = "" if name == "note" else None
            else:
                values[name] = self._value(line, name, text, row["slug"])
        if row.get("parent") not in (None, "", CLEAR) and row["parent"] not in self.slugs:
            self.report.refuse(line, "parent", row["parent"], "row.parent")
        if row.get("parent") and row["parent"] == row["slug"]:
            self.report.refuse(line, "parent", row["parent"], "row.parent_itself")
        for name in ("source", "kind") if old is None else ("source",):
            if not row.get(name):
                self.report.refuse(line, name, "", "row.missing")
        final = {name: values.get(name, getattr(old, name, None)) for name in (*TEXTS[:6], "valid_from", "valid_to")}
        if not any(final[name] for name in TEXTS[:6]):
            self.report.refuse(line, "name_kk", "", "row.name")
        first, last = final["valid_from"], final["valid_to"]
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.report.refuse(line, "valid_to", last, "row.dates_reversed")
        return values

    def _value(self, line: int, name: str, text: str, slug: str) -> Any:
        refuse = self.report.refuse
        if name in _LONGEST and len(text) > _LONGEST[name]:
            refuse(line, name, text, "row.too_long", str(_LONGEST[name]))
        elif name == "kind" and text not in BodyKind.values:
            refuse(line, name, text, "row.choice", ", ".join(BodyKind.values))
        elif name == "level" and text not in Level.values:
            refuse(line, name, text, "row.choice", ", ".join(Level.values))
        elif name == "region":
            if text not in self.regions:
                refuse(line, name, text, "row.region")
            return self.regions.get(text)
        elif name == "bin":
            if not has_check_digit(text):
                refuse(line, name, text, "row.bin")
            elif self.bins.setdefault(text, slug) != slug:
                refuse(line, name, text, "row.bin_taken")
        elif name == "email" and _fails(EmailValidator(), text):
            refuse(line, name, text, "row.email")
        elif name == "site" and _fails(URLValidator(["https", "http"]), text):
            refuse(line, name, text, "row.site")
        elif name in ("valid_from", "valid_to"):
            try:
                return date.fromisoformat(text)
            except ValueError:
                refuse(line, name, text, "row.date")
        return text


def _fails(check: Any, text: str) -> bool:
    try:
        check(text)
    except ValidationError:
        return True
    return False
