"""One widget at one size, in a fresh notebook, kernel and page, and the frames of what is done with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import nbformat
import requests
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Error as PlaywrightError

from benchmarks.scale import clock
from benchmarks.scale.limits import LIMIT, WINDOW
from benchmarks.scale.painted import NothingChangedError, Painted, painted
from benchmarks.scale.peer import Peer
from benchmarks.scale.screencast import Frame, Screencast
from tests.browser.lab import Lab
from tests.browser.server import Server

SETTLED = 1.2
"""Seconds without a frame after which a widget that was just made is at rest."""

RESTS = 8
"""Times that page and kernel are found at rest, a second apart, before that is the end of it."""

_FRAMES = """() => new Promise((resolve) => {
  const again = (left) => (left ? requestAnimationFrame(() => again(left - 1)) : resolve());
  again(4);
})"""

_IS_IDLE = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"


class DidNotFinishError(Exception):
    """It took longer than the limit."""


@dataclass(frozen=True)
class Stage:
    """The one browser and the one JupyterLab in which all visits take place."""

    browser: Browser
    context: BrowserContext
    server: Server
    lab: Lab
    port: int
    """Where Chromium listens for further connections."""


_SETUP = """from benchmarks.scale import data
from benchmarks.scale.peers import {module} as peer
prepare = getattr(peer, "prepare", lambda points: points)
given = prepare(data.points({size}))"""

_WARM = """
# What a library does once in a kernel is no part of its first frame.
import ipywidgets
peer.show(prepare(data.points(100)))
ipywidgets.Widget.close_all()"""

_SHOW = """widget, view = peer.show(given)
view"""


def notebook_of(peer: Peer, size: int, *, is_warmed: bool) -> nbformat.NotebookNode:
    """What is not measured, and the cell that shows the widget."""
    setup = _SETUP.format(module=peer.module, size=size) + (_WARM if is_warmed else "")
    cells = [nbformat.v4.new_code_cell(source) for source in (setup, _SHOW)]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


class Visit:
    """An open notebook whose first cell has run."""

    def __init__(self, stage: Stage, peer: Peer, size: int, notebook: nbformat.NotebookNode | None = None) -> None:
        self.peer = peer
        self.size = size
        self.browser = stage.browser
        self._stage = stage
        self.notebook = stage.lab.open(notebook or notebook_of(peer, size, is_warmed=True))
        self.page = self.notebook.page
        target = stage.context.new_cdp_session(self.page).send("Target.getTargetInfo")["targetInfo"]["targetId"]
        self.screencast = Screencast(stage.port, target, WINDOW)
        self.quiet = self._usual = 0.4 if size < 1_000_000 else 1.0
        with self._limited():
            self.notebook.run(0)
        self.rest()

    def show(self) -> float:
        """Run the cell that shows the widget; returns when that began."""
        # Some draw once more when what they were laid out in has settled.
        self.quiet = SETTLED
        start = time.time()
        self.notebook.run(1)
        return start

    def kernel(self, code: str) -> str:
        """Run code in the kernel; what it printed."""
        return self.notebook.kernel(code)

    def record(self, act: Callable[[], float]) -> dict[str, Painted]:
        """Do something that says when it began; for each region that changed, when it was painted.

        Waits for the scatter to change. Raises DidNotFinishError when page or kernel are still busy after the
        limit, NothingChangedError when they have come to rest and nothing has changed for a while.
        """
        with self.recorded() as frames:
            start = act()
            for _ in range(RESTS):
                self.rest()
                found = self._painted(frames(), start)
                if "scatter" in found:
                    return found
                time.sleep(1)
            raise NothingChangedError(f"{self.peer.name} at {self.size:,}: at rest, and the scatter is as it was")

    @contextmanager
    def recorded(self) -> Iterator[Callable[[], list[Frame]]]:
        """Frames while the block runs."""
        with self._limited():
            clock.forget_inputs(self.page)
            self.screencast.start()
            try:
                yield lambda: list(self.screencast.frames)
            finally:
                self.screencast.stop()
                self.quiet = self._usual

    def _painted(self, frames: list[Frame], start: float) -> dict[str, Painted]:
        found = {}
        for name, selector in self.peer.regions:
            box = self.box(selector)
            if box is None:
                continue
            try:
                found[name] = painted([clock.cropped(frame, box) for frame in frames], start)
            except NothingChangedError:
                continue
        return found

    def box(self, selector: str) -> clock.Box | None:
        """Where the largest element of a selector is, as far as the window shows it."""
        elements = self.page.locator(f".jp-OutputArea-output {selector}").all()
        boxes: list[Any] = [box for element in elements if (box := element.bounding_box())]
        if not boxes:
            return None
        box = max(boxes, key=lambda box: box["width"] * box["height"])
        bottom = min(box["y"] + box["height"], WINDOW[1] - 30)
        return {"x": box["x"] + 1, "y": box["y"] + 1, "width": box["width"] - 2, "height": bottom - box["y"] - 2}

    def scatter(self) -> clock.Box:
        """Where the plot is."""
        box = self.box(self.peer.regions[0][1])
        assert box is not None, f"{self.peer.name} shows no plot"
        return box

    def rest(self) -> None:
        """Wait until kernel and page have nothing to do, and no frame came for a while."""
        while True:
            missing = self.quiet - self.screencast.rested if self.screencast.is_on else 0
            if missing > 0:
                time.sleep(missing)
                continue
            self.page.evaluate(_FRAMES)
            is_idle = self.page.evaluate(_IS_IDLE)
            if is_idle and (not self.screencast.is_on or self.screencast.rested >= self.quiet):
                return
            time.sleep(0.05)

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """End the page when the block takes too long: nothing else ends a script that does."""
        late = threading.Event()

        def end() -> None:
            late.set()
            self.screencast.crash()

        timer = threading.Timer(LIMIT, end)
        timer.start()
        try:
            yield
        except PlaywrightError as error:
            if late.is_set():
                raise DidNotFinishError(f"did not finish in {LIMIT} s") from error
            raise
        finally:
            timer.cancel()

    def close(self) -> None:
        """End page and kernel, also when the page no longer answers."""
        self.screencast.close()
        self.page.close(run_before_unload=False)
        kernels = f"{self._stage.server.url}/api/kernels"
        for kernel in requests.get(kernels, timeout=30).json():
            requests.delete(f"{kernels}/{kernel['id']}", timeout=60)
