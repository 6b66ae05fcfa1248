"""Addresses of conferences, under /{language}/conferences/."""

from django.urls import path

from jariya.portals.dialogue.conference import views
from jariya.portals.dialogue.conference.board import CONFERENCES

app_name = "conference"
urlpatterns = [
    path("", views.front, name="front"),
    *CONFERENCES.urls(),
    path("<str:public_id>/", views.conference, name="conference"),
    path("<str:public_id>/lines/", views.lines, name="lines"),
]
