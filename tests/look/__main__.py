"""Write contact sheets of the widget into build/look: ``make look``, ``make look ONLY="dental dark 1280"``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack

from playwright.sync_api import Browser

from tests.browser.chromium import launched
from tests.look import sheets
from tests.look.shots import CHECKOUT, laboratory, of_pages, of_windows
from tests.look.wanted import Shot, Wanted

FOLDER = CHECKOUT / "build" / "look"


def main() -> int:
    """Draw what the arguments ask for."""
    wanted = Wanted.of(sys.argv[1:])
    with launched() as chromium:
        for path in sheets.write(_shots(chromium, wanted), FOLDER):
            sys.stdout.write(f"{path.relative_to(CHECKOUT)}\n")
    return 0


def _shots(chromium: Browser, wanted: Wanted) -> Iterator[Shot]:
    with ExitStack() as stack:
        lab = stack.enter_context(laboratory(chromium)) if wanted.windows else None
        for name in wanted.sets:
            if wanted.pages:
                yield from of_pages(chromium, name, wanted)
            if lab:
                yield from of_windows(lab, name, wanted)


if __name__ == "__main__":
    sys.exit(main())
