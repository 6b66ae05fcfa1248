from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Bodies(AppConfig):
    name = "jariya.kernel.bodies"
    label = "bodies"
    verbose_name = _("Registry of bodies")
