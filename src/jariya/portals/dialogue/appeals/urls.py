"""Addresses of appeals, under /{language}/appeals/."""

from django.urls import path

from jariya.portals.dialogue.appeals import views

app_name = "appeals"
urlpatterns = [
    path("", views.front, name="front"),
    path("submitted/", views.submitted, name="submitted"),
    path("new/<slug:slug>/", views.new, name="new"),
    path("<str:public_id>/", views.mine, name="mine"),
    path("<str:public_id>/withdraw/", views.withdraw, name="withdraw"),
]
