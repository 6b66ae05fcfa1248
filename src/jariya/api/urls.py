"""Addresses of the API: /api/v1/..."""

from django.urls import path

from jariya.api.habits import with_heads
from jariya.api.views import api

_patterns, *_names = api.urls
urlpatterns = [path("v1/", (with_heads(_patterns), *_names))]
