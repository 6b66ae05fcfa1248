"""Finds a Chromium for the browser tests, or installs one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from jariya.launch.place import Place
from jariya.launch.say import Step, Trouble, logged

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def system() -> str:
    """The system's Chromium, empty when there is none."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return next((path for path in MAC if os.access(path, os.X_OK)), "")


def playwrights(place: Place) -> str:
    """Playwright's own Chromium, empty when it was not downloaded."""
    if not place.python.exists():
        return ""
    code = (
        "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path, end='')"
    )
    said = subprocess.run([place.python, "-c", code], capture_output=True, text=True)
    return said.stdout if said.returncode == 0 and Path(said.stdout or "-").is_file() else ""


def find(place: Place) -> str:
    """$CHROMIUM, the system's, Playwright's own; empty when none is there. Raises Trouble when $CHROMIUM is wrong."""
    if chosen := os.environ.get("CHROMIUM", ""):
        if not os.access(chosen, os.X_OK):
            raise Trouble("no_browser", command=f"unset CHROMIUM  # {chosen}")
        return chosen
    return system() or playwrights(place)


def fetch(place: Place) -> str:
    """Install one by Playwright, else on Debian as root by apt. Raises Trouble with the one command to type."""
    log = place.log / "browser.log"
    with Step("step_browser"):
        if logged([place.python, "-m", "playwright", "install", "chromium"], log) == 0 and (own := playwrights(place)):
            return own
        debian = os.geteuid() == 0 and shutil.which("apt-get")
        if debian:
            env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            logged(["apt-get", "update"], log, env=env)
            if logged(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], log, env=env) == 0:
                return system()
    by_hand = "sudo apt install chromium" if shutil.which("apt") else ".venv/bin/playwright install chromium"
    raise Trouble("no_browser", command=by_hand)


def variable(place: Place, *, install: bool) -> dict[str, str]:
    """CHROMIUM for the tests' environment; with `install` one is fetched when there is none."""
    found = find(place)
    if not found and install:
        found = fetch(place)
    return {"CHROMIUM": found} if found else {}
