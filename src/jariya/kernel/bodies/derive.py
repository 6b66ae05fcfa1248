"""Columns that follow from the names. Whoever writes a name calls these; there is no `save()` that does it unseen."""

from __future__ import annotations

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.bodies.names import searchable, sort_key

REGION_COLUMNS = ("sort_kk", "search_text")
BODY_COLUMNS = ("sort_kk", "sort_ru", "sort_en", "search_text")


def region(row: Region) -> Region:
    """Set the sort key and the search words of a territory from its names."""
    row.sort_kk = sort_key(row.short_kk or row.name("kk").text)
    row.search_text = searchable(row.name_kk, row.name_ru, row.name_en)
    return row


def body(row: Body) -> Body:
    """Set the sort keys and the search words of a body; its former names and its territory's count too."""
    row.sort_kk = sort_key(row.name("kk").text)
    row.sort_ru = sort_key(row.name("ru").text)
    row.sort_en = sort_key(row.name("en").text)
    texts = [row.name_kk, row.name_ru, row.name_en, row.short_kk, row.short_ru, row.short_en]
    if row.pk and row.edited:
        # People go on looking for a body by the name it had.
        for old in row.former_names.all():
            texts += [old.name_kk, old.name_ru, old.name_en, old.short_kk, old.short_ru, old.short_en]
    place = row.region
    while place is not None:
        texts += [place.name_kk, place.name_ru, place.name_en]
        place = place.parent
    row.search_text = searchable(*texts)
    return row
