"""Addresses of the systems' desk, under /{language}/desk/systems/."""

from django.urls import path

from jariya.office.systems import views

app_name = "systems"
urlpatterns = [
    path("", views.front, name="front"),
    path("new/", views.new, name="new"),
    path("<slug:handle>/", views.one, name="one"),
]
