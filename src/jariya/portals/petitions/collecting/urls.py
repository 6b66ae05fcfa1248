"""Addresses of signing, under /{language}/petitions/."""

from django.urls import path

from jariya.portals.petitions.collecting import desk, desk_scans, views

app_name = "collecting"
urlpatterns = [
    path("desk/signatures/", desk.front, name="desk"),
    path("desk/signatures/switches/", desk.switches_page, name="switches"),
    path("desk/signatures/<str:public_id>/", desk.petition, name="desk-petition"),
    path("desk/signatures/<str:public_id>/paper/", desk.paper, name="paper"),
    path("desk/signatures/<str:public_id>/paper/<int:batch>/<int:place>/", desk_scans.scan, name="scan"),
    path("desk/signatures/<str:public_id>/invalidate/", desk.invalidate, name="invalidate"),
    path("desk/signatures/<str:public_id>/invalidate/<int:number>/", desk.invalidation, name="invalidation"),
    path("<str:public_id>/sign/", views.sign, name="sign"),
    path("<str:public_id>/signed/", views.mine, name="mine"),
    path("<str:public_id>/signed/state/", views.state, name="state"),
    path("<str:public_id>/signed/receipt/", views.receipt, name="receipt"),
    path("<str:public_id>/signed/withdraw/", views.withdraw, name="withdraw"),
]
