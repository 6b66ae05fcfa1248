"""The desk of what a head's body says itself: an order may let somebody speak for the head."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle import desks
from jariya.kernel.lifecycle.desks import Plain, Step, plain, typed, whole
from jariya.portals.dialogue.mandate import STAFF, extra_roles

__all__ = ["Desk", "Plain", "Step", "plain", "typed", "whole"]

Desk = partial(
    desks.Desk,
    staff=STAFF,
    openers=STAFF,
    further=extra_roles,
    base="dialogue/desk/base.html",
    home=("dialogue:front", _("Questions")),
)
"""A desk of the dialogue; see `kernel/lifecycle/desks`."""
