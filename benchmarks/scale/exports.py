"""What an exported notebook and a report weigh."""

from __future__ import annotations

from nbclient import NotebookClient
from nbconvert import HTMLExporter

from benchmarks.scale.figures import Figures
from benchmarks.scale.limits import LIMIT
from benchmarks.scale.peer import OURS, Peer
from benchmarks.scale.visit import notebook_of

_REPORT = """
import pathlib, tempfile
with tempfile.TemporaryDirectory() as folder:
    print(widget.to_html(pathlib.Path(folder) / "report.html").stat().st_size)
"""


def export(peer: Peer, size: int, figures: Figures) -> None:
    """Run the notebook without a browser, keep the state of its widgets, and write it as HTML."""
    notebook = notebook_of(peer, size, is_warmed=False)
    if peer is OURS:
        notebook.cells.append(type(notebook.cells[0])({**notebook.cells[0], "source": _REPORT, "id": "report"}))
    quiet = ["--IPKernelApp.log_level=40"]
    NotebookClient(notebook, timeout=LIMIT, store_widget_state=True, extra_arguments=quiet).execute()
    if peer is OURS:
        outputs = notebook.cells.pop()["outputs"]
        written = "".join(output["text"] for output in outputs if output.get("name") == "stdout")
        figures.add("report", peer.name, size, [int(written) / 1e6], "MB")
    html, _ = HTMLExporter().from_notebook_node(notebook)
    figures.add("exported HTML", peer.name, size, [len(html.encode()) / 1e6], "MB")
