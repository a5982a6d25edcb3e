"""What is kept in the page while it is measured: the bytes that came in, and the times of inputs.

An input's time is the one that the browser gave its event when it arrived, which does not wait for a busy
page. Page and compositor read one clock of the machine; ``latency`` checks it, with a square that turns
black: the frame that shows it comes some milliseconds after the page has asked for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page

from benchmarks.scale.painted import painted
from benchmarks.scale.screencast import SHARE, Frame, Screencast

Box = dict[str, float]
"""x, y, width, height in pixels of the page."""

_KEEP = """(() => {
  const kept = window.benchmark = { messages: [], inputs: [] };
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  const size = (data) => (typeof data === "string" ? data.length : data.byteLength ?? data.size ?? 0);
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => { kept.messages.push([now(), size(data)]); });
    }
  };
  for (const type of ["pointermove", "pointerup", "wheel", "keydown"]) {
    const keep = (event) => kept.inputs.push([type, (performance.timeOrigin + event.timeStamp) / 1000]);
    window.addEventListener(type, keep, { capture: true, passive: true });
  }
})();"""

_WHITE = """() => {
  const square = document.body.appendChild(document.createElement("div"));
  square.id = "benchmark-square";
  square.style.cssText = "position:fixed;left:0;top:0;width:64px;height:64px;z-index:99999;background:#fff";
}"""

_BLACK = """() => new Promise((resolve) => requestAnimationFrame(() => {
  document.getElementById("benchmark-square").style.background = "#000";
  resolve((performance.timeOrigin + performance.now()) / 1000);
}))"""

_GONE = "() => document.getElementById('benchmark-square').remove()"

SQUARE: Box = {"x": 8, "y": 8, "width": 48, "height": 48}
MOST_LATENCY = 0.25


class ClockError(Exception):
    """Page and compositor do not agree on the time."""


def keep_in(context: BrowserContext) -> None:
    """From now on each page keeps its bytes and inputs."""
    context.add_init_script(_KEEP)


def bytes_received(page: Page, since: float, until: float = math.inf) -> int:
    """By all websockets from one time to another, in seconds since 1970; unpacked."""
    found: list[tuple[float, int]] = page.evaluate("() => window.benchmark.messages")
    return sum(size for at, size in found if since <= at <= until)


def forget_inputs(page: Page) -> None:
    """Begin anew."""
    page.evaluate("() => { window.benchmark.inputs = []; }")


def inputs(page: Page, kind: str) -> list[float]:
    """The times of the inputs of one kind, in seconds since 1970."""
    found: list[list[Any]] = page.evaluate("() => window.benchmark.inputs")
    return [at for type_, at in found if type_ == kind]


def latency(page: Page, screencast: Screencast, rest: Callable[[], None]) -> float:
    """Seconds from asking for a colour to the frame that shows it; raises ClockError when that cannot be."""
    page.evaluate(_WHITE)
    rest()
    screencast.start()
    asked = page.evaluate(_BLACK)
    rest()
    shown = [cropped(frame, SQUARE) for frame in screencast.stop()]
    page.evaluate(_GONE)
    # A clock that is late would show the colour before it was asked for.
    found = painted(shown, asked - MOST_LATENCY).complete - MOST_LATENCY
    if not -0.002 < found < MOST_LATENCY:
        raise ClockError(f"a colour was shown {1000 * found:.0f} ms after it was asked for")
    return found


def cropped(frame: Frame, box: Box) -> tuple[float, Any]:
    """The part of a frame inside a box of the page's pixels, with its time."""
    left, top = round(box["x"] * SHARE), round(box["y"] * SHARE)
    right, bottom = round((box["x"] + box["width"]) * SHARE), round((box["y"] + box["height"]) * SHARE)
    return frame.at, frame.pixels()[max(0, top) : bottom, max(0, left) : right]
