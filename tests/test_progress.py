"""The progress bar is seen where somebody looks, and nowhere else."""

from __future__ import annotations

import tqdm.auto
import tqdm.std

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
