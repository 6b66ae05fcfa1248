"""The counts of a closed survey, made once and published as they stand."""

from __future__ import annotations

from jariya.portals.dialogue.survey.cells import mean, shown
from jariya.portals.dialogue.survey.models import Item, Kind, OpenText, Response, Survey, Tally

SCALE = 5
BATCH = 2000


def tally(survey: Survey, *, least: int) -> None:
    """Count the answers of each question and keep what may be shown. Inside the transaction of closing.

    Args:
        least: counts below it are hidden, see `cells`.
    """
    items = list(survey.items.all())
    counts = {item.number: [0] * _cells(item) for item in items}
    answered = dict.fromkeys(counts, 0)
    for chosen in Response.objects.filter(survey=survey).values_list("chosen", flat=True).iterator(BATCH):
        for number, values in chosen.items():
            answered[int(number)] += 1
            for value in values:
                counts[int(number)][value - 1] += 1
    for item in items:
        if item.kind == Kind.OPEN:
            answered[item.number] = OpenText.objects.filter(item=item).count()
    Tally.objects.bulk_create([_row(item, counts[item.number], answered[item.number], least) for item in items])


def _cells(item: Item) -> int:
    return {Kind.SCALE.value: SCALE, Kind.OPEN.value: 0}.get(item.kind, len(item.options))


def _row(item: Item, counts: list[int], answered: int, least: int) -> Tally:
    visible = shown(counts, total=answered, least=least, adds_up=item.kind != Kind.MULTIPLE)
    average = mean(counts, least=least) if item.kind == Kind.SCALE else None
    return Tally(item=item, answered=answered, counts=visible, mean=average)
