"""Files of reports, the same in every language, under /access-reports/."""

from django.urls import path

from jariya.portals.requests.report import views

urlpatterns = [
    path("recompute_report.py", views.script, name="report-script"),
    path("<int:year>/<int:edition>/report.json", views.document, name="report-json"),
    path("<int:year>/<int:edition>/findings.csv.gz", views.findings_file, name="report-findings"),
    path("<int:year>/<int:edition>/rows.csv.gz", views.rows_file, name="report-rows"),
]
