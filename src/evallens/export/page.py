"""One HTML document that shows a saved Lens without a kernel and without a network."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import NamedTuple

from .. import frontend

_STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; font: 13px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  color: light-dark(#1a1d21, #e6e9ec); background: light-dark(#ffffff, #111418); }
#lens { padding: 0 4px; }
#note, footer { padding: 12px 20px; margin: 0; }
footer p { margin: 0 0 8px; }
summary { cursor: pointer; padding: 4px 0; }
"""

_NO_SCRIPT = "This view needs JavaScript, which is switched off."


class Packed(NamedTuple):
    """What a page unpacks, each as ``pack`` made it."""

    bundle: str
    state: str
    pictures: str
    """Trait values that may come later than ``state``."""


def page(title: str, parts: Packed, *, below: str = "") -> str:
    """The document; ``below`` is HTML that stands under the Lens.

    Everything that came from outside is either escaped or inside base64, so no name can end an
    element or begin a script.
    """
    script = frontend.page_script()
    # Pictures come last: the script runs, and draws, while they are still being read.
    return "".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_policy(script))}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{escape(title.encode('utf-8', 'replace').decode())}</title>\n<style>{_STYLE}</style>\n</head>\n",
            f'<body>\n<main id="lens"></main>\n<p id="note">Loading …<noscript> {_NO_SCRIPT}</noscript></p>\n',
            f"{below}\n",
            _data("bundle", parts.bundle),
            _data("state", parts.state),
            f"<script>{script}</script>\n",
            _data("pictures", parts.pictures),
            "</body>\n</html>\n",
        ]
    )


def _policy(script: str) -> str:
    """A second wall behind escaping: no address is reached, and no script runs but this and the module it unpacks."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}' blob:; style-src 'unsafe-inline'; img-src blob: data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _data(name: str, content: str) -> str:
    return f'<script type="text/plain" id="{name}">{content}</script>\n'
