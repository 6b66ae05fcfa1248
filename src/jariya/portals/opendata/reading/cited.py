"""How a set or a version of its table is cited, and what machines read of it (schema.org)."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from jariya.kernel.lifecycle.engine import legal_day
from jariya.portals.opendata.models import DataSet, Resource, Version, told
from jariya.portals.opendata.reading.cells import day
from jariya.portals.opendata.reading.named import LANGUAGES, title_of_resource, title_of_set


def citation(data_set: DataSet, resource: Resource, version: Version, lang: str, address: str) -> str:
    """One line that names a version for good: publisher, title, version, day, address, digest."""
    published = legal_day(version.at)
    title = title_of_set(data_set, lang)[0]
    own = title_of_resource(resource, lang)[0]
    named = title if own == title else f"{title}: {own}"
    with translation.override(lang):
        said = _("%(body)s (%(year)s). %(title)s. Version %(number)s of %(day)s. %(address)s SHA-256: %(digest)s") % {
            "body": data_set.case.body.name(lang).text,
            "year": published.year,
            "title": named,
            "number": version.number,
            "day": day(published, lang),
            "address": address,
            "digest": bytes(version.sha256).hex(),
        }
        return f"{_('INVENTED DATA')}. {said}" if data_set.case.invented else said


def linked(
    data_set: DataSet, resources: list[Resource], lang: str, address: str, files: dict[int, list[tuple[str, str]]]
) -> dict[str, Any]:
    """A set as schema.org/Dataset (https://schema.org/Dataset, as search engines read it).

    Args:
        address: of its page.
        files: (media type, address) of the files of each resource, by its id.
    """
    title, text = title_of_set(data_set, lang)[0], told(data_set, "text", lang)[0]
    invented = data_set.case.invented
    with translation.override(lang):
        mark = _("INVENTED DATA")
    made: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": f"{mark}: {title}" if invented else title,
        "description": text or title,
        "inLanguage": [code for code in LANGUAGES if getattr(data_set, f"title_{code}")],
        "identifier": data_set.case.public_id,
        "creator": {"@type": "GovernmentOrganization", "name": data_set.case.body.name(lang).text},
        "isAccessibleForFree": True,
    }
    if invented:
        made["creativeWorkStatus"] = mark
    others = {code: getattr(data_set, f"title_{code}") for code in LANGUAGES if code != lang}
    if alternate := [name for name in others.values() if name and name != title]:
        made["alternateName"] = alternate
    if data_set.tags:
        made["keywords"] = data_set.tags
    if data_set.licence is not None:
        made["license"] = data_set.licence.url or told(data_set.licence, "title", lang)[0]
    if data_set.published_at:
        made["datePublished"] = legal_day(data_set.published_at).isoformat()
    if data_set.renewed_at:
        made["dateModified"] = legal_day(data_set.renewed_at).isoformat()
    if data_set.period_from or data_set.period_to:
        ends = [one.isoformat() if one else ".." for one in (data_set.period_from, data_set.period_to)]
        made["temporalCoverage"] = "/".join(ends)
    if data_set.region is not None:
        made["spatialCoverage"] = {"@type": "Place", "name": data_set.region.name(lang).text}
    made["distribution"] = [
        {
            "@type": "DataDownload",
            "name": title_of_resource(resource, lang)[0],
            "encodingFormat": media,
            "contentUrl": href,
        }
        for resource in resources
        for media, href in files.get(resource.pk, [])
    ]
    measured = [str(name) for one in resources for name in (one.current.names if one.current else [])][:100]
    if measured:
        made["variableMeasured"] = measured
    return made
