"""The registers in the index of everything public: bodies and norms, so that one search finds them beside answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain

from jariya.kernel.bodies.models import Body
from jariya.kernel.bodies.names import LANGUAGES
from jariya.kernel.law.dates import say_value
from jariya.kernel.law.norms import Norms
from jariya.kernel.law.queries import norms_now
from jariya.kernel.search.actions import Document, bulk_put


def index_registers(day: dt.date) -> int:
    """Put every body and every norm in force on `day` into the index, in each language they have a name in.

    Safe to repeat: a thing stands in the index once a language. Returns how many entries were written.
    Raises `NothingLoaded` before any law is loaded.
    """
    return bulk_put(chain(bodies(day), norms(norms_now(), day)))


def bodies(day: dt.date) -> Iterator[Document]:
    """Bodies as the index holds them. `day` stands for those whose first day is not known."""
    rows = Body.objects.select_related("region", "parent").order_by("pk")
    for body in rows.iterator(chunk_size=1000):
        shorts = [text for lang in LANGUAGES if (text := getattr(body, f"short_{lang}"))]
        for lang, name in body.names().items():
            if not name:
                continue
            around = [part.name(lang).text for part in (body.region, body.parent) if part is not None]
            yield Document(
                ref=f"body:{body.pk}",
                language=lang,
                portal="bodies",
                kind="body",
                day=min(body.valid_from, day) if body.valid_from else day,
                title=name,
                url_name="pages:body",
                url_args=[body.slug],
                # Its own page is not a matter of the body: counted among them it would crowd the facet with ones.
                text=" · ".join(part for part in [*shorts, *around, body.address(lang).text] if part),
                region=body.region_id,
                invented=body.invented,
            )


def norms(known: Norms, day: dt.date) -> Iterator[Document]:
    """Norms in force on a day as the index holds them."""
    for norm in known.at(day).values():
        for lang in LANGUAGES:
            if lang not in norm.title:
                continue
            said = [norm.text.get(lang, ""), norm.act_title.get(lang, ""), *(item.get(lang, "") for item in norm.items)]
            value = [] if norm.value is None else [say_value(norm.value, norm.unit, lang)]
            yield Document(
                ref=f"norm:{norm.key}",
                language=lang,
                portal="law",
                kind="norm",
                day=min(norm.valid_from, day) if norm.valid_from else day,
                title=norm.title[lang],
                url_name="pages:norm",
                url_args=[norm.key],
                text=" · ".join(part for part in [*value, *said] if part),
            )
