"""Addresses of CKAN's clients: they carry no language and no slash at the end."""

from django.urls import path

from jariya.api.ckan import views

app_name = "ckan"
urlpatterns = [
    path("api/3/action/<str:name>", views.action, name="action"),
    path("api/action/<str:name>", views.action, name="action-short"),
    path("datastore/dump/<str:key>", views.dump, name="dump"),
]
