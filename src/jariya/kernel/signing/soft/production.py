"""The stand-ins never run beside real signatures."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def refuse() -> None:
    """Leave with a sentence when the environment says production or the real certification authority."""
    if os.environ.get("JARIYA_MODE") == "production" or os.environ.get("EDS_PROFILE") == "prod":
        sys.exit("The TEST authority and its programs do not run in production or with EDS_PROFILE=prod.")


def folder() -> Path:
    """Where this checkout's TEST authority lies: `testca` in JARIYA_VAR, else in `var` of the checkout."""
    return Path(os.environ.get("JARIYA_VAR") or Path(__file__).resolve().parents[5] / "var") / "testca"
