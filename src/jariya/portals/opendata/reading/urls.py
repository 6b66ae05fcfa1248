"""Addresses of open data that anyone reads, under /{language}/data/."""

from django.urls import path

from jariya.portals.opendata.reading.views import catalogue, data_set, files, row, table

app_name = "data"
urlpatterns = [
    path("", catalogue.front, name="catalogue"),
    path("sets/<slug:slug>/", data_set.page, name="set"),
    path("sets/<slug:slug>/about.json", data_set.linked, name="linked"),
    path("sets/<slug:slug>/<int:position>/", table.table, name="resource"),
    path("sets/<slug:slug>/<int:position>/versions/<int:number>/", table.version, name="version"),
    path("sets/<slug:slug>/<int:position>/versions/<int:number>/difference/", data_set.difference, name="difference"),
    path("sets/<slug:slug>/<int:position>/versions/<int:number>/file/", files.file, name="file"),
    path("sets/<slug:slug>/<int:position>/versions/<int:number>/row/<int:row>/", row.row, name="row"),
    path("sets/<slug:slug>/<int:position>/columns/<int:column>/", table.column, name="column"),
    path("sets/<slug:slug>/<int:position>/take/<str:kind>/", table.download, name="download"),
]
