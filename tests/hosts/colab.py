"""A kernel as Colab has one: outputs that know nothing of each other and meet only in it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from ipywidgets.widgets.widget import _remove_buffers
from playwright.sync_api import Browser, Page

import evallens
from tests.browser.chromium import PATIENCE_MS

_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").split("\n", 2)[2]


class Kernel:
    """Holds the Lens and passes messages between it and its outputs."""

    def __init__(self, lens: evallens.Lens) -> None:
        self.lens = lens
        self._sent: list[dict[str, Any]] = []
        assert lens.comm is not None
        lens.comm.publish_msg = self._publish

    def output(self, chromium: Browser, view: str) -> Output:
        """Display the Lens once more."""
        state = self.lens.get_state()
        return Output(self, chromium, {**_message(state), "esm": state["_esm"], "view": view})

    def take(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        """A message from an output, and what the Lens sends then, in order."""
        self._sent.clear()
        self.lens.set_state(given)
        assert self.lens.wait(60)
        return list(self._sent)

    def hear(self, content: Any) -> list[dict[str, Any]]:
        """A message of another kind, and what the Lens sends then."""
        self._sent.clear()
        self.lens._handle_custom_msg(content, [])
        return list(self._sent)

    def _publish(self, _kind: str, data: Any = None, metadata: Any = None, buffers: Any = None, **_keys: Any) -> None:
        del metadata
        if data and data.get("method") == "update":
            self._sent.append(_framed(data["state"], data["buffer_paths"], buffers or []))


class Output:
    """A page that holds one output."""

    def __init__(self, kernel: Kernel, chromium: Browser, opened: dict[str, Any]) -> None:
        self.kernel = kernel
        self.page: Page = chromium.new_page(viewport={"width": 1200, "height": 1100})
        self.page.set_default_timeout(PATIENCE_MS)
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.set_content("<!doctype html><body><div id='output-area'></div>")
        self.page.expose_function("toKernel", kernel.take)
        self.page.expose_function("sayToKernel", kernel.hear)
        self.page.evaluate(_SCRIPT, opened)

    def catch_up(self) -> None:
        """Bring this output to where the Lens is, as messages to every output do in Colab."""
        shared = ("split", "confidence", "page", "cells", "clusters", "picked", "lasso", "query", "view", "open")
        state = self.kernel.lens.get_state()
        self.page.evaluate("(message) => window.receive(message)", _message({name: state[name] for name in shared}))


def _message(state: dict[str, Any]) -> dict[str, Any]:
    return _framed(*_remove_buffers(state))


def _framed(plain: dict[str, Any], paths: Any, buffers: Any) -> dict[str, Any]:
    texts = [base64.b64encode(buffer).decode() for buffer in buffers]
    return {"state": plain, "buffers": [list(pair) for pair in zip(map(list, paths), texts, strict=True)]}
