"""Tables of the law: whole editions of norms and calendars, kept forever, and the edits that made them.

An edition is a full copy (some hundred rows), so that "what was the law as this installation knew it" is one filter.
Editions and their rows are never changed or deleted; the database refuses (migration 0001).
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from jariya.kernel.law.norms import STANDINGS, UNITS
from jariya.kernel.law.terms import TERM_UNITS

PLAIN = "plain"
"""Kind of a calendar row that says: as its weekday says, because a person took the mark away."""
DAY_KINDS = ("holiday", "moved", "swap_off", "swap_work", PLAIN)


class Act(models.Model):
    """A legal act that norms cite. NULL is "to be confirmed", never a guess."""

    short = models.CharField(primary_key=True, max_length=20)
    title_kk = models.TextField()
    title_ru = models.TextField()
    title_en = models.TextField()
    number = models.TextField(null=True)
    adopted_on = models.DateField(null=True)
    in_force_on = models.DateField(null=True)
    adilet_id = models.TextField(null=True)
    note_kk = models.TextField(blank=True, default="")
    note_ru = models.TextField(blank=True, default="")
    note_en = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.short


class Edition(models.Model):
    """What both kinds of editions share: who made it, when and why. `author` and `approved_by` are null for files."""

    number = models.PositiveIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    origin = models.CharField(max_length=4, choices=[("file", "file"), ("page", "page")])
    author = models.TextField(null=True)
    approved_by = models.TextField(null=True)
    reason = models.TextField(blank=True, default="")
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.number)


def _edition_constraints(name: str) -> list[models.BaseConstraint]:
    by_two = Q(author__isnull=False, approved_by__isnull=False) & ~Q(author=F("approved_by")) & ~Q(reason="")
    return [models.CheckConstraint(condition=Q(origin="file") | by_two, name=f"{name}_by_two_persons_with_a_reason")]


class NormEdition(Edition):
    """One edition of all norms."""

    class Meta(Edition.Meta):
        abstract = False
        constraints: ClassVar = _edition_constraints("normedition")


class NormRow(models.Model):
    """One norm in one edition: key, value, days in force, act and standing (see `norms.Norm`).

    `dropped`: no norm, only the memory that a person took a shipped row away, so that no load brings it back.
    """

    edition = models.ForeignKey(NormEdition, on_delete=models.PROTECT, related_name="rows")
    key = models.CharField(max_length=100)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    unit = models.CharField(max_length=20)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    act = models.ForeignKey(Act, on_delete=models.PROTECT, null=True)
    article = models.CharField(max_length=50, null=True)
    standing = models.CharField(max_length=10)
    direction = models.CharField(max_length=6, default="after")
    title_kk = models.TextField(blank=True)
    title_ru = models.TextField(blank=True)
    title_en = models.TextField(blank=True)
    text_kk = models.TextField(blank=True, default="")
    text_ru = models.TextField(blank=True, default="")
    text_en = models.TextField(blank=True, default="")
    note_kk = models.TextField(blank=True, default="")
    note_ru = models.TextField(blank=True, default="")
    note_en = models.TextField(blank=True, default="")
    items = models.JSONField(default=list)
    dropped = models.BooleanField(default=False)
    edited = models.BooleanField(default=False)
    file_digest = models.CharField(max_length=64, null=True)

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="normrow_never_two_of_a_key_in_force",
                condition=Q(dropped=False),
                expressions=[
                    ("edition", RangeOperators.EQUAL),
                    ("key", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(condition=Q(unit__in=UNITS), name="normrow_unit_known"),
            models.CheckConstraint(condition=Q(standing__in=STANDINGS), name="normrow_standing_known"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(act__isnull=False) | Q(standing="house"),
                name="normrow_number_has_a_source",
            ),
            models.CheckConstraint(condition=~Q(unit="text") | Q(value__isnull=True), name="normrow_words_or_a_number"),
            models.CheckConstraint(
                condition=Q(direction="after") | Q(direction="before", unit__in=sorted(TERM_UNITS)),
                name="normrow_only_a_term_counts_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.edition_id})"


class CalendarEdition(Edition):
    """One edition of the working-day calendar: the years it covers, the zone, the weekend, the holidays' names."""

    first = models.DateField()
    last = models.DateField()
    zone = models.TextField()
    weekend = models.JSONField()
    names = models.JSONField()
    edited_names = models.JSONField(default=list)

    class Meta(Edition.Meta):
        abstract = False
        constraints: ClassVar = _edition_constraints("calendaredition")


class CalendarDay(models.Model):
    """A day that differs from its weekday, in one edition (see `calendar.Mark`)."""

    edition = models.ForeignKey(CalendarEdition, on_delete=models.PROTECT, related_name="days")
    date = models.DateField()
    kind = models.CharField(max_length=9)
    holiday = models.CharField(max_length=50, null=True)
    instead_of = models.DateField(null=True)
    estimated = models.BooleanField(default=False)
    source = models.CharField(max_length=300)
    edited = models.BooleanField(default=False)
    file_digest = models.CharField(max_length=64, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "date"], name="calendarday_once_an_edition"),
            models.CheckConstraint(condition=Q(kind__in=DAY_KINDS), name="calendarday_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=("holiday", PLAIN)) | Q(instead_of__isnull=False),
                name="calendarday_moved_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} ({self.edition_id})"


class Edit(models.Model):
    """A change of norms or of the calendar that one person proposes and another decides on.

    `author` and `decided_by` are references such as `person:12`: persons live on a higher floor than the law.
    """

    subject = models.CharField(max_length=8, choices=[("norms", "norms"), ("calendar", "calendar")])
    status = models.CharField(max_length=9, default="proposed")
    changes = models.JSONField()
    reason = models.TextField()
    author = models.TextField()
    proposed_at = models.DateTimeField()
    base_edition = models.PositiveIntegerField()
    decided_by = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True, default="")
    made_edition = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=("proposed", "approved", "refused", "withdrawn")), name="edit_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | ~Q(decided_by=F("author")), name="edit_approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(status="proposed") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="edit_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(status="approved", made_edition__isnull=False)
                | (~Q(status="approved") & Q(made_edition__isnull=True)),
                name="edit_approved_made_an_edition",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "-id"], name="edit_by_status")]

    def __str__(self) -> str:
        return f"{self.subject} {self.pk}"
