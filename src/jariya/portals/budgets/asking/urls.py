"""Addresses of questions to lines, under /{language}/budgets/questions/."""

from django.urls import path

from jariya.portals.budgets.asking.views import desk, reading, writing

app_name = "asking"
urlpatterns = [
    path("", reading.front, name="front"),
    path("ask/", writing.ask, name="ask"),
    path("desk/<str:public_id>/", desk.one, name="desk"),
    path("desk/<str:public_id>/pass-on/", desk.pass_on, name="pass-on"),
    path("<str:public_id>/", reading.question, name="question"),
]
