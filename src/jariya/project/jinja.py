"""The Jinja2 environment of all pages, and what every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    """Address of a named page in the reader's language."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


PLACES = {
    "front": "pages:front",
    "mine": "pages:mine",
    "body": "pages:body",
    "norm": "pages:norm",
    "how": "pages:how-kind",
    "desk": "office:work",
    "reception": "reception:body",
}
"""Pages over several portals that a portal's template may lead to without knowing the floor above it."""


def place(name: str, /, **kwargs: Any) -> str:
    """Address of one of `PLACES` in the reader's language: `place("body", slug=...)`."""
    return reverse(PLACES[name], kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    """Build the environment: autoescape on, an undefined name is an error and not an empty string."""
    options.setdefault("undefined", StrictUndefined)
    options.update(trim_blocks=True, lstrip_blocks=True)
    options.setdefault("extensions", ["jinja2.ext.i18n", "jinja2.ext.do"])
    env = Environment(**options)  # noqa: S701  autoescape is set by Django's backend
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals.update(url=url, place=place, static=static, demo=settings.DEMO, get_lang=translation.get_language)
    from jariya.project import filters

    env.filters.update(filters.FILTERS)
    return env


def alternates(path: str) -> list[tuple[str, str]]:
    """The same page in each language: [("kk", "/kk/..."), ...]; Kazakh first."""
    first, _slash, rest = path.lstrip("/").partition("/")
    tail = rest if first in LANGUAGES else ""
    return [(code, f"/{code}/{tail}") for code in LANGUAGES]


def site(request: HttpRequest) -> dict[str, Any]:
    """Context every page has: language, view mode, the same page in other languages, navigation."""
    return {
        "lang": translation.get_language(),
        "request_path": request.path,
        "alternates": alternates(request.path),
        "view_mode": getattr(request, "view_mode", None),
        "demo": settings.DEMO,
        "public_url": settings.PUBLIC_URL,
        "nav": navigation(),
        "search_href": _address("pages:search"),
        "my_href": _address("pages:mine"),
        "me_href": _address("people:me-fragment"),
    }


def _address(name: str) -> str | None:
    """Address of a page; None where its part of the house is not built."""
    from django.urls import NoReverseMatch

    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def navigation() -> list[tuple[str, str]]:
    """Header links, in the reader's language. A portal appears here once its front page exists."""
    from django.urls import NoReverseMatch
    from django.utils.translation import gettext as _

    wanted = [
        ("dialogue:front", _("Questions")),
        ("requests:front", _("Requests")),
        ("budgets:front", _("Budgets")),
        ("pages:bodies", _("Bodies")),
        ("pages:how", _("How it works")),
    ]
    links = []
    for name, label in wanted:
        try:
            links.append((reverse(name), label))
        except NoReverseMatch:
            continue
    return links
