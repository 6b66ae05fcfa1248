"""Addresses of heads and their posts, under /{language}/heads/."""

from django.urls import path

from jariya.portals.dialogue.blog import views
from jariya.portals.dialogue.blog.board import BLOG

app_name = "blog"
urlpatterns = [
    path("", views.front, name="front"),
    path("posts/", views.posts, name="posts"),
    *BLOG.urls(),
    path("posts/<str:public_id>/", views.post, name="post"),
    path("posts/<str:public_id>/versions/<int:number>/", views.version, name="version"),
    path("<slug:slug>/", views.head, name="head"),
]
