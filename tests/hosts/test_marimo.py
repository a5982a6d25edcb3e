"""marimo, which draws a widget in a shadow root and drops what a plain thread publishes."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from playwright.sync_api import expect

from tests.browser.lab import eventually
from tests.export import unpacked
from tests.hosts import notebooks, offline
from tests.hosts.demo import answer
from tests.hosts.story import tell

APP = Path(__file__).with_name("marimo_app.py")
CHECKOUT = Path(__file__).parents[2]


def app_in(folder: Path) -> str:
    """A copy of the app: marimo keeps files of its own beside what it runs."""
    return str(shutil.copy(APP, folder))


def environment(home: Path) -> dict[str, str]:
    return notebooks.environment(home) | {"PYTHONPATH": str(CHECKOUT), "MARIMO_SKIP_UPDATE_CHECK": "1"}


@contextmanager
def served(home: Path, show: str) -> Iterator[str]:
    """The address of the app, run by marimo on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "marimo", "run", "--headless", "--no-token", "--no-check", f"--port={port}"]
    process = subprocess.Popen(
        [*command, app_in(home), "--", "--show", show],
        cwd=home,
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def wait_for(address: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            requests.get(address, timeout=5)
        except requests.ConnectionError:
            continue
        return
    raise AssertionError("marimo did not start")


def test_live_the_whole_story(chromium, tmp_path):
    with served(tmp_path, "demo") as address, offline.loopback(chromium, address) as shown:
        tell(offline.in_page(shown.page))
        expect(shown.page.get_by_text("Python has 20 % and 240 images.")).to_be_visible()
    assert shown.problems == []


def test_all_rows_are_there_although_the_module_took_three_seconds(chromium, tmp_path):
    with served(tmp_path, "slow") as address, offline.loopback(chromium, address) as shown:
        tell(offline.in_page(shown.page))
    assert shown.problems == []


def test_live_a_report_is_saved(chromium, tmp_path):
    with served(tmp_path, "demo") as address, offline.loopback(chromium, address) as shown:
        display = offline.in_page(shown.page)
        with shown.page.expect_download(timeout=120_000) as download:
            display.root.get_by_role("button", name="Save report", exact=True).click()
        written = download.value.path().read_text(encoding="utf-8")
    assert unpacked.traits(written)["confidence"] == 20
    assert shown.problems == []


def test_live_a_threshold_is_fetched(chromium, tmp_path):
    with served(tmp_path, "fetching") as address, offline.loopback(chromium, address) as shown:
        display = offline.in_page(shown.page)
        assert display.matrix() == answer()["matrix"]
        display.drag_threshold(0.6)
        eventually(display.counts, answer(confidence=display.threshold())["counts"])
        assert 50 < display.threshold() < 70
        assert display.matrix() == answer(confidence=display.threshold())["matrix"]
        expect(shown.page.get_by_text(re.compile(f"Python has {display.threshold()} %"))).to_be_visible()


def test_exported_html_without_a_kernel(chromium, tmp_path):
    page = tmp_path / "exported.html"
    command = ["export", "html", app_in(tmp_path), "-o", str(page), "--no-include-code"]
    done = subprocess.run(
        [sys.executable, "-m", "marimo", *command],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    with offline.opened(chromium, page, offline.cdn_of_marimo) as shown:
        tell(offline.in_page(shown.page))
