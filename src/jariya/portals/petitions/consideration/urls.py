"""Addresses of the consideration, under /{language}/petitions/consideration/."""

from django.urls import path

from jariya.portals.petitions.consideration.views import desk, invitation

app_name = "consideration"
urlpatterns = [
    path("desk/", desk.front, name="desk"),
    path("desk/<str:public_id>/", desk.one, name="desk-one"),
    path("desk/<str:public_id>/<slug:verb>/", desk.step, name="step"),
    path("desk/<str:public_id>/<slug:verb>/<int:number>/", desk.step, name="step-of"),
    path("<str:public_id>/invitation/", invitation.invitation, name="invitation"),
]
