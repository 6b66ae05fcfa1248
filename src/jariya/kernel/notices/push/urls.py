"""The service worker's address: at the root, so that it may speak for the whole site."""

from django.urls import path

from jariya.kernel.notices.push import views

urlpatterns = [path("push-worker.js", views.worker, name="push-worker")]
