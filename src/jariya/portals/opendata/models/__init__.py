"""Tables of open data: the catalogue, resources with their versions, imports with their stages.

A version is never changed or deleted (the database refuses it): a corrected table is the next version, and what a
citation names stays what it was. What is being imported is an `Import`; it becomes a version by being published.
"""

from jariya.portals.opendata.models.catalogue import DataSet, DataSetQuerySet, Licence, Theme, told
from jariya.portals.opendata.models.imports import Import, ImportState, Stage
from jariya.portals.opendata.models.resources import Resource, ResourceKind, Version

__all__ = [
    "DataSet",
    "DataSetQuerySet",
    "Import",
    "ImportState",
    "Licence",
    "Resource",
    "ResourceKind",
    "Stage",
    "Theme",
    "Version",
    "told",
]
