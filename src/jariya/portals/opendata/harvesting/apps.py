"""Harvests of other catalogues: an app of its own beside the catalogue."""

from django.apps import AppConfig


class HarvestingConfig(AppConfig):
    """Sources, their records, runs and what went wrong."""

    name = "jariya.portals.opendata.harvesting"
    label = "harvesting"
