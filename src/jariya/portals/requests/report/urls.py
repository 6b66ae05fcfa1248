"""Addresses of reports on access to information, under /{language}/access-reports/."""

from django.urls import path

from jariya.portals.requests.report import desk, views

app_name = "report"
urlpatterns = [
    path("", views.front, name="front"),
    path("desk/", desk.desk, name="desk"),
    path("desk/<int:year>/<int:edition>/", desk.one, name="desk-one"),
    path("<int:year>/", views.report, name="report"),
    path("<int:year>/<int:edition>/", views.edition, name="edition"),
    path("<int:year>/<int:edition>/rows/", views.rows, name="rows"),
    path("<int:year>/<int:edition>/report.docx", views.paper, {"kind": "docx"}, name="docx"),
    path("<int:year>/<int:edition>/report.pdf", views.paper, {"kind": "pdf"}, name="pdf"),
]
