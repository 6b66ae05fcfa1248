"""Addresses of publishing plans, under /{language}/data/plans/."""

from django.urls import path

from jariya.portals.opendata.planning import views
from jariya.portals.opendata.planning.board import BOARD

app_name = "planning"
urlpatterns = [
    path("", views.front, name="front"),
    path("overdue/", views.overdue, name="overdue"),
    path("plans.csv", views.as_csv, name="csv"),
    path("desk/table/", views.from_table, name="from-table"),
    *BOARD.urls(),
    path("of/<slug:slug>/", views.of_body, name="body"),
    path("of/<slug:slug>/plan.csv", views.as_csv, name="body-csv"),
    path("<str:public_id>/", views.item, name="item"),
]
