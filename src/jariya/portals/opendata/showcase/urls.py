"""Addresses of applications, under /{language}/data/applications/."""

from django.urls import path

from jariya.portals.opendata.showcase import views

app_name = "showcase"
urlpatterns = [
    path("", views.front, name="front"),
    path("mine/", views.mine, name="mine"),
    path("desk/", views.desk, name="desk"),
    path("desk/<int:number>/", views.look, name="look"),
    path("offer/<slug:slug>/", views.offer, name="offer"),
    path("<int:number>/", views.one, name="one"),
]
