"""The code in the pages about local evaluation runs, and its assertions hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["collections.md", "matching.md", "model-or-label.md", "your-own-predictions.md"])
def test_code_of_the_page_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_inputs()
    blocks = re.findall(r"^```python\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert blocks
    namespace: dict = {}
    for block in blocks:
        exec(compile(block, page, "exec"), namespace)  # noqa: S102 - the page's own code


def write_inputs() -> None:
    """The files that the page speaks of."""
    Path("images").mkdir()
    Image.fromarray(np.zeros((20, 20, 3), np.uint8)).save("images/a.png")
    box = {"image_id": 1, "category_id": 1, "bbox": [2, 2, 9, 9]}
    truth = {
        "images": [{"id": 1, "file_name": "a.png", "width": 20, "height": 20}],
        "categories": [{"id": 1, "name": "cat"}],
        "annotations": [box | {"id": 1}],
    }
    Path("truth.json").write_text(json.dumps(truth))
    Path("predictions.json").write_text(json.dumps([box | {"score": 0.8}]))
