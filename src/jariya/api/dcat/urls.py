"""Lasting addresses of the catalogue and its sets: they carry no language and no slash at the end."""

from django.urls import path

from jariya.api.dcat import views

app_name = "dcat"
urlpatterns = [
    path("catalog", views.catalog, name="catalog"),
    path("catalog.<str:ending>", views.catalog_as, name="catalog-as"),
    path("catalog/dump.<str:ending>", views.dump, name="dump"),
    path("catalog/sparql", views.question, name="sparql"),
    path("catalog/sitemap.xml", views.sitemap, name="sitemap"),
    path("dataset/<str:slug>/croissant.jsonld", views.croissant_of, name="croissant"),
    path("dataset/<slug:slug>", views.data_set, name="set"),
    path("dataset/<slug:slug>.<str:ending>", views.data_set_as, name="set-as"),
]
