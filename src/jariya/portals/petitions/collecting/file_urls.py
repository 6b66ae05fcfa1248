"""Addresses of a petition's numbers, beside its log: without a language and without a session."""

from django.urls import path

from jariya.portals.petitions.collecting import file_views

urlpatterns = [
    path("log/verify_petition.py", file_views.program, name="petition-script"),
    path("log/<log_name:name>/count.json", file_views.count, name="petition-count"),
]
