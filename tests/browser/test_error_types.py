"""Why it goes wrong, from the panel to the crops: in a report, without a kernel."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

import evallens

ROWS = "(cards) => cards.map((card) => Number(card.dataset.row))"

HEIGHTS = "[scrollY, document.documentElement.scrollHeight]"


def test_errors_of_one_type_and_class_are_exactly_those_crops(chromium, tmp_path: Path) -> None:
    ev = evallens.demo()
    lens = evallens.Lens(ev, page_size=100)
    written = lens.to_html(tmp_path / "report.html", thumbnails=0)
    by_class = ev.error_types("test", lens.confidence).by_class
    name, count = max(((one, found.get("background", 0)) for one, found in by_class.items()), key=lambda one: one[1])
    page: Page = chromium.new_page()
    try:
        page.goto(written.as_uri())
        page.get_by_role("tab", name="Error types", exact=True).click()
        panel = page.get_by_role("region", name="Error types")
        expect(panel).to_contain_text("Matched as supervision, IoU .5.")
        panel.get_by_role("button", name="Background").click()
        one = panel.get_by_role("table", name="By class").get_by_role("button", name=name, exact=True)
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        one.hover()
        before = page.evaluate(HEIGHTS)
        page.mouse.down()
        assert page.evaluate(HEIGHTS) == before, "A press moves what it is on."
        page.mouse.up()
        page.get_by_role("tab", name=re.compile("^Instances")).click()
        cards = page.get_by_role("list", name="Instances").get_by_role("listitem")
        expect(cards).to_have_count(count)
        wanted = ev.instances("test", lens.confidence, cells=[("background", name)], kinds=["background"])
        assert cards.evaluate_all(ROWS) == wanted.rows.tolist()
        cell = page.get_by_role("gridcell", name=re.compile(f"^actual background, predicted {name}:"))
        cell.hover()
        expect(page.locator(".tooltip:visible")).to_contain_text(f"{count} background")
    finally:
        page.close()
