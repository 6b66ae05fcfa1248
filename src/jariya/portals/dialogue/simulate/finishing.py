"""From memory to rows: what COPY takes of a finished history."""

from __future__ import annotations

from jariya.kernel.correspondence.models import Part
from jariya.kernel.lifecycle.copying import Rows
from jariya.kernel.search.actions import Document
from jariya.portals.dialogue.indexing import IN_TIME, LATE
from jariya.portals.dialogue.models import Kind
from jariya.portals.dialogue.simulate.line import PUBLIC, Line


def finish(line: Line, rows: Rows, documents: list[Document]) -> None:
    """Write what a question has besides its case and terms, and into the search index what of it is public."""
    case, add = line.case, rows.add
    add("letter", (case.pk, *line.letter.values()))
    add("question", (case.pk, Kind.OPEN.value, line.title, line.published_on))
    for number, went in line.moved.items():
        add("point", (case.pk, number, went))
    for versions in line.wordings.values():
        rows.by_table["wording"] += versions
    if line.answer:
        add("answer", (case.pk, *line.answer.values()))
    if line.rating:
        add("rating", line.rating)
    if line.published_on and case.visibility == "public" and not case.sealed:
        documents.append(_document(line))


def _document(line: Line) -> Document:
    """As `dialogue.indexing.document` makes it of the stored case."""
    case = line.case
    texts = [
        rows[-1][PUBLIC]
        for (part, _number), rows in sorted(line.wordings.items())
        if part in {Part.POINT.value, Part.ANSWER.value} and rows[-1][PUBLIC]
    ]
    assert line.published_on is not None
    return Document(
        ref=f"case:{case.pk}",
        language=case.language,
        portal="dialogue",
        kind="question",
        day=line.published_on,
        title=line.title,
        url_name="dialogue:question",
        url_args=[case.public_id],
        text="\n".join(texts),
        body=case.body_id,
        region=case.region_id,
        answered=True,
        invented=True,
        tags=_tags(line),
    )


def _tags(line: Line) -> tuple[str, ...]:
    """As `dialogue.indexing.tags`."""
    met = [duty for duty in line.duties if duty.row.kind == "answer" and duty.met_on]
    in_time = (IN_TIME if met[-1].met_on <= met[-1].due_on else LATE,) if met else ()  # type: ignore[operator]
    return (f"state={line.case.state}", *in_time)
