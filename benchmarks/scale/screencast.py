"""The frames of a page as Chromium's compositor shows them, each with the time at which it was shown.

Of the two ways to get them, a screencast and a trace with screenshots, this is the screencast: it says
while it runs that the page has come to rest, and its pictures can be small. With pictures of half the size an
animation of the floor runs as fast as unobserved; at full size a tenth slower, and frames go missing. It has
a connection and a thread of its own: Playwright is busy while the page is.

Chromium drops what is shown while two frames wait to be acknowledged, also the last frame before everything
rests. So that none is ever missing, many are acknowledged before they come.
"""

from __future__ import annotations

import base64
import io
import json
import threading
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import websocket
from numpy.typing import NDArray
from PIL import Image

SHARE = 0.5
"""Of the window's pixels in each direction."""

_QUALITY = 80

_AHEAD = 200
"""Frames acknowledged before they come."""


@dataclass(frozen=True)
class Frame:
    """One picture of the window, and seconds since 1970 when it was shown."""

    at: float
    jpeg: bytes

    def pixels(self) -> NDArray[np.uint8]:
        """Rows, columns, red green blue."""
        return np.asarray(Image.open(io.BytesIO(self.jpeg)).convert("RGB"))


class Screencast:
    """Records while it is on; ``frames`` are those of the last time it was."""

    def __init__(self, port: int, target: str, window: tuple[int, int]) -> None:
        self.frames: list[Frame] = []
        self._window = window
        self._sent = 0
        self.is_on = False
        self._lock = threading.Lock()
        self._socket = websocket.create_connection(
            f"ws://127.0.0.1:{port}/devtools/page/{target}", suppress_origin=True
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._send("Page.enable")

    def start(self) -> None:
        """Forget the frames there are and wait for the first: the picture before anything happens."""
        self.frames = []
        self.is_on = True
        width, height = (round(SHARE * side) for side in self._window)
        self._send(
            "Page.startScreencast",
            format="jpeg",
            quality=_QUALITY,
            everyNthFrame=1,
            maxWidth=width,
            maxHeight=height,
        )
        self.wait_for_frame(0)

    def wait_for_frame(self, count: int, limit: float = 10) -> None:
        """Until there are more than ``count`` frames; raises TimeoutError."""
        deadline = time.monotonic() + limit
        while len(self.frames) <= count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"no frame in {limit} s")
            time.sleep(0.002)

    def stop(self) -> list[Frame]:
        """The frames since ``start``."""
        self.is_on = False
        self._send("Page.stopScreencast")
        return self.frames

    @property
    def rested(self) -> float:
        """Seconds since the last frame."""
        return time.time() - self.frames[-1].at if self.frames else 0

    def crash(self) -> None:
        """End the page's process."""
        self._send("Page.crash")

    def close(self) -> None:
        """End the connection and its thread."""
        self._socket.close()
        self._listener.join()

    def _send(self, method: str, **params: Any) -> None:
        with self._lock:
            self._sent += 1
            self._socket.send(json.dumps({"id": self._sent, "method": method, "params": params}))

    def _listen(self) -> None:
        while True:
            try:
                message = json.loads(self._socket.recv())
            except (OSError, ValueError, websocket.WebSocketException):
                return
            if message.get("method") == "Page.screencastFrame" and self.is_on:
                self._take(message["params"])

    def _take(self, params: dict[str, Any]) -> None:
        for _ in range(1 if self.frames else _AHEAD):
            self._send("Page.screencastFrameAck", sessionId=params["sessionId"])
        at = params["metadata"]["timestamp"]
        self.frames.append(Frame(at, base64.b64decode(params["data"])))
