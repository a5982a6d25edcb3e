"""What axe-core finds wrong for people who use readers, keys or high contrast: in a page, or in one element of it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.hosts.offline import PACKAGES

SCRIPT: Path = PACKAGES / "axe-core" / "axe.min.js"

_RUN = """async (within) => {
  await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})));
  const { violations } = await axe.run(within ?? document, { resultTypes: ["violations"], iframes: false });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary, html }) =>
    `${id}: ${target.flat().at(-1)}: ${html.slice(0, 160)}: ${failureSummary.replace(/\\s+/g, " ")}`));
}"""


def findings(page: Page, within: Locator | None = None) -> list[str]:
    """Every violation that is on screen now, in words; of a Lens in a host's page only what is ``within`` it."""
    if page.evaluate("() => typeof axe === 'undefined'"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(_RUN, within.element_handle() if within else None)
    return found
