"""Addresses of the record's pages, under /{kk|ru|en}/log/."""

from django.urls import path

from jariya.kernel.record import file_urls, views

assert file_urls  # its converters are used here

app_name = "record"
urlpatterns = [
    path("", views.logs, name="logs"),
    path("receipt/", views.receipt, name="receipt"),
    path("<log_name:name>/", views.entries, name="log"),
    path("<log_name:name>/<log_index:index>/", views.entry, name="entry"),
]
