"""Addresses of questions, under /{language}/questions/."""

from django.urls import path

from jariya.portals.dialogue import ask, party, views

app_name = "dialogue"
urlpatterns = [
    path("", views.front, name="front"),
    path("ask/", ask.choose, name="ask"),
    path("ask/<slug:slug>/", ask.write, name="ask-body"),
    path("ask/<slug:slug>/review/", ask.review, name="review"),
    path("ask/<slug:slug>/signed/", ask.after_signing, name="after-signing"),
    path("<str:public_id>/", views.question, name="question"),
    path("<str:public_id>/mine/", party.mine, name="mine"),
    path("<str:public_id>/mine/coupon/", party.coupon, name="coupon"),
    path("<str:public_id>/mine/rate/", party.rate, name="rate"),
    path("<str:public_id>/mine/complain/", party.complain, name="complain"),
    path("<str:public_id>/mine/withdraw/", party.withdraw, name="withdraw"),
]
