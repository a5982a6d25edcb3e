"""axe-core finds nothing: in a report and in JupyterLab, in both themes, narrow and wide, in every state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import findings
from tests.browser.display import Display
from tests.browser.lab import Lab
from tests.hosts import offline
from tests.hosts.notebooks import notebook
from tests.look.sets import lens_of, put

WIDTHS = (400, 1280)


@contextmanager
def unchanged(_: Display) -> Iterator[None]:
    yield


@contextmanager
def selected(display: Display) -> Iterator[None]:
    cell = display.grid.get_by_role("gridcell").nth(1)
    cell.click()
    yield
    display.reset()


@contextmanager
def instances(display: Display) -> Iterator[None]:
    display.show_face("Instances")
    expect(display.instances.get_by_role("listitem").first).to_be_visible()
    display.root.get_by_role("button", name="filter").click()
    display.instances.get_by_role("button", name="Mark ").first.click()
    yield
    display.root.get_by_role("button", name="filter").click()
    display.show_face("Images")


@contextmanager
def judging(display: Display) -> Iterator[None]:
    display.root.get_by_role("tab", name="Suspect labels", exact=True).click()
    kind = display.root.get_by_role("region", name="Suspect labels").get_by_role("button", name="wrong label")
    kind.click()
    display.instances.get_by_role("button", name="Open ").first.focus()
    display.page.keyboard.press("l")
    display.page.keyboard.press("m")
    yield
    kind.click()
    display.show_face("Images")


@contextmanager
def judging_large(display: Display) -> Iterator[None]:
    with judging(display):
        display.instances.get_by_role("button", name="Open ").first.click()
        dialog = display.root.get_by_role("dialog", name="Image", exact=True)
        expect(dialog.get_by_role("group", name="What is wrong: this instance")).to_be_visible()
        yield
        display.page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


@contextmanager
def large(display: Display) -> Iterator[None]:
    display.images.get_by_role("button", name="Open ").first.click()
    dialog = display.root.get_by_role("dialog", name="Image", exact=True)
    expect(dialog).to_be_visible()
    display.page.keyboard.press("j")
    yield
    display.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


@contextmanager
def shares(display: Display) -> Iterator[None]:
    display.root.get_by_role("group", name="Numbers").get_by_role("button", name="Shares").click()
    display.root.get_by_role("menuitemradio").nth(1).click()
    yield
    display.root.get_by_role("group", name="Numbers").get_by_role("button", name="counts").click()


@contextmanager
def keys(display: Display) -> Iterator[None]:
    display.root.get_by_role("button", name="Keys", exact=True).click()
    dialog = display.root.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    yield
    display.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


@contextmanager
def menu(display: Display) -> Iterator[None]:
    display.root.get_by_role("button", name="Download").click()
    yield
    display.page.keyboard.press("Escape")


def panel(name: str) -> Callable[[Display], object]:
    @contextmanager
    def shown(display: Display) -> Iterator[None]:
        display.root.get_by_role("tab", name=name, exact=True).click()
        yield

    return shown


STATES = {
    "plain": unchanged,
    "cell selected": selected,
    "shares": shares,
    "instances": instances,
    "large view": large,
    "judging": judging,
    "judging, large view": judging_large,
    "keys": keys,
    "menu": menu,
    **{
        name: panel(name)
        for name in ("Error types", "Suspect labels", "Thresholds", "Classes", "Clusters", "Most confused")
    },
}


def found_in(display: Display, *, is_whole_page: bool) -> dict[str, list[str]]:
    """What is found in every state that the Lens has, by state."""
    found = {}
    for state, enter in STATES.items():
        with enter(display):  # type: ignore[attr-defined]
            said = findings(display.page, None if is_whole_page else display.root)
        if said:
            found[state] = said
    return found


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lens_of("demo").to_html(tmp_path_factory.mktemp("report") / "report.html")


def test_the_names_that_others_rely_on(chromium: Browser, report: Path):
    with offline.opened(chromium, report) as shown:
        display = offline.in_page(shown.page)
        root = display.root
        grid = root.get_by_role("grid", name="Confusion matrix", exact=True)
        assert re.fullmatch(r"actual 3, predicted 9: \d+", display.cell("3", "9").get_attribute("aria-label") or "")
        display.cell("3", "9").click()
        expect(grid).to_have_count(1)
        for face in ("Images", "Instances"):
            root.get_by_role("tab", name=re.compile(rf"^{face} \d+$")).click()
            cards = root.get_by_role("list", name=face, exact=True).get_by_role("listitem")
            rows = cards.evaluate_all("(cards) => cards.map((card) => card.dataset.row)")
            assert len(set(rows)) == len(rows) > 0
            assert all(row.isdecimal() for row in rows)
        for name in ("Undo", "Reset", "Save report"):
            expect(root.get_by_role("button", name=name, exact=True)).to_be_visible()
        root.get_by_role("list", name="Instances", exact=True).get_by_role("button", name="Open ").first.click()
        expect(root.get_by_role("dialog", name="Image", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_in_a_report(chromium: Browser, report: Path, width: int, scheme: str):
    with offline.opened(chromium, report, width=width, scheme=scheme) as shown:
        assert found_in(offline.in_page(shown.page), is_whole_page=True) == {}


@pytest.mark.parametrize("name", ["classification", "semantic", "wide", "empty", "dental"])
def test_nothing_in_reports_of_other_kinds(chromium: Browser, tmp_path: Path, name: str):
    lens = lens_of(name)
    put(lens, "selected")
    written = lens.to_html(tmp_path / "report.html", thumbnails=30)
    found = {}
    for scheme in ("light", "dark"):
        with offline.opened(chromium, written, scheme=scheme) as shown:
            shown.page.get_by_role("region", name="EvalLens").first.wait_for()
            found[scheme] = findings(shown.page)
    assert found == {"light": [], "dark": []}


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_nothing_in_jupyterlab(lab: Lab, theme: str):
    opened = lab.open(
        notebook(
            *(f"{_FROM_HERE}; from tests.look.sets import lens_of; display(lens_of({name!r}))" for name in _IN_LAB)
        )
    )
    page = opened.page
    try:
        page.evaluate("(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        is_light = str(theme.endswith("Light")).lower()
        page.wait_for_function("(wanted) => document.body.dataset.jpThemeLight === wanted", arg=is_light)
        found: dict[str, list[str]] = {}
        for index, name in enumerate(_IN_LAB):
            opened.run(index)
            output = page.locator(".jp-OutputArea-output", has=page.get_by_role("region", name="EvalLens")).nth(index)
            for width in WIDTHS:
                page.set_viewport_size({"width": width + 200, "height": 1100})
                output.scroll_into_view_if_needed()
                if name == "demo":
                    shown = Display(page, output)
                    shown.wait_until_drawn()
                    found |= {f"{width}, {state}": said for state, said in found_in(shown, is_whole_page=False).items()}
                elif said := findings(page, output):
                    found[f"{width}, {name}"] = said
        assert found == {}
    finally:
        page.set_viewport_size({"width": 1360, "height": 1100})
        opened.close()


_FROM_HERE = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})"
_IN_LAB = ("demo", "empty", "error")
