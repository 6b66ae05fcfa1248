"""What of posts stands in the search index, and how notices name and reach them."""

from __future__ import annotations

from collections.abc import Sequence

from jariya.kernel.lifecycle.engine import Happening, legal_day
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.search import actions as index
from jariya.kernel.search import cases
from jariya.kernel.web.addresses import path
from jariya.portals.dialogue.blog.discussing import home
from jariya.portals.dialogue.blog.lifecycle import KIND
from jariya.portals.dialogue.blog.models import BlogPost, BlogVersion

LANGUAGES = ("kk", "ru", "en")


def listener(happening: Happening) -> None:
    """Keep the index true in the transaction of the act: a withdrawn post leaves at once."""
    case = happening.case
    if case.kind != KIND:
        return
    if case.state == "withdrawn":
        index.remove(cases.ref(case))
    for found in documents(case):
        index.put(found)


def documents(case: Case) -> list[index.Document]:
    """The post in each language it is written in; nothing while it is not public."""
    post = BlogPost.objects.filter(case=case, published_at__isnull=False).first()
    version = BlogVersion.objects.filter(blog_post_id=case.pk, public=True).order_by("-number").first()
    if (
        post is None
        or post.published_at is None
        or version is None
        or case.state != "published"
        or not cases.open_to_all(case)
    ):
        return []
    return [
        cases.document(
            case,
            lang,
            portal="dialogue",
            day=legal_day(post.published_at),
            title=getattr(version, f"title_{lang}"),
            page="blog:post",
            text=getattr(version, f"text_{lang}"),
        )
        for lang in LANGUAGES
        if getattr(version, f"title_{lang}") and getattr(version, f"text_{lang}")
    ]


def link(case: Case, lang: str) -> str:
    """Path of a post's public page."""
    return home(case, lang)


def desk(case: Case, lang: str) -> str:
    """Path of a post at the desk."""
    return path(lang, "blog:desk-one", case.public_id)


def title(case: Case, lang: str) -> str | None:
    """The public title; None of a withdrawn post."""
    version = BlogVersion.objects.filter(blog_post_id=case.pk, public=True).order_by("-number").first()
    return version.said("title", lang) if version and case.state == "published" else None


def titles(cases: Sequence[Case]) -> dict[int, str]:
    """Public titles of many posts, in Kazakh, by case."""
    wanted = [case.pk for case in cases if case.state == "published"]
    rows = BlogVersion.objects.filter(blog_post__in=wanted, public=True).order_by("blog_post_id", "-number")
    return dict(rows.distinct("blog_post_id").values_list("blog_post_id", "title_kk"))
