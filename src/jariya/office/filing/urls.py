"""Addresses of filing for others, under /{language}/desk/filing/."""

from django.urls import path

from jariya.office.filing.views import assist, coupon, hand, intake

app_name = "filing"
urlpatterns = [
    path("", assist.front, name="front"),
    path("new/", assist.choose, name="choose"),
    path("new/<slug:slug>/", assist.write, name="write"),
    path("spoken/", intake.spoken, name="spoken"),
    path("letter/", intake.paper, name="letter"),
    path("channels/", intake.by_channel, name="channels"),
    path("answers/", hand.ask, name="answers"),
    path("answers/code/", hand.code, name="answer-code"),
    path("answers/<uuid:token>/", hand.answer, name="answer"),
    path("post/<str:public_id>/", hand.post, name="post"),
    path("<uuid:token>/", assist.read, name="read"),
    path("<uuid:token>/change/", assist.change, name="change"),
    path("<uuid:token>/paper/", assist.paper, name="paper"),
    path("<uuid:token>/confirm/", assist.confirm, name="confirm"),
    path("<uuid:token>/coupon/", coupon.printed, name="coupon"),
    path("<uuid:token>/abandon/", assist.abandon, name="abandon"),
]
