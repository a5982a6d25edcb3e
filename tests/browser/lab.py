"""A notebook open in JupyterLab: its cells, its kernel, its websockets, and what its console said."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, TypeVar

import nbformat
import requests
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.browser.chromium import PATIENCE_MS
from tests.browser.server import Server

T = TypeVar("T")

PATIENCE = PATIENCE_MS / 1000
"""The same in seconds."""

_SOCKETS = """(() => {
  // Every websocket of the page can be cut, and none opens afterwards.
  const Native = window.WebSocket;
  const opened = new Set();
  let isCut = false;
  window.WebSocket = class extends Native {
    constructor(...given) {
      // A dead end that is never refused: JupyterLab would report that in the console.
      if (isCut) return Object.assign(new EventTarget(), { readyState: 0, send() {}, close() {} });
      super(...given);
      opened.add(this);
    }
  };
  window.cutSockets = () => {
    isCut = true;
    for (const socket of opened) socket.close();
    return Promise.all([...opened].map((socket) => socket.readyState === 3
      || new Promise((resolve) => socket.addEventListener("close", resolve))));
  };
})();"""

_RUN_IN_KERNEL = """async (code) => {
  const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
  const future = kernel.requestExecute({ code, store_history: false });
  let text = "";
  future.onIOPub = ({ header, content }) => {
    if (header.msg_type === "stream") text += content.text;
    if (header.msg_type === "error") text += `${content.ename}: ${content.evalue}`;
  };
  const reply = await future.done;
  return { text, isOk: reply.content.status === "ok" };
}"""

_RUN_CELL = """async ([index, isAwaited]) => {
  const { content } = window.jupyterapp.shell.currentWidget;
  content.activeCellIndex = index;
  content.deselectAll();
  const done = window.jupyterapp.commands.execute("notebook:run-cell");
  if (isAwaited) await done;
}"""


class Lab:
    """JupyterLab in one browser; opens a fresh copy of a notebook in a page of its own."""

    def __init__(self, server: Server, context: BrowserContext) -> None:
        self._server = server
        self._context = context
        self._opened = 0

    def open(self, notebook: nbformat.NotebookNode) -> Notebook:
        """Write a copy, open it, and wait until its kernel is ready."""
        self._opened += 1
        path = self._server.root / f"story-{self._opened}.ipynb"
        nbformat.write(notebook, path)
        return self.reopen(path.name)

    def set(self, plugin: str, **settings: Any) -> None:
        """Set settings of JupyterLab, for notebooks opened from now on; the others of the plugin are the defaults."""
        address = f"{self._server.url}/lab/api/settings/{plugin}"
        requests.put(address, json={"raw": json.dumps(settings)}, timeout=60).raise_for_status()

    def reopen(self, name: str) -> Notebook:
        """Open a notebook that is there, in a page of its own, with the kernel that it gets."""
        return Notebook(self._context.new_page(), f"{self._server.url}/lab/tree/{name}?reset")


class Notebook:
    """One open notebook."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.problems: list[str] = []
        """Errors in the page's console and exceptions nobody caught."""
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.add_init_script(_SOCKETS)
        page.goto(url)
        self.wait_until_open()
        page.evaluate("() => window.jupyterapp.shell.collapseLeft()")

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.problems.append(f"{said.text} ({said.location})")

    def close(self) -> None:
        """End the kernel and the page; what was changed is not kept."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.page.close(run_before_unload=False)

    def wait_until_open(self) -> None:
        """Wait until its cells are there and its kernel has nothing to do."""
        self.page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.content?.widgets?.length")
        self.wait_until_idle()

    def scroll_to(self, index: int) -> None:
        """Bring a cell into sight."""
        # Once more when outputs that were drawn meanwhile have moved it away.
        self.page.wait_for_function(
            """async (index) => {
              const { content } = window.jupyterapp.shell.currentWidget;
              await content.scrollToItem(index, "center");
              await new Promise(requestAnimationFrame);
              const cell = content.widgets[index].node;
              const { top, bottom } = cell.getBoundingClientRect();
              return cell.isConnected && bottom > 0 && top < window.innerHeight;
            }""",
            arg=index,
        )

    def wait_until_idle(self) -> None:
        """Wait until the kernel is connected and has nothing to do."""
        self.page.wait_for_function("""() => {
          const kernel = window.jupyterapp.shell.currentWidget.sessionContext?.session?.kernel;
          return kernel?.connectionStatus === "connected" && kernel.status === "idle";
        }""")

    def run(self, index: int, *, is_awaited: bool = True) -> None:
        """Run one cell; raises what the cell raised."""
        self.page.evaluate(_RUN_CELL, [index, is_awaited])
        if is_awaited:
            raised = self.errors()
            assert not raised, raised

    def errors(self) -> list[str]:
        """The exceptions in the outputs."""
        outputs = [output for cell in self.cells() for output in cell.get("outputs", [])]
        return [f"{o['ename']}: {o['evalue']}" for o in outputs if o["output_type"] == "error"]

    def cells(self) -> list[dict[str, Any]]:
        """The cells as they would be saved."""
        found: list[dict[str, Any]] = self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells"
        )
        return found

    def state(self) -> dict[str, Any]:
        """What keys pressed in the wrong place would change: the cells' text and the active cell."""
        found: dict[str, Any] = self.page.evaluate("""() => {
          const { content } = window.jupyterapp.shell.currentWidget;
          return { sources: content.widgets.map((cell) => cell.model.sharedModel.getSource()),
            active: content.activeCellIndex, mode: content.mode };
        }""")
        return found

    def kernel(self, code: str) -> str:
        """Run code in the kernel, outside the notebook; what it printed."""
        reply = self.page.evaluate(_RUN_IN_KERNEL, code)
        assert reply["isOk"], reply["text"]
        return str(reply["text"])

    def value(self, expression: str) -> Any:
        """The value of a Python expression in the kernel, by way of JSON."""
        return json.loads(self.kernel(f"import json\nprint(json.dumps({expression}))"))

    def cut_sockets(self) -> None:
        """Close every websocket for good: the page is on its own."""
        self.page.evaluate("() => window.cutSockets()")

    def save(self) -> str:
        """Save it, which signs what ran here; the name of the file."""
        path: str = self.page.evaluate("""async () => {
          const { context } = window.jupyterapp.shell.currentWidget;
          await context.save();
          return context.path;
        }""")
        return path

    def restart_kernel(self) -> None:
        """Restart without the question that a menu would ask."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
        self.wait_until_idle()


def eventually(read: Callable[[], T], expected: T) -> None:
    """Read until it is what is expected: a change travels between page and kernel on its own time."""
    deadline = time.monotonic() + PATIENCE
    found = read()
    while found != expected and time.monotonic() < deadline:
        found = read()
    assert found == expected, f"after {PATIENCE} s: {found!r}, not {expected!r}"
