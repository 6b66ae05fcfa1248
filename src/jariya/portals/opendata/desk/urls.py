"""Addresses of the publisher's desk, under /{language}/data/desk/."""

from django.urls import path

from jariya.portals.opendata.desk.views import imports, resources, sets

app_name = "data-desk"
_IMPORT = "<str:public_id>/<int:position>/imports/<int:number>/"
urlpatterns = [
    path("", sets.front, name="front"),
    path("new/", sets.new, name="new"),
    path("<str:public_id>/", sets.one, name="set"),
    path("<str:public_id>/add/", resources.add, name="add"),
    path("<str:public_id>/step/<slug:verb>/", sets.step, name="step"),
    path("<str:public_id>/<int:position>/", resources.one, name="resource"),
    path("<str:public_id>/<int:position>/words/", resources.words, name="words"),
    path("<str:public_id>/<int:position>/remove/", resources.remove, name="remove"),
    path("<str:public_id>/<int:position>/versions/<int:number>/", resources.former, name="former"),
    path("<str:public_id>/<int:position>/versions/<int:number>/back/", resources.roll_back, name="roll-back"),
    path(_IMPORT, imports.one, name="import"),
    path(f"{_IMPORT}state/", imports.state, name="state"),
    path(f"{_IMPORT}again/", imports.again, name="again"),
    path(f"{_IMPORT}publish/", imports.publish, name="publish"),
    path(f"{_IMPORT}drop/", imports.drop, name="drop"),
    path(f"{_IMPORT}sheet/", imports.sheet, name="sheet"),
]
