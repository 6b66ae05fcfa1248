"""Posts, the versions of what a post says, and what happened to open questions when a head changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Holding, Post
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person


class BlogPostQuerySet(models.QuerySet["BlogPost"]):
    """Named reads of posts."""

    def visible_to(self, person: Person | None) -> BlogPostQuerySet:
        """What this reader may see: what was published, stubs of withdrawn posts included."""
        return self.filter(case__visibility="public", case__sealed=False)

    def shown(self) -> BlogPostQuerySet:
        """Those whose text anyone may read."""
        return self.filter(case__state="published")


class BlogPost(models.Model):
    """A post of a head. Its state is the case's. Named so because a *post* elsewhere is an office somebody holds."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="blog_post")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="blog_posts", db_index=False)
    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """Who held the office when it was published; stays when the head changes."""
    version = models.PositiveSmallIntegerField(default=1)
    published_at = models.DateTimeField(null=True)
    withdrawn_kk = models.TextField(blank=True)
    withdrawn_ru = models.TextField(blank=True)
    """Why it was withdrawn."""

    objects: ClassVar[Any] = BlogPostQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-published_at", "-case"], name="blog_published", condition=Q(published_at__isnull=False)
            ),
            models.Index(
                fields=["post", "-published_at", "-case"], name="blog_of_head", condition=Q(published_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class BlogVersion(models.Model):
    """A version of a post's text. Kazakh and Russian stand side by side; English where there is one."""

    blog_post = models.ForeignKey(BlogPost, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    title_kk = models.CharField(max_length=200)
    title_ru = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text_kk = models.TextField()
    text_ru = models.TextField()
    text_en = models.TextField(blank=True)
    corrected_kk = models.CharField(max_length=500, blank=True)
    corrected_ru = models.CharField(max_length=500, blank=True)
    """What was corrected against the version before; empty in the first."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    public = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog_post", "number"], name="blog_version_once")]

    def __str__(self) -> str:
        return f"{self.blog_post_id} v{self.number}"

    def language(self, lang: str) -> str:
        """The language in which a reader of `lang` gets it: English where it is there, else the state language."""
        return lang if lang in {"kk", "ru"} or (lang == "en" and self.title_en and self.text_en) else "kk"

    def said(self, part: str, lang: str) -> str:
        """Title or text for a reader of `lang`."""
        return str(getattr(self, f"{part}_{self.language(lang)}"))


class HeadChange(models.Model):
    """That a head came or left was told to those whose questions were open: once, however often the job runs."""

    class Kind(models.TextChoices):
        """What happened to the office."""

        CAME = "came"
        LEFT = "left"

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    day = models.DateField()
    """First day of who came, last day of who left."""
    cases = models.PositiveIntegerField(default=0)
    """Questions that were open then and went to the successor."""
    cursor = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["holding", "kind"], name="head_change_once")]

    def __str__(self) -> str:
        return f"{self.holding_id} {self.kind}"
