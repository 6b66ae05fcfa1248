"""A set, a resource, a body, a theme, a tag, a licence as CKAN writes them. What is invented says so in each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import translation

from jariya.api.dcat import catalogue
from jariya.api.dcat.vocabulary import media_type
from jariya.kernel.bodies.models import Body
from jariya.portals.opendata.models import DataSet, Licence, Resource, ResourceKind, Theme


def lang() -> str:
    """The language of this answer."""
    return translation.get_language() or "kk"


def moment(value: dt.datetime | None) -> str | None:
    """As CKAN writes moments: UTC without saying so, to the microsecond."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") if value else None


def package(row: DataSet, themes: dict[str, Theme]) -> dict[str, Any]:
    """A set with all it holds. `row`: of `catalogue.whole`."""
    demo = catalogue.invented(row)
    notes = row.text(lang())[0]
    held = [resource(one) for one in catalogue.given(row)]
    licence = row.licence
    return {
        "id": row.case.public_id,
        "name": row.slug,
        "title": row.title(lang())[0],
        "title_translated": catalogue.texts(row, "title"),
        "notes": _marked(notes, demo),
        "notes_translated": {code: _marked(words, demo, code) for code, words in catalogue.texts(row, "text").items()},
        "url": catalogue.page(row, lang()),
        "type": "dataset",
        "state": "active",
        "private": False,
        "isopen": bool(licence and licence.open),
        "license_id": licence.code if licence else None,
        "license_title": _title(licence) if licence else None,
        "license_url": licence.url or None if licence else None,
        "author": None,
        "author_email": None,
        "maintainer": row.contact or None,
        "maintainer_email": row.contact if "@" in row.contact and " " not in row.contact else None,
        "version": None,
        "owner_org": row.case.body.slug,
        "organization": organization(row.case.body),
        "groups": [group(themes[code]) for code in row.themes if code in themes],
        "tags": [tag(word) for word in row.tags],
        "extras": [{"key": key, "value": value} for key, value in extras(row, demo).items()],
        "resources": held,
        "num_resources": len(held),
        "num_tags": len(row.tags),
        "metadata_created": moment(row.published_at),
        "metadata_modified": moment(row.renewed_at or row.published_at),
        "creator_user_id": None,
        "relationships_as_subject": [],
        "relationships_as_object": [],
        "demo": demo,
    }


def extras(row: DataSet, demo: bool) -> dict[str, str]:
    """What CKAN has no column for; only what is known."""
    region = row.region
    found = {
        "invented": catalogue.invented_words(lang()) if demo else "",
        "frequency": row.frequency,
        "period_from": row.period_from.isoformat() if row.period_from else "",
        "period_to": row.period_to.isoformat() if row.period_to else "",
        "spatial_text": region.name(lang()).text if region else "",
        "spatial_kato": region.code if region else "",
        "whole_country": "true" if row.whole_country else "",
        "fresh_until": row.fresh_until.isoformat() if row.fresh_until else "",
        "documentation": row.documentation,
        "source": row.source,
        "rdf": catalogue.iri(row),
    }
    return {key: value for key, value in found.items() if value}


def resource(row: Resource) -> dict[str, Any]:
    """A resource with its version in force. `row.data_set` must be there."""
    version, table = row.current, catalogue.is_table(row)
    best = catalogue.downloads(row)[0]
    demo = catalogue.invented(row.data_set)
    sent = catalogue.ending_of(version.file_name) if version else ""
    return {
        "id": str(row.key),
        "package_id": row.data_set.case.public_id,
        "name": row.title(lang())[0],
        "name_translated": catalogue.texts(row, "title"),
        "description": _marked(row.text(lang())[0], demo),
        "url": catalogue.site() + catalogue.dump_path(row) if table else best.url,
        "url_type": None if row.kind == ResourceKind.LINK else "datastore" if table else "upload",
        "resource_type": None,
        "format": best.ending.upper(),
        "source_format": sent.upper() or None,
        "mimetype": media_type(best.ending) if best.ending else None,
        "size": best.size,
        "hash": bytes(version.sha256).hex() if version else "",
        "position": row.position - 1,
        "state": "active",
        "datastore_active": table,
        "total_record_count": version.rows if version else None,
        "version": version.number if version else None,
        "created": moment(row.data_set.published_at),
        "last_modified": moment(version.at) if version else None,
        "metadata_modified": moment(version.at if version else row.data_set.renewed_at),
        "demo": demo,
    }


def organization(row: Body, *, sets: int | None = None) -> dict[str, Any]:
    """A body that publishes."""
    found = {
        "id": row.slug,
        "name": row.slug,
        "title": row.name(lang()).text,
        "title_translated": catalogue.names(row),
        "display_name": row.name(lang()).text,
        "description": catalogue.invented_words(lang()) if row.invented else "",
        "type": "organization",
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
        "image_url": "",
        "image_display_url": "",
        "created": None,
        "demo": bool(row.invented),
    }
    return found if sets is None else {**found, "package_count": sets}


def group(row: Theme, *, sets: int | None = None) -> dict[str, Any]:
    """A theme."""
    found = {
        "id": row.code,
        "name": row.code.lower(),
        "title": _title(row),
        "title_translated": catalogue.names(row),
        "display_name": _title(row),
        "description": "",
        "type": "group",
        "is_organization": False,
        "state": "active",
        "image_display_url": "",
        "demo": False,
    }
    return found if sets is None else {**found, "package_count": sets}


def tag(word: str) -> dict[str, Any]:
    """A tag: it is its own id."""
    return {"id": word, "name": word, "display_name": word, "state": "active", "vocabulary_id": None}


def licence(row: Licence) -> dict[str, Any]:
    """A licence."""
    return {
        "id": row.code,
        "title": _title(row),
        "title_translated": catalogue.names(row),
        "url": row.url,
        "status": "active",
        "od_conformance": "approved" if row.open else "not reviewed",
        "is_generic": False,
        "demo": False,
    }


def _title(row: Theme | Licence) -> str:
    return str(getattr(row, f"title_{lang()}") or row.title_kk)


def _marked(words: str, demo: bool, code: str = "") -> str:
    """The words behind those for invented data."""
    if not demo:
        return words
    said = catalogue.invented_words(code or lang())
    return f"{said}. {words}" if words else said
