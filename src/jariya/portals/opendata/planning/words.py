"""Frequencies as people read them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

FREQUENCIES: dict[str, Any] = {
    "continuous": _("continuously"),
    "daily": _("every day"),
    "weekly": _("every week"),
    "monthly": _("every month"),
    "quarterly": _("every quarter"),
    "half_yearly": _("every half-year"),
    "yearly": _("every year"),
    "irregular": _("when something changes"),
    "never": _("once"),
}
"""By the codes of `opendata.models.catalogue.FREQUENCIES`."""
TONES = {"owed": "gold", "kept": "good", "dropped": "neutral"}
