"""The module that a notebook carries unpacks itself; where it cannot, a sentence stands in the widget's place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from ipywidgets.embed import embed_minimal_html
from playwright.sync_api import Browser, Page, Route

import evallens
from evallens import frontend
from tests.browser.chromium import PATIENCE_MS
from tests.hosts import offline

_ADDRESS = "http://evallens.test/"
_PACKED = re.compile(r'"([ !#-;=-\[\]-~]{1000,})"')
_DISPLAY = """async (address) => {
  const { default: widget } = await import(address);
  const { initialize, render } = await widget();
  const el = document.body.appendChild(document.createElement("div"));
  if (!initialize) await render({ el });
  return el.textContent;
}"""
_SHARED = "() => Object.getOwnPropertySymbols(globalThis).filter((key) => /^evallens /.test(key.description)).length"

Open = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Open]:
    """Opens a page with a policy, which loads modules by address as marimo does; each name is one."""
    context = chromium.new_context()

    def open_page(policy: str = "", **modules: str) -> Page:
        def answer(route: Route) -> None:
            name = route.request.url.removeprefix(_ADDRESS)
            if name in modules:
                route.fulfill(body=modules[name], headers={"content-type": "text/javascript"})
            else:
                headers = {"content-type": "text/html", "content-security-policy": policy}
                route.fulfill(body="<!doctype html><body></body>", headers=headers)

        context.route(f"{_ADDRESS}**", answer)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(_ADDRESS)
        return page

    yield open_page
    context.close()


def displayed(page: Page, name: str = "sent") -> str:
    """What stands where the module ``name`` draws; nothing of one that waits for its traits."""
    text: str = page.evaluate(_DISPLAY, f"{_ADDRESS}{name}")
    return text


def sent() -> str:
    module = frontend.widget()
    assert isinstance(module, str)
    return module


def shortened() -> str:
    """The packed module with half of what it unpacks."""
    return _PACKED.sub(lambda found: f'"{found[1][: len(found[1]) // 8 * 4]}"', sent())


def of_other_version(module: str) -> str:
    return re.sub(r"\b[0-9a-f]{16}\b", "0123456789abcdef", module)


def test_lenses_of_a_page_share_one_front_end_and_other_versions_have_their_own(opened):
    page = opened(sent=sent(), again=sent(), other=of_other_version(sent()))
    assert [displayed(page, name) for name in ("sent", "again")] == ["", ""]
    assert page.evaluate(_SHARED) == 1
    assert displayed(page, "other") == ""
    assert page.evaluate(_SHARED) == 2


def test_a_policy_without_blob_is_told(opened):
    text = displayed(opened("script-src 'self'", sent=sent()))
    assert "Content-Security-Policy has to allow blob: in script-src" in text
    assert "lens.to_html" in text


def test_a_browser_without_decompression_is_told(opened):
    page = opened(sent=sent())
    page.evaluate("() => delete globalThis.DecompressionStream")
    assert "it has no DecompressionStream. Open this page in" in displayed(page)


def test_a_packed_module_cut_short_is_told_and_does_not_stand_in_the_way_of_a_whole_one(opened):
    page = opened(short=shortened(), sent=sent())
    text = displayed(page, "short")
    assert "damaged or cut short" in text
    assert "install evallens again" in text
    assert displayed(page) == ""
    assert page.evaluate(_SHARED) == 1


def test_a_host_shows_the_sentence_where_the_widget_would_be(chromium, tmp_path, monkeypatch):
    lens = evallens.Lens(evallens.demo())
    # Other Lenses of this process are in the page too: it must not share their front end.
    monkeypatch.setattr(lens, "_esm", of_other_version(shortened()))
    page = tmp_path / "embedded.html"
    embed_minimal_html(page, views=[lens], title="EvalLens")
    page.write_text(page.read_text(encoding="utf-8").replace("integrity=", "data-integrity="), encoding="utf-8")
    with offline.opened(chromium, page, offline.cdn) as shown:
        shown.page.get_by_text("damaged or cut short").wait_for()


@pytest.mark.parametrize("part", ["bundle", "state"])
def test_a_report_cut_short_is_told(chromium, tmp_path, part):
    whole = evallens.Lens(evallens.demo()).to_html(tmp_path / "whole.html").read_text(encoding="utf-8")
    file = tmp_path / "short.html"
    file.write_text(re.sub(rf'(id="{part}">[^<]{{1000}})[^<]*', r"\1", whole), encoding="utf-8")
    with offline.opened(chromium, file) as shown:
        note = shown.page.get_by_text("The interactive view could not be shown in this browser.")
        note.wait_for()
        assert "damaged or cut short" in note.inner_text()
        assert shown.page.locator("details").first.evaluate("(details) => details.open")
