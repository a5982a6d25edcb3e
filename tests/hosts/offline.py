"""A page without a network: what notebooks ask of public CDNs comes from the npm packages of this checkout."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Route

import evallens
from tests.browser.chromium import PATIENCE_MS
from tests.browser.display import Display

PACKAGES = Path(__file__).parents[2] / "js" / "node_modules"
_PACKAGE = re.compile(r"https://(?:unpkg\.com|cdn\.jsdelivr\.net/npm)/((?:@[^/]+/)?[^/@]+)(?:@[^/]+)?/(.+)")
_MARIMO = re.compile(r"https://cdn\.jsdelivr\.net/npm/@marimo-team/frontend@[^/]+/dist/(.+)")
_LENS = ":has(> [data-lm-suppress-shortcuts])"
"""The element that a host gave a Lens to draw in, in whichever shadow root it is."""
_OWN = ("file:", "blob:", "data:")
_LIBRARIES = "https://cdnjs.cloudflare.com/ajax/libs/"
_REQUIRE = f"{_LIBRARIES}require.js/"

Answer = Callable[[str], Path | None]


class Offline:
    """An open page, what it asked the network for and what its console said."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.refused: list[str] = []
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._listen)

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.problems.append(said.text)


@contextmanager
def loopback(chromium: Browser, address: str) -> Iterator[Offline]:
    """Open a page of a server on this machine; whatever it asks of others is refused."""
    context = chromium.new_context(viewport={"width": 1200, "height": 1100})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    shown = Offline(page)

    def answer(route: Route) -> None:
        if route.request.url.startswith((address, *_OWN)):
            route.continue_()
        else:
            shown.refused.append(route.request.url)
            route.abort("internetdisconnected")

    context.route("**/*", answer)
    try:
        page.goto(address)
        yield shown
    finally:
        context.close()


@contextmanager
def opened(
    chromium: Browser, file: Path, answers: Answer = lambda _: None, *, width: int = 1200, scheme: str = "light"
) -> Iterator[Offline]:
    """Open a file; every request that ``answers`` does not name a file for is refused and noted."""
    context = chromium.new_context(
        viewport={"width": width, "height": 1100},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    shown = Offline(page)

    def answer(route: Route) -> None:
        url = route.request.url
        found = answers(url)
        if url.startswith(_OWN):
            route.continue_()
        elif found is None:
            shown.refused.append(url)
            route.abort("internetdisconnected")
        else:
            kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
            headers = {"content-type": kind, "access-control-allow-origin": "*"}
            route.fulfill(status=200, body=found.read_bytes(), headers=headers)

    context.route("**/*", answer)
    try:
        page.goto(file.as_uri())
        yield shown
    finally:
        context.close()


def fallback(lens: evallens.Lens) -> str:
    """A page that shows what a notebook without widget state shows of a Lens."""
    bundle = lens._repr_mimebundle_()
    assert bundle is not None
    return f"<!doctype html><meta charset='utf-8'><body>{bundle[0]['text/html']}"


def cdn_of_marimo(url: str) -> Path | None:
    """marimo's exports ask a CDN for the front end that its own wheel holds."""
    found = _MARIMO.match(url.partition("?")[0])
    if found is None:
        return None
    import marimo

    file = Path(marimo.__file__).parent / "_static" / found[1]
    return file if file.is_file() else None


def cdn(url: str) -> Path | None:
    """The file of this checkout that stands for one on a CDN."""
    path = url.partition("?")[0]
    if path.startswith(_REQUIRE):
        return PACKAGES / "requirejs" / "require.js"
    found = _PACKAGE.fullmatch(path)
    if found is None:
        return None
    file = PACKAGES / found[1] / found[2]
    return next((one for one in (file, file.with_name(f"{file.name}.js")) if one.is_file()), None)


def beyond_jupyter(refused: list[str]) -> list[str]:
    """The refused requests without those that nbconvert's pages make with and without a widget."""
    return [url for url in refused if not url.startswith(_LIBRARIES)]


def in_frame(page: Page) -> Display:
    """The Lens in the page's only frame; nothing is drawn in it before it is scrolled into view."""
    page.locator("iframe").scroll_into_view_if_needed()
    return _drawn(Display(page, page.frame_locator("iframe").locator(_LENS)))


def in_page(page: Page) -> Display:
    """The only Lens of the page."""
    return _drawn(Display(page, page.locator(_LENS)))


def _drawn(display: Display) -> Display:
    display.root.wait_for()
    display.wait_until_drawn()
    return display
