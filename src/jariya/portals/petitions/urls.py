"""Addresses of writing, moderating and counting refusals, under /{language}/petitions/."""

from django.urls import path

from jariya.portals.petitions.views import mine, moderation, refusals, supervision, writing

app_name = "petitions"
urlpatterns = [
    path("write/", writing.front, name="write"),
    path("write/<str:key>/", writing.draft, name="draft"),
    path("write/<str:key>/check/", writing.check, name="check"),
    path("write/<str:key>/review/", writing.review, name="review"),
    path("write/<str:key>/signed/", writing.after_signing, name="after-signing"),
    path("moderation/", moderation.front, name="moderation"),
    path("moderation/<str:public_id>/", moderation.one, name="moderate"),
    path("moderation/<str:public_id>/<slug:verb>/", moderation.step, name="moderate-step"),
    path("supervision/", supervision.front, name="supervision"),
    path("refusals/", refusals.front, name="refusals"),
    path("refusals/refusals.csv", refusals.table, name="refusals-csv"),
    path("<str:public_id>/mine/", mine.one, name="mine"),
    path("<str:public_id>/mine/change/", mine.change, name="change"),
    path("<str:public_id>/mine/complain/", mine.complain, name="complain"),
    path("<str:public_id>/mine/withdraw/", mine.withdraw, name="withdraw"),
]
