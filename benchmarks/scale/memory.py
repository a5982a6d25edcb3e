"""What processes hold, from /proc."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser

MEGABYTE = 1_000_000


def resident(pid: int) -> float:
    """Megabytes of a process, what it shares with others counted in parts."""
    return _kilobytes(pid, "smaps_rollup", "Pss") * 1024 / MEGABYTE


def peak(pid: int) -> float:
    """The most megabytes it ever had resident."""
    return _kilobytes(pid, "status", "VmHWM") * 1024 / MEGABYTE


def _kilobytes(pid: int, file: str, name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", Path(f"/proc/{pid}/{file}").read_text("utf-8"), re.MULTILINE)
    return int(found[1]) if found else 0


def renderer(browser: Browser) -> int:
    """The process of the page that is open: of the browser's renderers the largest, the others wait for pages."""
    return max(_processes(browser, "renderer"), key=resident)


def graphics(browser: Browser) -> int:
    """The process that draws, for all pages; with software WebGL it also holds what was sent to draw."""
    return _processes(browser, "GPU")[0]


def _processes(browser: Browser, kind: str) -> list[int]:
    session = browser.new_browser_cdp_session()
    try:
        found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    finally:
        session.detach()
    return [process["id"] for process in found if process["type"] == kind and Path(f"/proc/{process['id']}").exists()]
