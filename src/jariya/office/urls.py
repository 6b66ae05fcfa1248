"""Addresses of the desk, under /{language}/desk/."""

from django.urls import path

from jariya.office import views

app_name = "office"
urlpatterns = [
    path("", views.work, name="work"),
    path("<str:public_id>/", views.case, name="case"),
    path("<str:public_id>/<slug:verb>/", views.step, name="step"),
    path("<str:public_id>/<slug:verb>/draft/", views.save, name="save"),
]
