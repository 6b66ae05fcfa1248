"""Addresses of the Commission, under /{language}/access-commission/."""

from django.urls import path

from jariya.portals.requests.commission import views
from jariya.portals.requests.commission.board import BOARD

app_name = "commission"
urlpatterns = [
    path("", views.front, name="front"),
    *BOARD.urls(),
    path("members/", views.members, name="members"),
    path("<str:public_id>/", views.session, name="session"),
]
