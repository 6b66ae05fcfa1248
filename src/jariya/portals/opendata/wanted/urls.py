"""Addresses of requests for data, under /{language}/data/wanted/."""

from django.urls import path

from jariya.portals.opendata.wanted import views
from jariya.portals.opendata.wanted.board import BOARD

app_name = "wanted"
urlpatterns = [
    path("", views.front, name="front"),
    path("wanted.csv", views.as_csv, name="csv"),
    path("ask/", views.choose, name="choose"),
    path("ask/alike/", views.alike, name="alike"),
    path("ask/<slug:slug>/", views.ask, name="ask"),
    path("desk/", BOARD.front(), name="desk"),
    path("desk/<str:public_id>/", BOARD.one(), name="desk-one"),
    path("desk/<str:public_id>/<slug:verb>/", BOARD.step(), name="step"),
    path("<str:public_id>/", views.one, name="one"),
]
