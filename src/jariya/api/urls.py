"""Addresses of the API: /api/v1/..."""

from django.urls import path

from jariya.api.views import api

urlpatterns = [path("v1/", api.urls)]
