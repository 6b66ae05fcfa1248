"""Programmes over the years, which bodies stand behind the codes of reports, and where a programme stands in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from jariya.kernel.bodies.models import Body, Region
from jariya.kernel.lifecycle.models import Case
from jariya.kernel.people.models import Person
from jariya.portals.budgets.models import Level, Node


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Named reads of programmes."""

    def visible_to(self, person: Person | None) -> ProgrammeQuerySet:
        """What this reader may see: a programme of which a draft was published. What a body prepares is its own."""
        seen = Case.objects.filter(programme_draft__programme=models.OuterRef("pk"), visibility="public", sealed=False)
        return self.filter(models.Exists(seen))


class Programme(models.Model):
    """A budget programme: administrator and code stand for it over the years. Its drafts, one a year, are cases."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="programmes", db_index=False)
    """The administrator."""
    code = models.CharField(max_length=12)
    """As text: leading zeros count."""
    invented = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects: ClassVar[Any] = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "code"], name="programme_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{1,12}$"), name="programme_code_is_digits"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id}/{self.code}"


class Succession(models.Model):
    """After a reform: which programme went on as which. One may become several, several one."""

    before = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="became")
    after = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="was")
    source = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="programme_succession_once"),
            models.CheckConstraint(condition=~Q(source=""), name="programme_succession_source"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} > {self.after_id}"


class Administrator(models.Model):
    """Which body an administrator's code of a budget's reports stands for, and where that is known from.

    Codes repeat over territories: 261 is an education office in every oblast, so level and territory belong to it.
    """

    level = models.CharField(max_length=12, choices=Level.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """NULL for the republican budget."""
    code = models.CharField(max_length=12)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="administrates")
    since = models.PositiveSmallIntegerField(null=True)
    until = models.PositiveSmallIntegerField(null=True)
    """First and last year; NULL where no end is known."""
    source = models.TextField()
    invented = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["level", "region", "code", "since"], name="administrator_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(source=""), name="administrator_source"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")), name="administrator_years"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.code}"


class Position(models.Model):
    """Where a programme's money stands in reports: a node, within the budgets of one level and territory.

    Reports of this country often stop at the administrator. Then `exact` is false: the node holds all its
    programmes under one head, and pages say so.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="positions", db_index=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, choices=Level.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    exact = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "node", "level", "region"], name="programme_position_once", nulls_distinct=False
            )
        ]
        ordering: ClassVar[list[str]] = ["programme", "-exact", "node"]

    def __str__(self) -> str:
        return f"{self.programme_id} @ {self.node_id}"
