"""The model, or the label? From the panels to the crops, judged by keyboard, read back, and what it comes to."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect

import evallens
from evallens.evaluation import InstanceTable
from tests.browser.display import Display
from tests.browser.lab import Notebook, eventually
from tests.browser.test_files import download
from tests.hosts import offline

ROWS = "(cards) => cards.map((card) => Number(card.dataset.row))"
FOCUSED = "(list) => Number(list.getRootNode().activeElement.closest('[data-row]')?.dataset.row)"
KEYS = "llmlm"
CLASS = "1"


def wanted() -> InstanceTable:
    """The background errors of a class, as the cards come: the surest first."""
    return evallens.demo().instances("all", 20, cells=[("background", CLASS)], kinds=["background"], sort="score")


def choose_background_errors(display: Display) -> None:
    """Of one class, over all splits, as instances."""
    display.choose("Split", "all")
    display.root.get_by_role("tab", name="Error types", exact=True).click()
    panel = display.root.get_by_role("region", name="Error types")
    panel.get_by_role("button", name="Background").click()
    panel.get_by_role("table", name="By class").get_by_role("button", name=CLASS, exact=True).click()
    display.show_face("Instances")


def judge_five(display: Display) -> None:
    """By keyboard alone, from the first card on; the focus is where the next one is."""
    rows = wanted().rows.tolist()
    cards = display.instances.get_by_role("listitem")
    expect(cards).to_have_count(min(24, len(rows)))
    assert cards.evaluate_all(ROWS) == rows[:24]
    display.instances.get_by_role("button", name="Open ").first.focus()
    for place, key in enumerate(KEYS):
        eventually(lambda: display.instances.evaluate(FOCUSED), rows[place])
        display.page.keyboard.press(key)
    eventually(lambda: display.instances.evaluate(FOCUSED), rows[5])
    expect(progress(display.root)).to_have_text(f"5 of {len(rows)} judged")


def progress(root: Locator) -> Locator:
    """How far one is, in the gallery or the dialog."""
    return root.get_by_role("status").filter(has_text="judged").first


def given() -> dict[str, list[int]]:
    """What those keys say, by rows of objects."""
    objects = wanted().outcomes.prediction.tolist()
    return {
        side: sorted(row for row, key in zip(objects, KEYS, strict=False) if key == side[0])
        for side in ("label", "model")
    }


def test_background_errors_of_a_class_are_judged_by_keyboard_and_correct_the_recall(
    notebook: Notebook, display: Display
):
    choose_background_errors(display)
    judge_five(display)
    eventually(lambda: notebook.value("{side: lens.verdicts.as_trait()[side] for side in ('label', 'model')}"), given())
    notebook.kernel("after = lens.evaluation.without(lens.verdicts, corrected=True)")
    own = f"next(row for row in after.moved.rates('all', 20) if row.name == {CLASS!r})"
    recall, before = notebook.value(f"(lambda row: [row.recall, row.recall_before])({own})")
    # Three more objects that there are, and that the model has found.
    found = evallens.demo().confusion_matrix("all", 20)
    index = found.classes.index(CLASS)
    tp, labels = int(found.matrix[index, index]), int(found.matrix[index].sum())
    assert before == tp / labels
    assert recall == (tp + 3) / (labels + 3)
    assert notebook.value("str(after.moved)").startswith("With your 3 corrections")
    # In the large view the next one comes as soon.
    display.page.keyboard.press("Enter")
    large = display.root.get_by_role("dialog", name="Image", exact=True)
    expect(large).to_be_visible()
    expect(large.get_by_role("group", name="What is wrong: this instance")).to_be_visible()
    display.page.keyboard.press("m")
    eventually(lambda: len(notebook.value("lens.verdicts.as_trait()['model']")), 3)
    expect(progress(large)).to_contain_text("6 of")
    display.page.keyboard.press("u")
    eventually(lambda: notebook.value("lens.verdicts.as_trait()['model']"), given()["model"])
    display.page.keyboard.press("Escape")
    # And what Python takes away is gone from the cards.
    notebook.kernel("lens.verdicts = {}")
    expect(progress(display.root)).to_contain_text("0 of")


def test_without_a_kernel_up_to_the_download(chromium: Browser, tmp_path: Path):
    lens = evallens.Lens(evallens.demo())
    report = lens.to_html(tmp_path / "report.html", thumbnails=20)
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        choose_background_errors(display)
        judge_five(display)
        saved = download(display, "Download", "5 verdicts as a file for load_marks")
    assert shown.problems == []
    (tmp_path / "verdicts.json").write_bytes(saved)
    assert lens.load_marks(tmp_path / "verdicts.json") == []
    assert {side: lens.verdicts.as_trait()[side] for side in ("label", "model")} == given()
    after = lens.evaluation.without(lens.verdicts, corrected=True)
    assert after.moved is not None
    row = next(one for one in after.moved.rates("all", 20) if one.name == CLASS)
    assert row.recall > row.recall_before


def test_each_kind_of_suspect_is_counted_shown_worst_first_and_worded_as_in_python(chromium: Browser, tmp_path: Path):
    ev = evallens.demo()
    report = evallens.Lens(ev, split="all", page_size=100).to_html(tmp_path / "report.html", thumbnails=0)
    with offline.opened(chromium, report) as shown:
        page = shown.page
        display = offline.in_page(page)
        page.get_by_role("tab", name="Suspect labels", exact=True).click()
        panel = page.get_by_role("region", name="Suspect labels")
        more = panel.get_by_role("button", name=re.compile(r"more below 20 %$"))
        at_twenty = [len(ev.instances("all", 20, suspects=[kind])) for kind in ev.suspects().counts]
        below = sum(ev.suspects().counts.values()) - sum(at_twenty)
        expect(more).to_have_text(f"{below} more below 20 %")
        more.click()
        expect(more).to_be_hidden()
        for kind, count in ev.suspects().counts.items():
            row = panel.get_by_role("row", name=re.compile(f"^{kind}"))
            expect(row.get_by_role("cell").first).to_have_text(str(count))
            if count == 0:
                continue
            row.get_by_role("button").click()
            cards = display.instances.get_by_role("listitem")
            expect(cards).to_have_count(min(100, count))
            # Of one outcome both objects may be suspect: it stands by what weighs more.
            best = ev.instances("all", 0, suspects=[kind], sort="weight")
            assert cards.evaluate_all(ROWS) == best.rows.tolist()[:100]
            reasons = dict(zip(ev.suspects().rows.tolist(), ev.suspects().reason, strict=True))
            pairs = zip(best.outcomes.prediction.tolist(), best.outcomes.truth.tolist(), strict=True)
            said = [reasons.get(prediction) or reasons[truth] for prediction, truth in pairs]
            assert cards.locator(".words").all_text_contents() == said[:100]
            row.get_by_role("button").click()
    assert shown.problems == []
