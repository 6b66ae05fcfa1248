"""Addresses of the register of officers, under /{language}/access-officers/."""

from django.urls import path

from jariya.portals.requests.officers import views
from jariya.portals.requests.officers.board import BOARD

app_name = "officers"
urlpatterns = [
    path("", views.front, name="front"),
    path("officers.csv", views.table, name="csv"),
    *BOARD.urls(),
    path("<str:public_id>/", views.one, name="one"),
]
