"""Addresses of receptions, under /{language}/reception/."""

from django.urls import path

from jariya.office.reception import views

app_name = "reception"
urlpatterns = [
    path("", views.front, name="front"),
    path("mine/", views.mine, name="mine"),
    path("mine/<uuid:token>/cancel/", views.cancel, name="cancel"),
    path("desk/", views.desk, name="desk"),
    path("desk/<int:number>/<str:day>/", views.call_off, name="call-off"),
    path("desk/<uuid:token>/came/", views.came, name="came"),
    path("<slug:slug>/", views.body, name="body"),
    path("<slug:slug>/<int:number>/<str:day>/", views.book, name="book"),
]
