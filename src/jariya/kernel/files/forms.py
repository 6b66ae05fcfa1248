"""The field of files in any portal's form: plain multipart without a script, pieces with progress with one.

In a view:  kept = forms.take(request, "files", by=me(request), now=now)      # on POST; before the form is judged
In a form:  <form method="post" enctype="multipart/form-data"> ... {{ files.field("files", kept, _("Files")) }}
In the act: files.actions.attach(case=case, uploads=kept.uploads, role="letter", by=..., now=now)

What has arrived stays: a form that comes back with errors names its files, and nothing is chosen twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse

from jariya.kernel.files import limits, uploads
from jariya.kernel.files.inspect.kinds import accepted
from jariya.kernel.files.models import Area, Upload
from jariya.kernel.files.queries import refusal_of
from jariya.kernel.files.serving import address
from jariya.kernel.lifecycle.refusals import Refused
from jariya.kernel.people.models import Person


@dataclass(frozen=True)
class Problem:
    """A file that was not taken, as its sender called it, and why."""

    name: str
    refusal: Refused


@dataclass(frozen=True)
class Kept:
    """What a field holds: uploads that arrived (whole ones and those still on their way), and what was refused."""

    rows: list[Upload] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    most: int = 0
    """Megabytes of one file, at most."""

    @property
    def uploads(self) -> list[Upload]:
        """Those that came whole: what `attach` takes."""
        return [row for row in self.rows if row.file_id is not None]

    @property
    def tokens(self) -> list[str]:
        """Their words, for a draft that is kept."""
        return [row.token for row in self.rows]

    @property
    def clean(self) -> bool:
        """Nothing was refused and nothing is still on its way."""
        return not self.problems and len(self.uploads) == len(self.rows)

    @property
    def address(self) -> str:
        """Where the script sends pieces."""
        return address(reverse("files:uploads"))

    @property
    def accept(self) -> str:
        """Extensions for the browser's own dialogue."""
        return accepted()


def held(by: Person, tokens: Iterable[str] = (), *, now: dt.datetime) -> Kept:
    """The field before anything was sent, or with what a draft kept."""
    most = limits.law(now)["files.size"].count
    return _kept(uploads.found(tokens, by), [], most)


def take(request: HttpRequest, name: str, *, by: Person, now: dt.datetime, area: str = Area.SEALED) -> Kept:
    """What a posted form brings in its field `name`: plain files are taken in at once, earlier ones are found again.

    `area`: as in `uploads.begin`. Never raises: what was refused stands in `problems`, and the form comes back with it.
    """
    dropped = set(request.POST.getlist(f"{name}-drop"))
    tokens = [token for token in request.POST.getlist(f"{name}-kept") if token]
    for row in uploads.found(dropped, by):
        uploads.drop(upload=row, now=now)
    rows, problems = uploads.found((token for token in tokens if token not in dropped), by), []
    for sent in request.FILES.getlist(name):
        try:
            rows.append(uploads.take_whole(name=sent.name or "", content=sent, by=by, now=now, area=area))
        except Refused as error:
            problems.append(Problem(sent.name or "", error))
    return _kept(rows, problems, limits.law(now)["files.size"].count)


def _kept(rows: list[Upload], problems: list[Problem], most: int) -> Kept:
    refused = [(row, refusal_of(row.file)) for row in rows if row.file is not None]
    late = [Problem(row.name, refusal) for row, refusal in refused if refusal is not None]
    bad = {row.pk for row, refusal in refused if refusal is not None}
    return Kept([row for row in rows if row.pk not in bad], [*problems, *late], most)
