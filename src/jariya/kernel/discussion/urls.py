"""Addresses of the discussion, under /{language}/discussion/."""

from django.urls import path

from jariya.kernel.discussion.views import doing, reading, together, writing

app_name = "discussion"
urlpatterns = [
    path("mine/", doing.mine, name="mine"),
    path("organisation/", doing.organisation, name="organisation"),
    path("comments/<str:public_id>/", reading.comment, name="comment"),
    path("comments/<str:public_id>/reply/", writing.reply, name="reply"),
    path("comments/<str:public_id>/answer/", writing.answer, name="answer"),
    path("comments/<str:public_id>/answer-together/", together.answer, name="answer-together"),
    path("comments/<str:public_id>/together/", together.together, name="together"),
    path("comments/<str:public_id>/support/", doing.support, name="support"),
    path("comments/<str:public_id>/report/", doing.report, name="report"),
    path("comments/<str:public_id>/mine/", doing.own, name="own"),
    path("comments/<str:public_id>/mine/edit/", writing.edit, name="edit"),
    path("comments/<str:public_id>/mine/withdraw/", doing.withdraw, name="withdraw"),
    path("comments/<str:public_id>/mine/appeal/", doing.appeal, name="appeal"),
    path("comments/<str:public_id>/mine/receipt/", doing.receipt, name="receipt"),
    path("comments/<str:public_id>/mine/record/<int:number>/", doing.entry, name="entry"),
    path("<str:public_id>/", reading.discussion, name="case"),
    path("<str:public_id>/write/", writing.write, name="write"),
]
