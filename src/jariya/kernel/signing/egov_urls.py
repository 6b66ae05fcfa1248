"""Addresses for eGov Mobile, without language: the application knows none."""

from __future__ import annotations

from django.urls import path

from jariya.kernel.signing.views import egov

urlpatterns = [
    path("sign/egov/<str:word>/1", egov.first, name="signing-egov-1"),
    path("sign/egov/<str:word>/2", egov.second, name="signing-egov-2"),
]
