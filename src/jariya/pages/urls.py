"""Addresses of the pages over several portals, under /{kk|ru|en}/."""

from __future__ import annotations

from django.urls import path

from jariya.pages.views import bodies, body, front, how, law, mine, owed, punctuality, search

app_name = "pages"
urlpatterns = [
    path("", front.front, name="front"),
    path("owed/<slug:when>/", owed.owed, name="owed"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/<slug:slug>/", body.body, name="body"),
    path("bodies/<slug:slug>/punctuality/", punctuality.rows, name="punctuality"),
    path("bodies/<slug:slug>/punctuality.csv", punctuality.table, name="punctuality-csv"),
    path("search/", search.search, name="search"),
    path("my/", mine.mine, name="mine"),
    path("how-it-works/", how.front, name="how"),
    path("how-it-works/<slug:kind>/", how.kind, name="how-kind"),
    path("law/", law.norms, name="law"),
    path("law/calendar/", law.this_year, name="calendar-now"),
    path("law/calendar/<int:year>/", law.calendar, name="calendar"),
    path("law/<str:key>/", law.norm, name="norm"),
]
