"""Words of the house -> terms of the EU's controlled vocabularies, as DCAT-AP 3.0.1 asks for them. Pure.

Only terms that stand in the vocabularies: what they have no term for is left out, never made up.
"""

from __future__ import annotations

EU = "http://publications.europa.eu/resource/authority"

FREQUENCY = {
    "continuous": "CONT",
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "monthly": "MONTHLY",
    "quarterly": "QUARTERLY",
    "half_yearly": "ANNUAL_2",
    "yearly": "ANNUAL",
    "irregular": "IRREG",
    "never": "NEVER",
}
LANGUAGE = {"kk": "KAZ", "ru": "RUS", "en": "ENG"}
FILE_TYPE = {
    "csv": "CSV",
    "tsv": "TSV",
    "json": "JSON",
    "geojson": "GEOJSON",
    "xlsx": "XLSX",
    "xls": "XLS",
    "ods": "ODS",
    "xml": "XML",
    "pdf": "PDF",
    "doc": "DOC",
    "docx": "DOCX",
    "odt": "ODT",
    "zip": "ZIP",
    "txt": "TXT",
    "html": "HTML",
    "png": "PNG",
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "tiff": "TIFF",
    "kml": "KML",
    "gml": "GML",
    "ttl": "RDF_TURTLE",
    "rdf": "RDF_XML",
    "jsonld": "JSON_LD",
}
MEDIA_TYPE = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "parquet": "application/vnd.apache.parquet",
    "xml": "application/xml",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "zip": "application/zip",
    "txt": "text/plain",
    "html": "text/html",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
    "kml": "application/vnd.google-earth.kml+xml",
    "gml": "application/gml+xml",
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
THEMES = frozenset(
    {
        "AGRI",
        "ECON",
        "EDUC",
        "ENER",
        "ENVI",
        "GOVE",
        "HEAL",
        "INTR",
        "JUST",
        "OP_DATPRO",
        "REGI",
        "SOCI",
        "TECH",
        "TRAN",
    }
)
_LICENCES = (
    ("creativecommons.org/licenses/by/4.0", "CC_BY_4_0"),
    ("creativecommons.org/licenses/by-sa/4.0", "CC_BYSA_4_0"),
    ("creativecommons.org/licenses/by-nc/4.0", "CC_BYNC_4_0"),
    ("creativecommons.org/licenses/by-nd/4.0", "CC_BYND_4_0"),
    ("creativecommons.org/publicdomain/zero/1.0", "CC0"),
)
PUBLIC = f"{EU}/access-right/PUBLIC"
COUNTRY = f"{EU}/country/KAZ"
STABLE, TEMPORARY = f"{EU}/planned-availability/STABLE", f"{EU}/planned-availability/TEMPORARY"
TAXONOMY = f"{EU}/data-theme"


def frequency(word: str) -> str | None:
    """How often a set is renewed; None where nobody said it."""
    return f"{EU}/frequency/{FREQUENCY[word]}" if word in FREQUENCY else None


def language(code: str) -> str:
    """A language of the house."""
    return f"{EU}/language/{LANGUAGE[code]}"


def theme(code: str) -> str | None:
    """A data theme."""
    return f"{EU}/data-theme/{code}" if code in THEMES else None


def file_type(ending: str) -> str | None:
    """The type of a file by its ending."""
    found = FILE_TYPE.get(ending)
    return f"{EU}/file-type/{found}" if found else None


def media_type(ending: str) -> str:
    """The media type of a file by its ending."""
    return MEDIA_TYPE.get(ending, "application/octet-stream")


def licence(url: str) -> str | None:
    """A licence by its address: the vocabulary's own term where there is one, else the address."""
    for part, term in _LICENCES:
        if part in url:
            return f"{EU}/licence/{term}"
    return url or None
