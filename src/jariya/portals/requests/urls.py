"""Addresses of requests, under /{language}/requests/."""

from django.urls import path

from jariya.portals.requests import ask, party, recorded, views

app_name = "requests"
urlpatterns = [
    path("", views.front, name="front"),
    path("ask/", views.choose, name="ask"),
    path("ask/<slug:slug>/", ask.write, name="ask-body"),
    path("ask/<slug:slug>/review/", ask.review, name="review"),
    path("ask/<slug:slug>/signed/", ask.after_signing, name="after-signing"),
    path("many/<str:public_id>/", views.batch, name="batch"),
    path("many/<str:public_id>/mine/", party.my_batch, name="my-batch"),
    path("<str:public_id>/", views.one, name="request"),
    path("<str:public_id>/record/", recorded.entries, name="record"),
    path("<str:public_id>/mine/record/", recorded.receipts, name="receipts"),
    path("<str:public_id>/mine/record/<int:number>/", recorded.receipt, name="receipt"),
    path("<str:public_id>/mine/", party.mine, name="mine"),
    path("<str:public_id>/mine/coupon/", party.coupon, name="coupon"),
    path("<str:public_id>/mine/clarify/", party.clarify, name="clarify"),
    path("<str:public_id>/mine/rate/", party.rate, name="rate"),
    path("<str:public_id>/mine/complain/", party.complain, name="complain"),
    path("<str:public_id>/mine/court/", party.court, name="court"),
    path("<str:public_id>/mine/publication/", party.publication, name="publication"),
    path("<str:public_id>/mine/withdraw/", party.withdraw, name="withdraw"),
]
