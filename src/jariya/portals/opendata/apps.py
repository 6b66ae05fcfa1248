"""Open data: tables that bodies publish, read and checked to the last cell."""

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    """Open data: catalogue, resources, versions."""

    name = "jariya.portals.opendata"
    label = "opendata"

    def ready(self) -> None:
        """The engine knows the table of a data set."""
        from jariya.portals.opendata import lifecycle  # noqa: F401
