"""Invented content for the style page. Nothing here is a figure or a person of the real state."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

REGISTERED = dt.datetime(2026, 3, 18, 15, 42, tzinfo=dt.UTC)
DUE = dt.date(2026, 4, 13)
ODD_ROWS = (4, 5, 5, 5, 4)
"""Twenty-three places in five rows would be a map of nowhere; the style page draws 20 invented districts."""


def content() -> dict[str, Any]:
    """Context of web/style.html: days, rows and figures, all invented, in the active language."""
    return {
        "registered": REGISTERED,
        "due": DUE,
        "steps": _steps(),
        "events": _events(),
        "months": [f"{month:02d}.2026" for month in range(1, 9)],
        "received": [120, 144, 131, 98, 160, 171, 149, 166],
        "late": [12, 20, 9, None, 14, 8, 6, 5],
        "tiles": _tiles(),
        "punctuality": [
            (_("Model district 1"), 0.97),
            (_("Model district 2"), 0.88),
            (_("Model district 3"), 0.61),
            (_("Model district 4"), None),
        ],
    }


def _steps() -> list[str]:
    return [
        _("Day zero: 18 March 2026, the question was registered. Counting begins the next day."),
        _("21, 22 and 23 March: Nauryz. Not working days."),
        _("24 March: a day off moved from Saturday."),
        _("25 March: a day off moved from Sunday."),
        _("The 15th working day is 13 April 2026, until the end of the day."),
    ]


def _events() -> list[dict[str, Any]]:
    day = dt.timedelta(days=1)
    return [
        {"when": REGISTERED, "text": _("The question was registered"), "who": _("Model ministry"), "tone": "sky"},
        {
            "when": REGISTERED + day,
            "text": _("Forwarded to the akimat of the model oblast"),
            "who": _("Model ministry"),
            "tone": "gold",
            "note": _("Roads of the district are kept by the akimat."),
        },
        {"when": REGISTERED + 9 * day, "text": _("The answer was published"), "tone": "good", "href": "#timeline"},
        {"when": DUE, "text": _("The term ends"), "planned": True},
    ]


def _tiles() -> list[tuple[int, int, str, str, int | None, None]]:
    cells: list[tuple[int, int, str, str, int | None, None]] = []
    for row, columns in enumerate(ODD_ROWS, start=1):
        for column in range(1, columns + 1):
            number = len(cells) + 1
            if number > 20:
                break
            shift = 1 if columns == 4 else 0
            value = None if number == 7 else (number * 37) % 90 + 4
            cells.append((row, column + shift, str(number), _("Model district %(n)s") % {"n": number}, value, None))
    return cells
