"""The machine-readable exits of all portals: one OpenAPI document, one set of habits."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The public API."""

    name = "jariya.api"
    label = "api"
