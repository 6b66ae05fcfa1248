"""Addresses of surveys, under /{language}/surveys/."""

from django.urls import path

from jariya.portals.dialogue.survey import views
from jariya.portals.dialogue.survey.board import SURVEYS

app_name = "survey"
urlpatterns = [
    path("", views.front, name="front"),
    *SURVEYS.urls(),
    path("<str:public_id>/", views.survey, name="survey"),
    path("<str:public_id>/answer/", views.answer, name="answer"),
    path("<str:public_id>/results.csv", views.table, name="results-csv"),
]
