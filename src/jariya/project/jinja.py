"""The Jinja2 environment of all pages, and what every template may use."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict
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


SHOWN = frozenset({
    "about", "after", "all", "answered", "at", "before", "bodies", "body", "bom", "budget", "by", "cause",
    "channel", "cut", "for", "format", "freshness", "from", "ground", "group", "in", "invented", "kind", "late",
    "licence", "map", "measure", "month", "n", "next", "of", "order", "per", "point", "pretty", "q", "quality",
    "query", "refresh", "region", "release", "reply", "row", "rule", "shape", "signing", "sort", "source", "state",
    "template", "theme", "time", "title", "topic", "verdict", "version", "waiting", "when", "which", "whose", "why",
    "within", "year",
})  # fmt: skip
"""Parameters of an address that say what its page shows: the same page in another language has them, too."""
SAID_ONCE = frozenset(
    {"code", "deleted", "done", "error", "iss", "lang", "moved", "opened", "push", "saved", "sent", "ui_locales"}
)
"""Parameters that say what has just happened, or that another site's answer brings: they stay behind."""
_FIELD = re.compile(r"g[0-9]{1,12}|c[0-9]{1,4}__[a-z_]{2,8}")
"""A function of the balance game, or a filter of a column of open data: what is chosen stands in the address."""
MOST_KEPT, LONGEST_KEPT = 40, 500


def kept(asked: QueryDict) -> str:
    """What of an address's parameters says what is shown, encoded anew, with `?` before it; else empty.

    An address that another site made (a sign-in's answer) has none, and neither has one that is no reader's: too many
    parameters, one too long, or with characters that are no text.
    """
    pairs = [(name, value) for name, values in asked.lists() for value in values]
    said = [(name, value) for name, value in pairs if value and (name in SHOWN or _FIELD.fullmatch(name))]
    if asked.keys() & {"code", "error", "iss"} or len(said) > MOST_KEPT:
        return ""
    if any(len(value) > LONGEST_KEPT or not value.isprintable() for _name, value in said):
        return ""
    return f"?{urlencode(said, safe='/')}" if said else ""


def alternates(path: str, query: str = "") -> list[tuple[str, str]]:
    """The same page in each language: [("kk", "/kk/..."), ...]; Kazakh first.

    Args:
        query: what `kept` gave of its parameters.
    """
    first, _slash, rest = path.lstrip("/").partition("/")
    tail = rest + query if first in LANGUAGES else ""
    return [(code, f"/{code}/{tail}") for code in LANGUAGES]


def site(request: HttpRequest) -> dict[str, Any]:
    """Context every page has: language, view mode, the same page in other languages, navigation."""
    query = kept(request.GET)
    return {
        "lang": translation.get_language(),
        "request_path": request.path,
        "request_address": request.path + query,
        "alternates": alternates(request.path, query),
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
        ("petitions-public:front", _("Petitions")),
        ("budgets:front", _("Budgets")),
        ("data:catalogue", _("Data")),
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
