"""Addresses of sources, under /{language}/data/sources/."""

from django.urls import path

from jariya.portals.opendata.harvesting import views

app_name = "harvesting"
urlpatterns = [
    path("", views.front, name="front"),
    path("<slug:key>/", views.source, name="source"),
]
