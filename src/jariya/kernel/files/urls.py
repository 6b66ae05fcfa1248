"""Addresses of files: without a language; the public ones without a session."""

from django.urls import path

from jariya.kernel.files import views

app_name = "files"
urlpatterns = [
    path("uploads", views.uploads, name="uploads"),
    path("uploads/<str:token>", views.upload, name="upload"),
    path("<str:public_id>/<slug:copy>/<str:name>", views.copy, name="copy"),
]
