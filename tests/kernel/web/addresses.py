"""Addresses of the design system alone: its tests must not need any floor above it."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(path("", include("jariya.kernel.web.urls")))
handler400 = "jariya.project.problems.bad_request"
handler403 = "jariya.project.problems.forbidden"
handler404 = "jariya.project.problems.not_found"
handler500 = "jariya.project.problems.server_error"
