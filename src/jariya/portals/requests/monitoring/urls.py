"""Addresses of recommendations, under /{language}/recommendations/."""

from django.urls import path

from jariya.portals.requests.monitoring import views
from jariya.portals.requests.monitoring.board import BOARD

app_name = "monitoring"
urlpatterns = [
    path("", views.front, name="front"),
    path("recommendations.csv", views.table, name="csv"),
    *BOARD.urls(),
    path("<str:public_id>/", views.one, name="one"),
]
