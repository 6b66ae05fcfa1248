"""Kazakh: a light stemmer of our own, pure and reusable alone."""

from jariya.kernel.language.kazakh.stemmer import stem, stem_folded

__all__ = ["stem", "stem_folded"]
