"""Addresses of questions, under /{language}/questions/."""

from django.urls import path

from jariya.portals.dialogue import ask, figures_pages, party, recorded, searching, views

app_name = "dialogue"
urlpatterns = [
    path("", views.front, name="front"),
    path("ask/", ask.choose, name="ask"),
    path("ask/<slug:slug>/", ask.write, name="ask-body"),
    path("ask/<slug:slug>/review/", ask.review, name="review"),
    path("ask/<slug:slug>/signed/", ask.after_signing, name="after-signing"),
    path("search/", searching.search, name="search"),
    path("figures/<slug:slug>/", figures_pages.figures, name="figures"),
    path("figures/<slug:slug>/alike/", figures_pages.alike, name="alike"),
    path("figures/<slug:slug>/alike/<int:number>/", figures_pages.cluster, name="cluster"),
    path("figures/<slug:slug>/<slug:code>/", figures_pages.figure, name="figure"),
    path("figures/<slug:slug>/<slug:code>.csv", figures_pages.table, name="figure-csv"),
    path("<str:public_id>/", views.question, name="question"),
    path("<str:public_id>/record/", recorded.entries, name="record"),
    path("<str:public_id>/mine/record/", recorded.receipts, name="receipts"),
    path("<str:public_id>/mine/record/<int:number>/", recorded.receipt, name="receipt"),
    path("<str:public_id>/mine/", party.mine, name="mine"),
    path("<str:public_id>/mine/coupon/", party.coupon, name="coupon"),
    path("<str:public_id>/mine/rate/", party.rate, name="rate"),
    path("<str:public_id>/mine/complain/", party.complain, name="complain"),
    path("<str:public_id>/mine/resend/", party.resend, name="resend"),
    path("<str:public_id>/mine/separate/", party.separate, name="separate"),
    path("<str:public_id>/mine/withdraw/", party.withdraw, name="withdraw"),
]
