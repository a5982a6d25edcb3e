"""One Chromium for all tests: the system's own, without a graphics card."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 60_000
"""Until what does not come is a failure: far longer than it takes on a busy machine."""
NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def launched(*more: str) -> Iterator[Browser]:
    """Chromium until the block ends, with ``more`` arguments."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=[*ARGUMENTS, *more])
        try:
            yield browser
        finally:
            browser.close()


def installed() -> str:
    """Where the system's Chromium is."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path is not None, "these tests need Chromium; install the package chromium"
    return path
