"""Addresses of open data under /{language}/data/. Each room that has pages adds its line; the catalogue comes last."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

_ROOMS: list[tuple[str, str]] = [
    ("desk/", "jariya.portals.opendata.desk.urls"),
    ("applications/", "jariya.portals.opendata.showcase.urls"),
    ("", "jariya.portals.opendata.reading.urls"),
]

urlpatterns: list[URLPattern | URLResolver] = [path(prefix, include(module)) for prefix, module in _ROOMS]
