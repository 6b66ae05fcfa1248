"""Addresses of notices, under /{kk|ru|en}/."""

from django.urls import path

from jariya.kernel.notices import views
from jariya.kernel.notices.push import views as push

app_name = "notices"
urlpatterns = [
    path("my/inbox/", views.inbox, name="inbox"),
    path("my/inbox/read/", views.read, name="read"),
    path("my/inbox/moved/<uuid:token>/", views.digest, name="digest"),
    path("my/follow/", views.follow, name="follow"),
    path("my/notices/", views.preferences, name="preferences"),
    path("my/notices/calendar/", views.new_calendar, name="new-calendar"),
    path("my/notices/replies/end/", views.end_replies, name="end-replies"),
    path("my/notices/browser/", push.subscribe, name="push-start"),
    path("my/notices/browser/end/", push.stop, name="push-stop"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
