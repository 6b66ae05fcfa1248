"""Addresses of budgets, under /{language}/budgets/."""

from django.urls import path

from jariya.portals.budgets import views

app_name = "budgets"
urlpatterns = [
    path("", views.front, name="front"),
    path("checks/", views.checks, name="checks"),
    path("compare/", views.compare, name="compare"),
    path("search/", views.search, name="search"),
    path("glossary/", views.glossary, name="glossary"),
    path("releases/<slug:key>/", views.release, name="release"),
    path("releases/<slug:key>/checks/<int:place>/", views.finding, name="finding"),
    path("releases/<slug:key>/changes/<slug:other>/", views.difference, name="difference"),
    path("<slug:slug>/", views.budget, name="budget"),
    path("<slug:slug>/administrators/", views.administrators, name="administrators"),
    path("<slug:slug>/<slug:cut>/", views.cut, name="cut"),
]
