"""The figures of one visit."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.scale import clock, gestures, memory
from benchmarks.scale.figures import Figures
from benchmarks.scale.painted import Painted, answered
from benchmarks.scale.peer import OURS
from benchmarks.scale.visit import Visit

MS = 1000
SCATTER_FIRST = "scatter, first change"


@dataclass(frozen=True)
class Effort:
    """How often a thing is repeated in one visit, and the seconds after which it is not done again."""

    repeats: int
    warm: int
    """Times that the cell is run again."""
    steps: int
    """Of a drag, and of the wheel."""
    seconds: float
    is_glance: bool = False
    """Nothing is done with the widget once it is there."""


class Measures:
    """Measures one visit and keeps what it finds."""

    def __init__(self, visit: Visit, figures: Figures, effort: Effort) -> None:
        self._visit = visit
        self._figures = figures
        self._effort = effort

    def all(self) -> None:
        """Everything, the memory of one instance before there is a second one."""
        visit, peer = self._visit, self._visit.peer
        self._keep("instrument", MS * clock.latency(visit.page, visit.screencast, visit.rest), "ms")
        self._first("first frame, cold")
        module = visit.kernel("print(len(getattr(widget, 'widget', widget)._esm.encode()))")
        self._keep("JavaScript an instance", int(module) / 1024, "KiB")
        if not (peer.is_carrier or self._effort.is_glance):
            self._interactions()
        self._memory()
        for _ in range(self._effort.warm):
            if not self._again():
                break

    def _interactions(self) -> None:
        """Selections, drags, and what only EvalLens has."""
        peer = self._visit.peer
        self._repeat("Python selection", self._select)
        self._steps("pan step", gestures.pan)
        if peer.lasso:
            self._repeat("lasso", self._lasso)
        if peer is OURS:
            self._ours()

    def _ours(self) -> None:
        """What only EvalLens has."""
        visit = self._visit
        self._steps("zoom step", gestures.zoom)
        self._clear()
        cells = visit.notebook.value("peer.busy_cells(widget)")
        self._repeat("cell click", lambda turn: self._click(cells[turn % len(cells)]))
        self._clear()
        self._repeat("threshold step", lambda turn: self._press("PageUp" if turn % 2 == 0 else "PageDown"))

    def _keep(self, what: str, value: float, unit: str) -> None:
        self._figures.add(what, self._visit.peer.name, self._visit.size, [value], unit)

    def _keep_painted(self, what: str, found: dict[str, Painted]) -> None:
        """The scatter's figure goes by the plain name; EvalLens has its other views too, and all of them."""
        self._keep(what, MS * found["scatter"].complete, "ms")
        if self._visit.peer is not OURS:
            return
        self._keep(f"{what}: {SCATTER_FIRST}", MS * found["scatter"].first, "ms")
        for name in ("matrix", "counts", "gallery"):
            if name in found:
                self._keep(f"{what}: {name}", MS * found[name].complete, "ms")
        quick = [found["scatter"].first, *(found[name].complete for name in found if name != "scatter")]
        self._keep(f"{what}: all but the scatter's rest", MS * max(quick), "ms")

    def _repeat(self, what: str, act: Callable[[int], dict[str, Painted]]) -> None:
        begun = time.monotonic()
        for turn in range(self._effort.repeats):
            self._keep_painted(what, act(turn))
            if time.monotonic() - begun > self._effort.seconds:
                break

    def _first(self, what: str) -> None:
        visit = self._visit
        began = 0.0

        def show() -> float:
            nonlocal began
            began = visit.show()
            return began

        found = visit.record(show)
        self._keep_painted(what, found)
        framed = began + found["scatter"].complete
        self._keep("bytes before the first frame", clock.bytes_received(visit.page, began, framed) / 1e6, "MB")
        self._keep("bytes sent", clock.bytes_received(visit.page, began) / 1e6, "MB")

    def _again(self) -> bool:
        """Close the widget and run its cell once more; False when that took so long that it should not be repeated."""
        begun = time.monotonic()
        self._visit.kernel("import ipywidgets\nwidget = view = None\nipywidgets.Widget.close_all()")
        self._visit.rest()
        self._first("first frame")
        return time.monotonic() - begun < self._effort.seconds / 2

    def _select(self, turn: int) -> dict[str, Painted]:
        visit = self._visit
        code = f"import time\nrows = data.rows({visit.size}, {turn})\nprint(time.time())\npeer.select(widget, rows)"
        return visit.record(lambda: float(visit.kernel(code)))

    def _lasso(self, turn: int) -> dict[str, Painted]:
        visit = self._visit
        if visit.peer.lasso == "mode":
            visit.kernel("peer.begin_lasso(widget)")
            visit.rest()
        return visit.record(lambda: gestures.lasso(visit, turn))

    def _click(self, cell: tuple[int, int]) -> dict[str, Painted]:
        gestures.hover_cell(self._visit, cell)
        return self._visit.record(lambda: gestures.click_cell(self._visit, cell))

    def _press(self, key: str) -> dict[str, Painted]:
        return self._visit.record(lambda: gestures.press_threshold(self._visit, key))

    def _clear(self) -> None:
        self._visit.kernel("peer.clear(widget)")
        self._visit.rest()

    def _steps(self, what: str, move: Callable[[Visit, int, float], list[float]]) -> None:
        """A gesture in steps: the first frame that answers each, and how long the picture takes once it rests."""
        visit, effort = self._visit, self._effort
        with visit.recorded() as frames:
            times = move(visit, effort.steps, effort.seconds)
            visit.rest()
            box = visit.scatter()
            shown = [clock.cropped(frame, box) for frame in frames()]
        values = [MS * seconds for seconds in answered(shown, times)]
        self._figures.add(what, visit.peer.name, visit.size, values, "ms")

    def _memory(self) -> None:
        browser = self._visit.browser
        renderer = memory.renderer(browser)
        self._keep("renderer memory", memory.resident(renderer), "MB")
        self._keep("renderer memory, peak", memory.peak(renderer), "MB")
        self._keep("graphics process memory", memory.resident(memory.graphics(browser)), "MB")
        kernel = int(self._visit.kernel("import os\nprint(os.getpid())"))
        self._keep("kernel memory", memory.resident(kernel), "MB")
        self._keep("kernel memory, peak", memory.peak(kernel), "MB")
