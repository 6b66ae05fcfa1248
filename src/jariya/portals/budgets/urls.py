"""Addresses of budgets, under /{language}/budgets/."""

from django.urls import path

from jariya.portals.budgets.views import balancing, checking, comparing, embeds, guided, reading, words

app_name = "budgets"
urlpatterns = [
    path("", reading.front, name="front"),
    path("checks/", checking.checks, name="checks"),
    path("compare/", comparing.compare, name="compare"),
    path("search/", words.search, name="search"),
    path("glossary/", words.glossary, name="glossary"),
    path("embed/<slug:kind>/", embeds.embed, name="embed"),
    path("embed/<slug:kind>/snippet/", embeds.snippet, name="snippet"),
    path("releases/<slug:key>/", checking.release, name="release"),
    path("releases/<slug:key>/checks/<int:place>/", checking.finding, name="finding"),
    path("releases/<slug:key>/changes/<slug:other>/", comparing.difference, name="difference"),
    path("<slug:slug>/", reading.budget, name="budget"),
    path("<slug:slug>/plain/", guided.plain, name="plain"),
    path("<slug:slug>/plain/<slug:step>/", guided.plain, name="plain-step"),
    path("<slug:slug>/balance/", balancing.balance, name="balance"),
    path("<slug:slug>/balance/send/", balancing.send, name="balance-send"),
    path("<slug:slug>/administrators/", reading.administrators, name="administrators"),
    path("<slug:slug>/<slug:cut>/", reading.cut, name="cut"),
]
