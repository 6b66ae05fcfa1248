"""Posts of a body, who held them when, who may act for whom, units and reception days."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from jariya.kernel.bodies.names import Name, best

from .body import Body
from .common import Named, Sourced, dates_in_order, has_a_name, has_a_source


class PostKind(models.TextChoices):
    HEAD = "head", _("head")
    DEPUTY_HEAD = "deputy_head", _("deputy head")
    CHIEF_OF_STAFF = "chief_of_staff", _("chief of staff")
    OFFICER = "officer", _("officer")
    ATI_OFFICER = "ati_officer", _("officer for access to information")
    PRESS = "press", _("press officer")


class Post(Named, Sourced):
    """A post in a body: minister, deputy akim, officer for access to information."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20, choices=PostKind)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["body_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "order"], name="post_once_in_its_place"),
            models.UniqueConstraint(fields=["body"], condition=Q(kind="head"), name="post_one_head"),
            has_a_name("post_has_a_name"),
            has_a_source("post_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.kind} {self.order}"


class Spans(models.QuerySet):  # type: ignore[type-arg]
    """Rows with `since` and `until`; `until` is the last day, NULL while it lasts."""

    def on(self, day: date) -> Self:
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


def _id_range(column: str) -> Func:
    # A one-point range of the id lets plain GiST compare it: no btree_gist extension is needed.
    return Func(F(column), F(column), Value("[]"), function="int8range")


def _days() -> Func:
    return Func(F("since"), F("until"), Value("[]"), function="daterange", output_field=DateRangeField())


class Holding(Sourced):
    """Who held a post, by public name, since and until when. One person at a time, by the database's own rule."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    holder_kk = models.CharField(max_length=200, null=True, blank=True)
    holder_ru = models.CharField(max_length=200, null=True, blank=True)
    holder_en = models.CharField(max_length=200, null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = Spans.as_manager()

    class Meta:
        ordering = ["post_id", F("since").desc(nulls_last=True), "-id"]
        constraints = [
            ExclusionConstraint(
                name="holding_one_at_a_time",
                expressions=[(_id_range("post_id"), RangeOperators.OVERLAPS), (_days(), RangeOperators.OVERLAPS)],
                violation_error_code="post_already_held",
            ),
            models.CheckConstraint(
                name="holding_has_a_holder", condition=~Q(holder_kk=None, holder_ru=None, holder_en=None)
            ),
            dates_in_order("holding_dates_in_order", "since", "until"),
            has_a_source("holding_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.holder('kk')}"

    def holder(self, lang: str) -> Name:
        """The holder's public name for a reader of `lang`."""
        return best({"kk": self.holder_kk, "ru": self.holder_ru, "en": self.holder_en}, lang)


class Absence(models.Model):
    """The holder of a post is away and another post acts for it. No reason is kept: it is nobody's business."""

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="stands_in")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = Spans.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[(_id_range("holding_id"), RangeOperators.OVERLAPS), (_days(), RangeOperators.OVERLAPS)],
                violation_error_code="already_absent",
            ),
            dates_in_order("absence_dates_in_order", "since", "until"),
        ]

    def __str__(self) -> str:
        return f"{self.holding_id} away since {self.since}"


class DelegationScope(models.TextChoices):
    """Powers of a head that an order can give; each opens a step (docs/decisions/0011-delegation.md)."""

    ANSWERS = "answers", _("signing answers")
    EXTENSIONS = "extensions", _("deciding on extensions")
    BLOG = "blog", _("writing the blog and holding conferences")


class Delegation(models.Model):
    """A published order by which one post may sign for another: what, by which order, since and until when."""

    from_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations_given")
    to_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations_received")
    scope = ArrayField(models.CharField(max_length=20, choices=DelegationScope))
    order_ref = models.CharField(max_length=300)
    order_url = models.URLField(null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = Spans.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="delegation_to_another", condition=~Q(from_post=F("to_post"))),
            models.CheckConstraint(name="delegation_has_an_order", condition=~Q(order_ref="")),
            models.CheckConstraint(name="delegation_has_a_scope", condition=Q(scope__len__gt=0)),
            dates_in_order("delegation_dates_in_order", "since", "until"),
        ]

    def __str__(self) -> str:
        return f"{self.from_post_id} -> {self.to_post_id}"


class Unit(Named, Sourced):
    """A department or division inside a body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="units")
    phone = models.CharField(max_length=60, null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["body_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "order"], name="unit_once_in_its_place"),
            has_a_name("unit_has_a_name"),
            has_a_source("unit_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.name('kk')}"


class ReceptionDay(Sourced):
    """When the holder of a post receives citizens: a weekday (1 = Monday), every week or the n-th of the month."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="reception_days")
    weekday = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1-5: that week of the month; NULL: every")
    starts = models.TimeField()
    ends = models.TimeField()
    place_kk = models.CharField(max_length=300, null=True, blank=True)
    place_ru = models.CharField(max_length=300, null=True, blank=True)
    place_en = models.CharField(max_length=300, null=True, blank=True)

    class Meta:
        ordering = ["post_id", "weekday", "week", "starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "weekday", "week", "starts"], nulls_distinct=False, name="reception_once"
            ),
            models.CheckConstraint(name="reception_on_a_weekday", condition=Q(weekday__range=(1, 7))),
            models.CheckConstraint(name="reception_week_of_month", condition=Q(week=None) | Q(week__range=(1, 5))),
            models.CheckConstraint(name="reception_ends_after_it_starts", condition=Q(ends__gt=F("starts"))),
            has_a_source("reception_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.weekday} {self.starts}"

    def place(self, lang: str) -> Name:
        """Where, for a reader of `lang`; empty text when not known."""
        return best({"kk": self.place_kk, "ru": self.place_ru, "en": self.place_en}, lang)
