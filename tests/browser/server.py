"""A JupyterLab server of its own: its own home, its own settings, gone when the block ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import psutil  # type: ignore[import-untyped]

OPTIONS = (
    "--allow-root",
    "--no-browser",
    "--ip=127.0.0.1",
    "--port=0",
    "--IdentityProvider.token=",
    "--ServerApp.password=",
    "--ServerApp.disable_check_xsrf=True",
    "--LabApp.expose_app_in_browser=True",
    "--JupyterNotebookApp.expose_app_in_browser=True",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
_ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/(?:lab|tree)\b")
_STARTUP, _GRACE = 60, 10


@dataclass(frozen=True)
class Server:
    url: str
    root: Path
    """The folder whose files it shows."""


@contextmanager
def jupyterlab(home: Path, application: str = "jupyterlab") -> Iterator[Server]:
    """JupyterLab, or another application such as "notebook", on a free port, writing below ``home`` only."""
    root = home / "notebooks"
    root.mkdir()
    command = [sys.executable, "-m", application, *OPTIONS, f"--ServerApp.root_dir={root}"]
    process = subprocess.Popen(
        command, cwd=root, env=_environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said: SimpleQueue[str] = SimpleQueue()
    # Somebody has to go on reading, or the server would wait for room in the pipe.
    reader = threading.Thread(target=_read, args=(process, said))
    reader.start()
    try:
        yield Server(_address(said), root)
    finally:
        _stop(process)
        reader.join()


def _environment(home: Path) -> dict[str, str]:
    folders = {
        "HOME": home,
        "IPYTHONDIR": home / "ipython",
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
    }
    for folder in folders.values():
        folder.mkdir(exist_ok=True)
    # A pop-up that asks about news would lie over the widget.
    notification = home / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    notification.parent.mkdir(parents=True)
    notification.write_text('{"fetchNews": "false"}', encoding="utf-8")
    return {**os.environ, **{name: str(folder) for name, folder in folders.items()}}


def _read(process: subprocess.Popen[str], said: SimpleQueue[str]) -> None:
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            said.put(line)
    said.put("")


def _address(said: SimpleQueue[str]) -> str:
    """Take lines until one names the address; the empty one says that there are no more."""
    log = [said.get(timeout=_STARTUP)]
    while log[-1]:
        found = _ADDRESS.search(log[-1])
        if found:
            return found[1]
        log.append(said.get(timeout=_STARTUP))
    raise AssertionError("JupyterLab did not start:\n" + "".join(log[-40:]))


def _stop(process: subprocess.Popen[str]) -> None:
    """End the server and every process it started, kernels included."""
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    process.terminate()
    _, left = psutil.wait_procs(family, timeout=_GRACE)
    for one in left:
        one.kill()
    process.wait()
