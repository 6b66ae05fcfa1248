"""Addresses of data.egov.kz: they carry no language and no slash at the end."""

from django.urls import path

from jariya.api.egov import views

app_name = "egov"
urlpatterns = [
    path("meta/<str:uri>", views.meta, name="meta-newest"),
    path("meta/<str:uri>/<str:version>", views.meta, name="meta"),
    path("api/v4/mapping/<str:uri>", views.mapping, name="mapping-newest"),
    path("api/v4/mapping/<str:uri>/<str:version>", views.mapping, name="mapping"),
    path("api/v4/<str:uri>", views.rows, name="rows-newest"),
    path("api/v4/<str:uri>/<str:version>", views.rows, name="rows"),
    path("api/detailed/<str:uri>", views.detailed, name="detailed-newest"),
    path("api/detailed/<str:uri>/<str:version>", views.detailed, name="detailed"),
]
