"""Addresses of collective letters, under /{language}/together/."""

from django.urls import path

from jariya.kernel.correspondence.cosigners import views

app_name = "cosigners"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("new/<slug:kind>/<slug:slug>/", views.write, name="write"),
    path("<uuid:token>/", views.letter, name="letter"),
    path("<uuid:token>/change/", views.change, name="change"),
    path("<uuid:token>/do/", views.act, name="act"),
]
