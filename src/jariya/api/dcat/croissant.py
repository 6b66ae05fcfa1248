"""A set as schema.org and Croissant 1.0 describe it: one JSON-LD that search engines and machine learning read."""

from __future__ import annotations

from typing import Any

from jariya.api.dcat import catalogue
from jariya.api.dcat.vocabulary import media_type
from jariya.portals.opendata.models import DataSet, Resource, Version

CONTEXT: dict[str, Any] = {
    "@language": "kk",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that Croissant 1.0 asks for, word for word: readers compare it."""
TYPES = {
    "text": "sc:Text",
    "integer": "sc:Integer",
    "decimal": "sc:Float",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
    "boolean": "sc:Boolean",
}


def described(row: DataSet, lang: str) -> dict[str, Any]:
    """One set. `row`: of `catalogue.whole`; `lang`: whose words come first.

    Tables are told column by column; their files are live, so no digest is promised for them.
    """
    demo = catalogue.invented(row)
    text = row.text(lang)[0] or row.title(lang)[0]
    holder = row.case.body
    moments = {"datePublished": row.published_at, "dateModified": row.renewed_at}
    resources = catalogue.given(row)
    period = f"{row.period_from or '..'}/{row.period_to or '..'}" if row.period_from or row.period_to else None
    place = row.region.name(lang).text if row.region else "Қазақстан" if row.whole_country else None
    found = {
        "@context": {**CONTEXT, "@language": row.title(lang)[1]},
        "@type": "sc:Dataset",
        "@id": catalogue.iri(row),
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": row.title(lang)[0],
        "alternateName": sorted(set(catalogue.texts(row, "title").values()) - {row.title(lang)[0]}) or None,
        "description": f"{catalogue.invented_words(lang)}. {text}" if demo else text,
        "url": catalogue.page(row, lang),
        "identifier": row.case.public_id,
        "license": row.licence.url if row.licence else None,
        "keywords": list(row.tags) or None,
        "inLanguage": sorted(catalogue.texts(row, "title")),
        "isAccessibleForFree": True,
        "creator": {"@type": "sc:Organization", "name": holder.name(lang).text, "url": holder.site or None},
        "publisher": {"@type": "sc:Organization", "name": holder.name(lang).text},
        "includedInDataCatalog": {"@type": "sc:DataCatalog", "@id": catalogue.catalogue_iri(), "name": "Jariya"},
        **{name: moment.date().isoformat() if moment else None for name, moment in moments.items()},
        "temporalCoverage": period,
        "spatialCoverage": place,
        "version": _version(resources),
        "citeAs": _cited(row, lang),
        "isLiveDataset": True,
        "creditText": catalogue.invented_words(lang) if demo else None,
        "distribution": [file for one in resources for file in _files(one, lang)],
        "recordSet": [_records(one, lang) for one in resources if catalogue.is_table(one)] or None,
    }
    return _known(found)


def _known(thing: Any) -> Any:
    """Without what is unknown."""
    if isinstance(thing, dict):
        return {name: _known(value) for name, value in thing.items() if value is not None}
    return [_known(one) for one in thing] if isinstance(thing, list) else thing


def _version(resources: list[Resource]) -> str:
    """By Semantic Versioning: the versions of its resources, counted together."""
    return f"{sum(one.current.number for one in resources if one.current)}.0.0"


def _cited(row: DataSet, lang: str) -> str:
    year = row.renewed_at.year if row.renewed_at else ""
    return f"{row.case.body.name(lang).text}. {row.title(lang)[0]}. {year}. {catalogue.iri(row)}"


def _files(resource: Resource, lang: str) -> list[dict[str, Any]]:
    return [
        {
            "@type": "cr:FileObject",
            "@id": f"{resource.key}-{download.ending or 'file'}",
            "name": f"{resource.data_set.slug}-{resource.position}.{download.ending or 'bin'}",
            "description": resource.title(lang)[0],
            "contentUrl": download.url,
            "encodingFormat": media_type(download.ending),
            "contentSize": f"{download.size} B" if download.size is not None else None,
            "sha256": download.digest or None,
        }
        for download in catalogue.downloads(resource)
    ]


def _records(resource: Resource, lang: str) -> dict[str, Any]:
    assert resource.current is not None
    version = Version.objects.only("report").get(pk=resource.current.pk)
    words = resource.columns or {}
    columns = [(column["name"], column["type"]) for column in version.report.get("columns", [])]
    key = [f"{resource.key}/{number}" for number, (name, _kind) in enumerate(columns) if name in resource.row_key]
    return {
        "@type": "cr:RecordSet",
        "@id": str(resource.key),
        "name": f"{resource.data_set.slug}-{resource.position}",
        "description": resource.title(lang)[0],
        "key": [{"@id": one} for one in key] or None,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{resource.key}/{number}",
                "name": name,
                "description": str((words.get(name) or {}).get(lang) or name),
                "dataType": TYPES.get(kind, "sc:Text"),
                "source": {"fileObject": {"@id": f"{resource.key}-csv"}, "extract": {"column": name}},
            }
            for number, (name, kind) in enumerate(columns)
        ],
    }
