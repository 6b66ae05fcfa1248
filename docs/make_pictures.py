"""Makes the pictures of the README from a running demonstration: `.venv/bin/python docs/make_pictures.py [ADDRESS]`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


def main(site: str) -> None:
    """Photograph an answered question as a reader sees it."""
    folder = Path(__file__).parent / "pictures"
    folder.mkdir(exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1180, "height": 860}, locale="kk-KZ")
        page.goto(f"{site}/kk/questions/")
        page.locator("main .card-title a").first.click()
        page.locator("details.due-trace summary").first.click()
        page.screenshot(path=folder / "question.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
