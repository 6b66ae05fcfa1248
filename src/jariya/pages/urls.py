"""Addresses of the pages over several portals."""

from django.urls import path

from jariya.pages import views

app_name = "pages"
urlpatterns = [path("", views.front, name="front")]
