"""Addresses of editorial offices, under /{language}/editorial/."""

from django.urls import path

from jariya.portals.requests.editorial import views

app_name = "editorial"
urlpatterns = [
    path("", views.front, name="front"),
    path("room/", views.room, name="room"),
    path("room/invite/", views.invite, name="invite"),
    path("room/change/", views.change, name="change"),
    path("join/<str:secret>/", views.join, name="join"),
    path("desk/", views.desk, name="desk"),
    path("<slug:code>/", views.office, name="office"),
]
