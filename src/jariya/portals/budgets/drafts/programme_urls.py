"""Addresses of programmes, under /{language}/budgets/programmes/."""

from django.urls import path

from jariya.portals.budgets.drafts.views import programme

app_name = "programmes"
urlpatterns = [
    path("", programme.front, name="front"),
    path("<slug:slug>/<slug:code>/", programme.programme, name="programme"),
]
