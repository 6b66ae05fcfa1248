"""What territories, bodies and posts share: names in three languages, validity, and where each fact is from."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jariya.kernel.bodies.names import LANGUAGES, Name, best

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class Dated(models.QuerySet[_Row]):
    """Rows with validity dates. `valid_to` is the last day in force; NULL: not known or without end."""

    def on(self, day: date) -> Self:
        """Rows in force on a day; an unknown first or last day does not hide a row."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))

    def real(self) -> Self:
        """Rows of the real state."""
        return self.filter(invented=False)

    def invented(self) -> Self:
        """Rows made up for the demonstration."""
        return self.filter(invented=True)


class Named(models.Model):
    """A name per language; NULL where the sources give none."""

    name_kk = models.CharField(max_length=500, null=True, blank=True)
    name_ru = models.CharField(max_length=500, null=True, blank=True)
    name_en = models.CharField(max_length=500, null=True, blank=True)

    class Meta:
        abstract = True

    def names(self) -> dict[str, str | None]:
        return {lang: getattr(self, f"name_{lang}") for lang in LANGUAGES}

    def name(self, lang: str) -> Name:
        """The name for a reader of `lang` ("kk", "ru", "en") with the language it is really in."""
        return best(self.names(), lang)


class Sourced(models.Model):
    """Where the facts of a row are from, and which are still to be found. Unknown is NULL, never a guess."""

    source = models.TextField()
    source_needed = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


class Validity(models.Model):
    """In force from `valid_from` to `valid_to`, both days included; NULL: not known or without end."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def dates_in_order(name: str, first: str = "valid_from", last: str = "valid_to") -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{last}__gte": F(first)}) | Q(**{last: None}) | Q(**{first: None})
    )


def has_a_name(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=~Q(name_kk=None, name_ru=None, name_en=None))


def has_a_source(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=~Q(source=""))
