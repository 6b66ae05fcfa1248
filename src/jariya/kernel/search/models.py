"""The index: one row per public thing and language, the words it knows, and how common the common ones are."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

WORDS_INDEX = "search_entry_words"
VOCABULARY_INDEX = "search_vocabulary_fold"


class Entry(models.Model):
    """One public thing in one language. A reference of the form `case:123`, `body:7`, `provision:…` names the thing.

    Other tables are named by number, not by foreign key: the index is derived and can be thrown away and built again.
    """

    ref = models.CharField(max_length=120)
    language = models.CharField(max_length=2)
    portal = models.CharField(max_length=32)
    kind = models.CharField(max_length=32)
    body = models.BigIntegerField(null=True)
    region = models.BigIntegerField(null=True)
    day = models.DateField()
    answered = models.BooleanField(default=False)
    invented = models.BooleanField(default=False)
    title = models.TextField()
    url_name = models.CharField(max_length=120)
    url_args = models.JSONField(default=list)
    text = models.TextField(default="")
    """What the reader sees under the title, with the words found marked; not the whole document."""
    words = SearchVectorField()
    title_words = SearchVectorField()
    """The title's words alone, kept in the row: the first ranking of thousands of hits reads nothing else."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ref", "language"], name="search_entry_once")]
        indexes = [
            # Built at once, not through a pending list: a list to be swept stops a reader for seconds.
            GinIndex(fields=["words"], name=WORDS_INDEX, fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.ref} ({self.language})"


class Vocabulary(models.Model):
    """A word as it stands in the index, for mending a word that does not. `docs` is as of the last refresh."""

    word = models.CharField(max_length=64, primary_key=True)
    fold = models.CharField(max_length=64)
    docs = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [GinIndex(fields=["fold"], name=VOCABULARY_INDEX, opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word


class Share(models.Model):
    """The share of entries that hold a lexeme, for lexemes in over 1 % of them, from a sample.

    The one with an empty lexeme holds the number of entries. Tells a query beforehand that it would match too much.
    """

    lexeme = models.CharField(max_length=80, primary_key=True)
    share = models.FloatField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(share__gte=0), name="search_share_positive")]

    def __str__(self) -> str:
        return f"{self.lexeme}: {self.share}"


class FollowedSearch(models.Model):
    """A search that somebody follows: its words and filters. Who follows it stands with the notices, not here."""

    key = models.CharField(max_length=40, primary_key=True)
    words = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    kind = models.CharField(max_length=32, blank=True)
    body = models.BigIntegerField(null=True)
    seen = models.BigIntegerField(default=0)
    """Number of the newest entry of the index that was looked at."""

    def __str__(self) -> str:
        return self.key
