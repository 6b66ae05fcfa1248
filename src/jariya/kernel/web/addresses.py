"""Paths of pages in a language that need not be the reader's."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import translation


def path(lang: str, name: str, *args: Any) -> str:
    """Path of a page in a language; `name` and `args` as for `reverse`."""
    with translation.override(lang):
        return reverse(name, args=args)
