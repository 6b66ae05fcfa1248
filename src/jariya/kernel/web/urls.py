"""Pages of the design system itself: the reader's way of looking, and the living style page."""

from django.urls import path

from jariya.kernel.web import views

urlpatterns = [
    path("view/", views.view, name="view"),
    path("style/", views.style, name="style"),
    path("style/share.png", views.share, name="style-share"),
]
