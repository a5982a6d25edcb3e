"""Without a kernel, a threshold that was not saved is refused in words, and what is shown stays."""

from __future__ import annotations

import re

from playwright.sync_api import expect

import evallens
from tests.hosts import fetching, notebooks, offline
from tests.hosts.demo import answer

LENS = "import evallens\nfrom tests.hosts import fetching\n\nlens = evallens.Lens(fetching.evaluation())\nlens"


def refuses(display) -> None:
    display.drag_threshold(0.6)
    said = display.root.get_by_role("status").filter(has_text=re.compile(r"^\d+ % was not saved in this notebook"))
    expect(said).to_be_visible(timeout=60_000)
    expect(said).to_contain_text("Still showing 20 %.")
    assert display.matrix() == answer()["matrix"]
    display.root.get_by_role("button", name="Back to test at 20 %").click()
    expect(said).to_be_hidden()
    assert display.threshold() == 20


def test_in_a_fallback(chromium, tmp_path):
    page = tmp_path / "fallback.html"
    page.write_text(offline.fallback(evallens.Lens(fetching.evaluation())), encoding="utf-8")
    with offline.opened(chromium, page) as shown:
        refuses(offline.in_frame(shown.page))


def test_in_a_page_with_widget_state(chromium, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(notebooks.CHECKOUT))
    executed = notebooks.executed(notebooks.notebook(LENS), tmp_path)
    with offline.opened(chromium, notebooks.page(executed), offline.cdn) as shown:
        refuses(offline.in_page(shown.page))


def test_loaded_into_a_report_it_is_answered(chromium, tmp_path):
    report = evallens.Lens(fetching.evaluation()).to_html(tmp_path / "report.html", thresholds=range(50, 75))
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        display.drag_threshold(0.6)
        assert 50 <= display.threshold() <= 74
        assert display.matrix() == answer(confidence=display.threshold())["matrix"]
        kept = display.threshold()
        display.slider.press("Home")
        refusal = f"0 % was not saved in this report. Still showing {kept} %. Saved: 20 % and 50 to 74 %."
        expect(display.root.get_by_text(refusal)).to_be_visible()


def test_a_card_without_a_picture_carries_the_name(chromium, tmp_path):
    report = evallens.Lens(evallens.demo()).to_html(tmp_path / "report.html", thumbnails=0)
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        first = display.images.get_by_role("listitem").first
        expect(first.get_by_text(answer()["names"][0]).filter(visible=True).first).to_be_visible()
