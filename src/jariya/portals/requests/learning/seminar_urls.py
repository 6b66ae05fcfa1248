"""Addresses of seminars, under /{language}/learning/seminars/."""

from django.urls import path

from jariya.portals.requests.learning import views
from jariya.portals.requests.learning.board import SEMINAR_BOARD

app_name = "seminars"
urlpatterns = [
    path("", views.seminars, name="front"),
    path("mine/", views.mine, name="mine"),
    *SEMINAR_BOARD.urls(),
    path("<str:public_id>/", views.seminar, name="seminar"),
    path("<str:public_id>/place/", views.place, name="place"),
]
