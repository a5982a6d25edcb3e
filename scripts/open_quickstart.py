"""Open JupyterLab on a copy of the quickstart that has already run, so that the first page shows the widget.

The copy and all of Jupyter's own files stay in build/demo (git-ignored): neither the checkout nor the
settings of the person who runs it are written to. BROWSER=none prints the address and opens nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import webbrowser
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import nbformat
import requests
from jupyter_client.blocking.client import BlockingKernelClient
from nbformat.sign import NotebookNotary

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCE = CHECKOUT / "notebooks" / "quickstart.ipynb"
FOLDER = CHECKOUT / "build" / "demo"
JUPYTER = FOLDER / ".jupyter"
LOG = JUPYTER / "server.log"
STARTUP_SECONDS = 120
CELL_SECONDS = 300


def main() -> int:
    """Start the server, run the copy in a kernel of that server, say where, and stay until stopped."""
    if not SOURCE.is_file():
        sys.exit(f"evallens: there is no {SOURCE.relative_to(CHECKOUT)} to open.")
    notebook = copy_quickstart()
    signal.signal(signal.SIGTERM, stop)
    print("Starting JupyterLab ...", flush=True)
    with LOG.open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *server_options()],
            cwd=FOLDER,
            env=os.environ | private_folders(),
            # Jupyter prints an address of its own, before the notebook has run and without naming it.
            stdout=log,
            stderr=log,
        )
    try:
        info = wait_until_up(server)
        run_in_server(notebook, info)
        announce(f"{info['url']}lab/tree/{notebook.name}?token={info['token']}", notebook)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        server.wait()


def copy_quickstart() -> Path:
    """Copy the quickstart afresh; a copy somebody has changed is kept beside it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    notebook = FOLDER / SOURCE.name
    written = JUPYTER / "written"
    if notebook.is_file() and not (written.is_file() and written.read_bytes() == sources(notebook)):
        kept = next(path for n in range(1, 10_000) if not (path := FOLDER / f"{SOURCE.stem}-{n}.ipynb").exists())
        notebook.rename(kept)
        print(f"Your changed copy of the quickstart is now {kept.relative_to(CHECKOUT)}.")
    shutil.copyfile(SOURCE, notebook)
    written.parent.mkdir(exist_ok=True)
    written.write_bytes(sources(notebook))
    return notebook


def sources(notebook: Path) -> bytes:
    """Return what a person would have changed: the cells' text, not outputs and state."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return json.dumps(["".join(cell["source"]) for cell in cells]).encode()


def private_folders() -> dict[str, str]:
    """Keep every file that Jupyter writes in the demo's own folder."""
    settings = JUPYTER / "settings"
    notification = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    notification.parent.mkdir(parents=True, exist_ok=True)
    # The pop-up that asks about news would lie over the widget.
    notification.write_text('{"fetchNews": "false"}\n', encoding="utf-8")
    return {
        "IPYTHONDIR": str(JUPYTER / "ipython"),
        "JUPYTER_CONFIG_DIR": str(JUPYTER / "config"),
        "JUPYTER_DATA_DIR": str(JUPYTER / "data"),
        "JUPYTER_RUNTIME_DIR": str(JUPYTER / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(JUPYTER / "workspaces"),
    }


def server_options() -> list[str]:
    """Return options of the server: loopback only, next free port, no questions asked at the end."""
    return [
        "--allow-root",
        "--no-browser",
        "--ip=127.0.0.1",
        "--ServerApp.port_retries=100",
        "--ServerApp.answer_yes=True",
        f"--ServerApp.root_dir={FOLDER}",
    ]


def wait_until_up(server: subprocess.Popen[bytes]) -> dict[str, Any]:
    """Wait for the file in which the server names its port and token, then for its first answer."""
    path = JUPYTER / "runtime" / f"jpserver-{server.pid}.json"
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            print(LOG.read_text(encoding="utf-8", errors="replace")[-2000:], file=sys.stderr)
            sys.exit("evallens: JupyterLab stopped before it was ready.")
        try:
            info: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            requests.get(f"{info['url']}api", timeout=5).raise_for_status()
        except (OSError, ValueError):
            time.sleep(0.1)
        else:
            return info
    sys.exit(f"evallens: JupyterLab was not ready within {STARTUP_SECONDS} seconds.")


def run_in_server(notebook: Path, info: dict[str, Any]) -> None:
    """Run all cells in the kernel that the page will find for this notebook, so that it opens live."""
    response = requests.post(
        f"{info['url']}api/sessions",
        headers={"Authorization": f"token {info['token']}"},
        json={"path": notebook.name, "name": notebook.name, "type": "notebook", "kernel": {"name": "python3"}},
        timeout=STARTUP_SECONDS,
    )
    response.raise_for_status()
    connection = JUPYTER / "runtime" / f"kernel-{response.json()['kernel']['id']}.json"
    client = BlockingKernelClient(connection_file=str(connection))
    client.load_connection_file()
    client.start_channels()
    content = nbformat.read(notebook, as_version=4)
    try:
        client.wait_for_ready(timeout=STARTUP_SECONDS)
        # A failing cell shows its error in the page; the cells after it are left to the reader.
        all(run_cell(client, cell) for cell in content.cells if cell.cell_type == "code")
    finally:
        client.stop_channels()
    nbformat.write(content, notebook)
    # JupyterLab draws the widget of a trusted notebook only.
    NotebookNotary(data_dir=str(JUPYTER / "data")).sign(content)


def run_cell(client: BlockingKernelClient, cell: nbformat.NotebookNode) -> bool:
    """Run one cell, keep its outputs, say whether it went well."""
    outputs: list[nbformat.NotebookNode] = []

    def keep(message: dict[str, Any]) -> None:
        if message["msg_type"] in {"display_data", "error", "execute_result", "stream"}:
            outputs.append(nbformat.v4.output_from_msg(message))

    reply = client.execute_interactive(cell.source, allow_stdin=False, output_hook=keep, timeout=CELL_SECONDS)
    cell.outputs = outputs
    cell.execution_count = reply["content"].get("execution_count")
    return bool(reply["content"]["status"] == "ok")


def announce(url: str, notebook: Path) -> None:
    """Print the address, and open it unless told not to."""
    print(f"\n    {url}\n")
    print(f"The notebook is a copy, {notebook.relative_to(CHECKOUT)}: change what you like.")
    print(f"Messages of the server go to {LOG.relative_to(CHECKOUT)}. Ctrl-C stops it.")
    sys.stdout.flush()
    if os.environ.get("BROWSER") != "none":
        webbrowser.open(url)


def stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Take a polite end (kill, a closed terminal) as Ctrl-C is taken."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
