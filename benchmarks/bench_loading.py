"""How long the packed front end takes to unpack: ``python benchmarks/bench_loading.py``.

In the system's Chromium, its processor slowed down four times, each sample in a fresh page. Loading counts against
the two seconds after which anywidget gives a widget up. "Plain" loads the same module as it is: reading and compiling
it is part of both. Medians of milliseconds.

``--json PATH`` writes the figures, ``--quick`` takes fewer samples. Exits 1 when unpacking takes over 100 ms.
"""

from __future__ import annotations

import statistics
import sys
from typing import Any

import command
from playwright.sync_api import Browser, sync_playwright

from evallens import frontend

SLOWER = 4
MOST_MS = 100.0
FLAGS = ["--no-sandbox", "--disable-gpu"]

_LOAD = """async (source) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const begun = performance.now();
  const { default: widget } = await import(url);
  const { render } = await widget();
  const took = performance.now() - begun;
  if (render.length === 0 || document.body.childNodes.length > 0) throw new Error("not loaded");
  return took;
}"""


def loading(browser: Browser, source: str) -> float:
    """Milliseconds from the module's text to its factory's answer."""
    page = browser.new_page()
    try:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        return float(page.evaluate(_LOAD, source))
    finally:
        page.close()


def measured(chromium: str, samples: int) -> list[dict[str, Any]]:
    """All figures; the two modules take turns."""
    modules = {"plain": frontend.module(), "packed": str(frontend.widget())}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        rounds = [{name: loading(browser, source) for name, source in modules.items()} for _ in range(samples)]
        browser.close()
    plain, packed = (statistics.median(took[name] for took in rounds) for name in modules)
    found = {"load the plain module": plain, "load the packed module": packed, "unpack": packed - plain}
    size = f"{len(modules['packed'].encode()):,} bytes"
    return [{"what": what, "who": "evallens", "size": size, "value": ms, "unit": "ms"} for what, ms in found.items()]


def main() -> int:
    """Print the figures; 1 when unpacking takes too long."""
    given = command.options(__doc__)
    figures = measured(command.chromium(), 7 if given.quick else 25)
    command.show_ms(figures)
    command.write(figures, given.json)
    return int(figures[-1]["value"] > MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
