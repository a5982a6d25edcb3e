"""Marks: made by hand, read in Python, saved, and found again; in an exported page, too."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

import evallens
from tests.browser.display import Display
from tests.browser.lab import Notebook, eventually
from tests.browser.test_files import download
from tests.hosts import offline


def mark(display: Display, place: int, **how: object) -> str:
    """Mark a card by its tick; its name."""
    card = display.images.get_by_role("listitem").nth(place)
    card.hover()
    card.get_by_role("button", name="Mark ").click(**how)  # type: ignore[arg-type]
    return card.locator(".name").text_content() or ""


def test_marks_are_made_by_mouse_and_keys_read_saved_and_found_again(notebook: Notebook, display: Display):
    names = display.page_names()
    mark(display, 1)
    mark(display, 4, modifiers=["Shift"])
    display.images.get_by_role("button", name="Open ").nth(6).focus()
    display.page.keyboard.press("m")
    wanted = sorted([*names[1:5], names[6]])
    eventually(lambda: sorted(notebook.value("[row.name for row in lens.marked]")), wanted)
    display.root.get_by_role("button", name="5 marked", exact=True).click()
    expect(display.images.get_by_role("listitem")).to_have_count(5)
    eventually(lambda: sorted(notebook.value("list(lens.selected.name)")), wanted)
    # Each mark is a step, and so is what is shown.
    for _ in range(4):
        display.page.keyboard.press("Control+z")
    eventually(lambda: notebook.value("lens.marks"), {"images": [], "objects": []})
    for _ in range(4):
        display.page.keyboard.press("Control+Shift+z")
    eventually(lambda: notebook.value("len(lens.marked)"), 5)
    notebook.kernel("""
path = lens.save_marks("kept.marks.json")
other = evallens.Lens(evallens.demo(), split="all")
assert other.load_marks(path) == []
path.unlink()
""")
    assert sorted(notebook.value("[row.name for row in other.marked]")) == wanted
    notebook.kernel("lens.marks = {'images': [720], 'objects': []}")
    expect(display.root.get_by_role("button", name="1 marked", exact=True)).to_be_visible()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return evallens.Lens(evallens.demo()).to_html(tmp_path_factory.mktemp("report") / "report.html")


def test_an_exported_page_marks_and_what_it_downloads_is_the_same_in_python(chromium, report, tmp_path):
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        images = [mark(display, place) for place in (0, 2)]
        display.cell("background", "8").click()
        display.show_face("Instances")
        for place in range(3):
            card = display.instances.get_by_role("listitem").nth(place)
            card.get_by_role("button", name="Mark ").click()
        expect(display.root.get_by_role("button", name="3 instances marked", exact=True)).to_be_visible()
        saved = download(display, "Download", "load_marks")
        coco = json.loads(download(display, "Download", "COCO"))
        tasks = json.loads(download(display, "Download", "Label Studio"))
        table = list(csv.DictReader(io.StringIO(download(display, "Download", "marked as CSV").decode())))
        listed = list(csv.DictReader(io.StringIO(download(display, "Download", "instances as CSV").decode())))
    assert shown.problems == []
    lens = evallens.Lens(evallens.demo())
    (tmp_path / "marks.json").write_bytes(saved)
    assert lens.load_marks(tmp_path / "marks.json") == []
    assert sorted(row.name for row in lens.marked if row.kind == "image") == sorted(images)
    worst = lens.evaluation.instances(cells=[("background", "8")])[:3]
    assert sorted(lens.marks["objects"]) == sorted(worst.outcomes.prediction.tolist())
    every = lens.evaluation.instances(cells=[("background", "8")]).to_pandas()
    assert [row["name"] for row in listed] == every["name"].tolist()
    assert [float(row["score"]) for row in listed] == pytest.approx(every["score"].tolist())
    assert set(listed[0]) == set(every.columns) - {"path"}
    # The same marks saved by Python are the same file, and the tools are given the same.
    again = json.loads(lens.save_marks(tmp_path / "again.json").read_bytes())
    assert again == json.loads(saved)
    assert lens.marked.to_coco() == coco
    assert lens.marked.to_label_studio() == tasks
    assert [(row["image"], row["label"]) for row in table] == [(row.image, row.label) for row in lens.marked]


def test_an_exported_page_filters_suspects_and_downloads_the_verdicts_it_was_given(chromium, tmp_path):
    ev = evallens.demo()
    lens = evallens.Lens(ev, split="test", confidence=0)
    table = ev.suspects("wrong label", split="test")
    lens.verdicts = {"label": table.rows[:2], "model": table.rows[2:3]}
    lens.suspects = ["wrong label"]
    lens.view = {"instance_sort": "weight"}
    report = lens.to_html(tmp_path / "report.html")
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        expect(display.root.get_by_role("tab", name=f"Instances {len(table)}")).to_be_visible()
        display.show_face("Instances")
        first = display.instances.get_by_role("listitem").first
        expect(display.root.get_by_role("radio", name="suspicion")).to_be_checked()
        row = int(first.get_attribute("data-row") or -1)
        saved = download(display, "Download", "3 verdicts as a file for load_marks")
        written = list(csv.DictReader(io.StringIO(download(display, "Download", "verdicts as CSV").decode())))
        coco = json.loads(download(display, "Download", "verdicts as COCO"))
        tasks = json.loads(download(display, "Download", "verdicts as Label Studio"))
        display.root.get_by_role("button", name="Remove filter: wrong label").click()
        assert display.root.get_by_role("button", name="Remove filter: wrong label").count() == 0
    assert shown.problems == []
    best = ev.instances("test", 0, suspects=["wrong label"], sort="weight")
    assert row == best.rows[0]
    assert coco == lens.verdicts.to_coco()
    assert tasks == lens.verdicts.to_label_studio()
    assert [(one["verdict"], one["time"], one["kind"], one["name"]) for one in written] == [
        (one.verdict, one.time, one.kind, one.name) for one in lens.verdicts
    ]
    (tmp_path / "verdicts.json").write_bytes(saved)
    other = evallens.Lens(ev)
    assert other.load_marks(tmp_path / "verdicts.json") == []
    assert other.verdicts.as_trait() == lens.verdicts.as_trait()
