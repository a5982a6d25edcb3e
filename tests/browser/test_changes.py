"""What did v2 break of class 8, and is it real? From the panel of changes to the crops, marked, and read back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

import evallens
from evallens.evaluation import Evaluation, InstanceTable
from tests.browser.axe import findings
from tests.browser.display import Display
from tests.browser.test_files import download
from tests.hosts import offline

ROWS = "(cards) => cards.map((card) => Number(card.dataset.row))"
CLASS = "8"


@pytest.fixture(scope="module")
def both() -> Evaluation:
    return evallens.compare(evallens.demo(), evallens.demo("v2"), names=("v1", "v2"))


def broken(both: Evaluation) -> InstanceTable:
    """What is right in v1 and wrong in v2, as the cards come."""
    row = [(CLASS, predicted) for predicted in both.confusion_matrix("test", 40).classes]
    return both.instances("test", 40, transition=["broken"], cells=row, sort="score")


def opened_changes(display: Display) -> Locator:
    """The panel, whose tab is the first."""
    tab = display.root.get_by_role("tablist", name="Details").get_by_role("tab").first
    expect(tab).to_have_text("Changes")
    tab.click()
    return display.root.get_by_role("region", name="Changes")


@pytest.mark.parametrize("shown_as", ["v2", "difference"])
def test_what_v2_broke_of_a_class_is_shown_marked_and_read_back(
    both: Evaluation, shown_as: str, chromium: Browser, tmp_path: Path
):
    lens = evallens.Lens(both, confidence=40)
    lens.compared = shown_as == "difference"
    report = lens.to_html(tmp_path / "report.html", thumbnails=20)
    wanted = broken(both)
    count = both.transitions(CLASS, split="test", confidence=40).counts["broken"]
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        panel = opened_changes(display)
        table = panel.get_by_role("table", name="Changes by class")
        # It is the class that got worse most.
        row = table.get_by_role("row").nth(1)
        expect(row.get_by_role("rowheader")).to_have_text(CLASS)
        row.get_by_role("button", name=f"{CLASS}: {count} broken").click()
        cards = display.instances.get_by_role("listitem")
        expect(cards).to_have_count(min(24, count))
        assert cards.evaluate_all(ROWS) == wanted.rows.tolist()[:24]
        assert display.counts()[2] == count == len(wanted)
        expect(display.toolbar.get_by_role("button", name="Remove filter: broken")).to_be_visible()
        for place in range(3):
            cards.nth(place).get_by_role("button", name="Mark").click()
        saved = download(display, "Download", "load_marks")
        assert findings(shown.page) == []
        # Both filters came at once, and go at once.
        for _ in range(4):
            display.root.get_by_role("button", name="Undo", exact=True).click()
        expect(display.toolbar.get_by_role("button", name=re.compile("^Remove filter"))).to_have_count(0)
    assert shown.problems == []
    (tmp_path / "marks.json").write_bytes(saved)
    assert lens.load_marks(tmp_path / "marks.json") == []
    assert sorted(lens.marks["objects"]) == sorted(wanted.outcomes.prediction.tolist()[:3])


def rate(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


def signed(share: float) -> str:
    return ("\N{MINUS SIGN}" if share < 0 else "+") + rate(abs(share))


def test_the_panel_says_what_python_counts(both: Evaluation, chromium: Browser, tmp_path: Path):
    report = evallens.Lens(both, confidence=40).to_html(tmp_path / "report.html", thumbnails=0)
    found = both.transitions(split="test", confidence=40)
    with offline.opened(chromium, report) as shown:
        panel = opened_changes(offline.in_page(shown.page))
        words = {"both_right": "right in both", "alike": "wrong alike", "otherwise": "wrong otherwise"}
        positives = {word: f"{word} false positive" for word in ("kept", "turned", "new", "gone")}
        for name, count in found.counts.items():
            row = panel.get_by_role("row", name=re.compile(f"^{(words | positives).get(name, name)} .*{count:,}$"))
            expect(row).to_have_count(1)
        line = panel.get_by_text(f"of {found.truths:,} truths changed (churn)")
        expect(line).to_contain_text(f"From v1 to v2 {100 * found.churn:.1f} %")
        table = panel.get_by_role("table", name="Changes by class")
        for delta in both.test("recall", "class", split="test", confidence=40, resamples=0):
            row = table.get_by_role("row", name=re.compile(f"^{delta.of} "))
            cell = row.get_by_role("cell").nth(1)
            expect(cell).to_contain_text(f"{rate(delta.baseline)} → {rate(delta.model)} {signed(delta.delta)}")
            ends = [rate(end) if end >= 0 else signed(end) for end in (delta.low, delta.high)]
            expect(cell.locator("small")).to_have_text(" to ".join(ends))
    assert shown.problems == []
