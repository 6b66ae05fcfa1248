"""Addresses of the desk, under /{language}/desk/."""

from django.urls import path

from jariya.office import views
from jariya.office.law import views as law

app_name = "office"
urlpatterns = [
    path("", views.work, name="work"),
    # Fixed words first: a public id is any word to the router.
    path("law/", law.front, name="law"),
    path("law/norms/", law.norms, name="law-norms"),
    path("law/norms/<str:key>/", law.norm, name="law-norm"),
    path("law/calendar/", law.calendar, name="law-calendar"),
    path("law/calendar/<slug:what>/", law.day, name="law-day"),
    path("law/edits/<int:number>/", law.edit, name="law-edit"),
    path("<str:public_id>/", views.case, name="case"),
    path("<str:public_id>/<slug:verb>/", views.step, name="step"),
    path("<str:public_id>/<slug:verb>/draft/", views.save, name="save"),
]
