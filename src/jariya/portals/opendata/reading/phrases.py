"""Words of codes that readers see: facets, bands of quality, formats, types, frequencies."""

from __future__ import annotations

from django.utils.translation import gettext as _


def facets() -> list[tuple[str, str]]:
    """The facets of the catalogue, in the order of the page."""
    return [
        ("theme", _("Theme")),
        ("format", _("Format")),
        ("body", _("Publisher")),
        ("region", _("Place")),
        ("freshness", _("Up to date")),
        ("quality", _("Quality")),
        ("shape", _("What one can do")),
        ("licence", _("Licence")),
    ]


def freshness() -> dict[str, str]:
    """Whether a set is up to date by its own promise."""
    return {
        "fresh": _("up to date"),
        "stale": _("not renewed in time"),
        "unsaid": _("renewal not promised"),
    }


def bands() -> dict[str, str]:
    """Bands of quality."""
    return {
        "high": _("excellent"),
        "good": _("good"),
        "weak": _("fair"),
        "poor": _("weak"),
        "unknown": _("not reckoned"),
    }


def shapes() -> dict[str, str]:
    """What can be done with a set here."""
    return {"table": _("read as a table"), "map": _("seen on a map")}


def format_name(code: str) -> str:
    """A format as a reader knows it."""
    return {"link": _("link"), "other": _("other")}.get(code, code.upper())


def types() -> dict[str, str]:
    """Types of columns."""
    return {
        "text": _("text"),
        "integer": _("whole number"),
        "decimal": _("decimal number"),
        "date": _("day"),
        "datetime": _("day and time"),
        "boolean": _("yes or no"),
    }


def roles() -> dict[str, str]:
    """What a column of codes holds."""
    return {
        "bin": _("business identification number (BIN)"),
        "iin": _("individual identification number (IIN)"),
        "kato": _("code of a place (KATO)"),
        "oked": _("code of an activity (OKED)"),
        "postcode": _("postal code"),
        "phone": _("telephone number"),
        "account": _("bank account"),
        "code": _("code"),
    }


def frequencies() -> dict[str, str]:
    """How often a set is renewed."""
    return {
        "continuous": _("all the time"),
        "daily": _("every day"),
        "weekly": _("every week"),
        "monthly": _("every month"),
        "quarterly": _("every quarter"),
        "half_yearly": _("every half-year"),
        "yearly": _("every year"),
        "irregular": _("as needed"),
        "never": _("not renewed any more"),
    }


def measures() -> list[tuple[str, str]]:
    """What is reckoned of groups."""
    return [
        ("count", _("number of rows")),
        ("sum", _("sum")),
        ("avg", _("mean")),
        ("min", _("least")),
        ("max", _("greatest")),
        ("distinct", _("different values")),
    ]
