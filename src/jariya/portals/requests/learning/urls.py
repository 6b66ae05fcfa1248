"""Addresses of learning and its guides, under /{language}/learning/."""

from django.urls import path

from jariya.portals.requests.learning import views
from jariya.portals.requests.learning.board import GUIDE_BOARD

app_name = "guides"
urlpatterns = [
    path("", views.front, name="front"),
    *GUIDE_BOARD.urls(),
    path("guides/<str:public_id>/", views.guide, name="guide"),
    path("guides/<str:public_id>/versions/<int:number>/", views.version, name="version"),
]
