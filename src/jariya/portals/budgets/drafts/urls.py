"""Addresses of drafts, under /{language}/budgets/drafts/."""

from django.urls import path

from jariya.portals.budgets.drafts.views import desk, reading

app_name = "drafts"
urlpatterns = [
    path("", reading.front, name="front"),
    path("early/", reading.early, name="early"),
    path("desk/", desk.front, name="desk"),
    path("desk/new/", desk.new, name="new"),
    path("desk/table/", desk.table, name="table"),
    path("desk/<str:public_id>/", desk.one, name="desk-draft"),
    path("desk/<str:public_id>/<slug:verb>/", desk.step, name="step"),
    path("<str:public_id>/", reading.draft, name="draft"),
    path("<str:public_id>/versions/<int:number>/", reading.version, name="version"),
    path("<str:public_id>/changes/<int:old>/<int:new>/", reading.changes, name="changes"),
]
