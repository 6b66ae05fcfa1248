"""Addresses of the API, all under /api/."""

from django.urls import path

from jariya.api.habits import with_heads
from jariya.api.joined import routers
from jariya.api.views import api

for _prefix, _router in routers():
    api.add_router(_prefix, _router)
_patterns, _application, _namespace = api.urls
urlpatterns = [path("v1/", (with_heads(_patterns), _application, _namespace))]
