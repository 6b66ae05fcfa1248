"""Addresses of feeds: without a session, at the root, the language in the path."""

from django.urls import path, register_converter

from jariya.kernel.notices import feed_calendar, feed_lines, feed_views


class Language:
    """kk, ru or en."""

    regex = "kk|ru|en"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Language, "feed_language")

urlpatterns = [
    path("feeds/<feed_language:lang>/body/<slug:slug>.atom", feed_views.body, name="feed-body"),
    path("feeds/<feed_language:lang>/post/<slug:slug>/<int:order>.atom", feed_views.post, name="feed-post"),
    path("feeds/<feed_language:lang>/case/<slug:public_id>.atom", feed_views.case, name="feed-case"),
    path("feeds/<feed_language:lang>/case/<slug:public_id>/<slug:word>.atom", feed_lines.part, name="feed-case-part"),
    path("feeds/<feed_language:lang>/topic/<slug:kind>/<path:rest>.atom", feed_lines.topic, name="feed-topic"),
    path("feeds/<feed_language:lang>/<slug:word>.atom", feed_views.kind, name="feed-kind"),
    path("feeds/calendar/<str:token>.ics", feed_calendar.calendar, name="feed-calendar"),
]
