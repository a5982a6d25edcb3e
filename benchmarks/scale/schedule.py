"""All visits, in an order that lets what disturbs the machine disturb all alike."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError

from benchmarks.scale import clock
from benchmarks.scale.clock import ClockError
from benchmarks.scale.exports import export
from benchmarks.scale.figures import Figures
from benchmarks.scale.limits import WINDOW
from benchmarks.scale.measures import Effort, Measures
from benchmarks.scale.painted import NothingChangedError
from benchmarks.scale.peer import PEERS, Peer
from benchmarks.scale.visit import DidNotFinishError, Stage, Visit
from tests.browser.chromium import launched
from tests.browser.lab import Lab
from tests.browser.server import jupyterlab

ROOT = Path(__file__).parents[2]

_SOFTWARE_WEBGL = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""Some of the peers draw with nothing else; the map of EvalLens needs none."""

_RENDERER = """() => {
  const gl = document.createElement("canvas").getContext("webgl2");
  return gl.getParameter(gl.getExtension("WEBGL_debug_renderer_info").UNMASKED_RENDERER_WEBGL);
}"""


FAILED = "failed"
"""How the note of a visit begins that was not measured for a fault of the instrument, or of the widget."""


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    sizes: tuple[int, ...]
    rounds: int
    """Visits to each peer at each size."""
    effort: Effort
    export_sizes: tuple[int, ...]
    glances: tuple[int, ...] = ()
    """Sizes at which nothing is done with the widgets but to show them."""
    peers: tuple[Peer, ...] = PEERS


FULL = Plan(
    (10_000, 100_000, 1_000_000), 3, Effort(repeats=3, warm=2, steps=10, seconds=20), (10_000, 100_000, 1_000_000)
)
QUICK = Plan((10_000, 100_000), 1, Effort(repeats=2, warm=1, steps=5, seconds=3), (10_000,), (10_000,))


@contextmanager
def staged() -> Iterator[Stage]:
    """One JupyterLab and one browser until the block ends."""
    # Kernels import the peers from here.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    port = _free_port()
    with (
        launched(*_SOFTWARE_WEBGL, f"--remote-debugging-port={port}") as browser,
        tempfile.TemporaryDirectory() as folder,
        jupyterlab(Path(folder)) as server,
    ):
        width, height = WINDOW
        context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=1)
        clock.keep_in(context)
        yield Stage(browser, context, server, Lab(server, context), port)
        context.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def measured(plan: Plan) -> tuple[Figures, dict[str, str]]:
    """Make every visit of a plan; with what it found, what the browser says of itself."""
    figures = Figures()
    with staged() as stage:
        browser = {"browser": f"Chromium {stage.browser.version}, headless", "WebGL": _webgl(stage)}
        for turn in range(plan.rounds):
            for size in plan.sizes:
                effort = replace(plan.effort, is_glance=size in plan.glances)
                for peer in plan.peers:
                    begun = time.monotonic()
                    said = visit_twice_at_most(stage, peer, size, figures, effort)
                    took = time.monotonic() - begun
                    print(f"{turn + 1}/{plan.rounds} {size:>9,} {peer.name:24} {took:4.0f} s {said}", flush=True)
    for size in plan.export_sizes:
        for peer in plan.peers:
            print(f"export {size:>9,} {peer.name}", flush=True)
            export(peer, size, figures)
    return figures, browser


def visit_twice_at_most(stage: Stage, peer: Peer, size: int, figures: Figures, effort: Effort) -> str:
    """Visit, and once more when something went wrong: an hour's run should not fall over one lost click.

    Nothing of a visit that went wrong is kept; when it does so again, that is kept as a failure.
    """
    said = ""
    for _ in range(2):
        try:
            return visit(stage, peer, size, figures, effort)
        except (NothingChangedError, ClockError, PlaywrightError, TimeoutError, AssertionError) as error:
            said = f"{FAILED}: {error}".splitlines()[0]
            print(f"{peer.name} at {size:,}: {said}", flush=True)
    figures.lack("visit", peer.name, size, said)
    return said


def visit(stage: Stage, peer: Peer, size: int, figures: Figures, effort: Effort) -> str:
    """Measure one; what it cannot do in time is kept in words, which are returned."""
    found = Figures()
    said = ""
    open_visit = Visit(stage, peer, size)
    try:
        Measures(open_visit, found, effort).all()
    except DidNotFinishError as error:
        said = str(error)
        found.lack("visit", peer.name, size, said)
    finally:
        open_visit.close()
    figures.merge(found)
    return said


def _webgl(stage: Stage) -> str:
    """What draws, such as a graphics card or SwiftShader."""
    page = stage.context.new_page()
    try:
        return str(page.evaluate(_RENDERER))
    finally:
        page.close()
