"""The progress bar is seen where somebody looks, and nowhere else."""

from __future__ import annotations

import nbformat
import pytest
import tqdm.auto
import tqdm.std
from nbclient import NotebookClient

from evallens.progress import bar
from evallens.rest import Client, open_evaluation
from tests.rest.service import EVAL_ID, KEY, Service, running


def test_load_outside_a_terminal_writes_nothing(capfd):
    with running(Service()) as service, Client("ws", api_key=KEY, api_url=service.url) as client:
        open_evaluation("ws", EVAL_ID, client=client)
    assert capfd.readouterr() == ("", "")


def test_bar_of_a_notebook_is_shown_though_its_output_is_no_terminal(monkeypatch):
    made = []

    class Widget(tqdm.std.tqdm):
        def __init__(self, *args, **options):
            made.append(options)
            super().__init__(*args, **(options | {"disable": True}))

    Widget.__module__ = "tqdm.notebook"
    monkeypatch.setattr(tqdm.auto, "tqdm", type("tqdm", (Widget,), {}))
    with bar("Reading") as follow:
        follow(3, 10)
    assert [options["disable"] for options in made] == [False]


RUN = """
import evallens.progress
evallens.progress._DELAY = {delay}
with evallens.progress.bar("Reading", unit="images") as follow:
    for done in range(5):
        follow(done, 5)
"""


@pytest.mark.parametrize("delay", [0, 60])
def test_a_saved_notebook_holds_no_bar_that_never_moved(delay):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(RUN.format(delay=delay))])
    NotebookClient(notebook, timeout=120).execute()
    outputs = notebook.cells[0].outputs
    assert [dict(output["data"]) for output in outputs] == ([{"text/plain": ""}] if delay == 0 else [])
