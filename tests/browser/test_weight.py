"""A first visit on a weak phone and a slow line: weight, and the moment the page can be read and used.

400 kbit/s, 400 ms, a processor slowed six times, an empty cache, through the browser's own counters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WHOLE, WITHOUT_FONTS, USABLE = 100_000, 40_000, 3_000


PAGES = ["/kk/", "/kk/questions/", "/kk/bodies/ulgi-ministry/", "/kk/questions/ask/", "/kk/data/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_light(visit: Callable[..., Page], path: str) -> None:
    whole, without_fonts, _usable = first_visit(visit, path)
    assert whole <= WHOLE
    assert without_fonts <= WITHOUT_FONTS


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_soon_usable(visit: Callable[..., Page], site: str, path: str) -> None:
    """By the clock: it goes where nothing else runs beside it."""
    warm = visit("/healthz")
    warm.request.get(f"{site}{path}")  # the server has started; the line and the phone are what is measured
    # The machine that serves is the machine that measures: of three visits the quietest counts.
    times = []
    for _visit in range(3):
        whole, without_fonts, usable = first_visit(visit, path)
        print(f"{path}: {whole} bytes, {without_fonts} without fonts, painted and ready after {usable:.0f} ms")
        times.append(usable)
        if usable < USABLE:
            break
    assert min(times) < USABLE


def first_visit(visit: Callable[..., Page], path: str) -> tuple[int, int, float]:
    """One visit with an empty cache on the slow line: bytes in all, bytes without fonts, ms until painted and ready."""
    page = visit("/healthz", size=PHONE)
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.clearBrowserCache")
    client.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000},
    )
    client.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    client.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    client.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(path, wait_until="load")
    page.wait_for_timeout(500)
    timing: dict[str, Any] = page.evaluate(
        """() => ({paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
                  ready: performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd})"""
    )
    whole = sum(sizes.values())
    fonts = sum(size for request, size in sizes.items() if kinds.get(request) == "Font")
    return whole, whole - fonts, max(timing["paint"], timing["ready"])
