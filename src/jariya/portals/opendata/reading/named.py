"""Words of resources and columns in the reader's language, or in another one that says so."""

from __future__ import annotations

from typing import Any

from jariya.kernel.bodies.names import best
from jariya.portals.opendata.models import DataSet, Resource, told

LANGUAGES = ("kk", "ru", "en")


def title_of_set(data_set: DataSet, lang: str) -> tuple[str, str]:
    """The title of a set and its language; its name in addresses where nobody gave it one."""
    found = told(data_set, "title", lang)
    return found if found[0] else (data_set.slug, "en")


def title_of_resource(resource: Resource, lang: str) -> tuple[str, str]:
    """The title of a resource and its language; of its set where it has none of its own."""
    found = told(resource, "title", lang)
    return found if found[0] else title_of_set(resource.data_set, lang)


def title_of_column(words: dict[str, Any], name: str, lang: str) -> tuple[str, str]:
    """What a column is called for a reader, and in which language; the name in the file where nobody said more.

    Args:
        words: `Resource.columns`.
        name: as it stands in the file; of no known language (empty).
    """
    own = words.get(name) or {}
    found = best({code: own.get(code) for code in LANGUAGES}, lang)
    return (found.text, found.lang) if found.text else (name, "")
