"""Asking an address of the registers as one of its personas, and what was invented in the answer."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation

from jariya.project.registers import At

LANGUAGES = ("kk", "ru", "en")
INVENTED = {"kk": "ОЙДАН ШЫҒАРЫЛҒАН ДЕРЕКТЕР", "ru": "ВЫМЫШЛЕННЫЕ ДАННЫЕ", "en": "INVENTED DATA"}


def address(name: str, place: At, language: str) -> str:
    """The address in a language; feeds and the API say the language in their own way."""
    with translation.override(language):
        args = {**place.args, "lang": language} if "lang" in place.args else place.args
        path = reverse(name, kwargs=dict(args) or None)
    query = place.query
    if name.startswith("api:"):
        query = f"{query}&lang={language}" if query else f"lang={language}"
    return f"{path}?{query}" if query else path


def ask(client: Client, name: str, place: At, language: str) -> Any:
    """Open it, or post its form; a form that leads to it is posted first."""
    if place.first is not None:
        before, fields = place.first
        assert client.post(address(before, At(), language), dict(fields)).status_code == 302, before
    path = address(name, place, language)
    return client.get(path) if place.post is None else client.post(path, dict(place.post))


def body(response: Any) -> bytes:
    """All bytes of an answer."""
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)
