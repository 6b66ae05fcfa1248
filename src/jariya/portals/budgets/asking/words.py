"""How states of questions to lines look."""

from __future__ import annotations

TONES = {"asked": "gold", "answered": "good", "hidden": "bad", "withdrawn": "neutral"}
