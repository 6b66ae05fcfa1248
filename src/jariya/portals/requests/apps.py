"""Requests for information: what a body holds is given, with reasons where it is not."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """Access to information on request, ordinary and of the media."""

    name = "jariya.portals.requests"
    label = "requests"

    def ready(self) -> None:
        """Make the lifecycle table known to the engine."""
        from jariya.portals.requests import lifecycle  # noqa: F401
