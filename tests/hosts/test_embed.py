"""ipywidgets' own way to put a widget into a page; nobody needs to know about `drop_defaults`."""

from __future__ import annotations

from ipywidgets.embed import embed_minimal_html

import evallens
from tests.hosts import offline
from tests.hosts.story import tell


def test_embed_minimal_html_the_whole_story(chromium, tmp_path):
    page = tmp_path / "embedded.html"
    embed_minimal_html(page, views=[evallens.Lens(evallens.demo())], title="EvalLens")
    # The page pins require.js by a hash of another release than the one that answers here.
    page.write_text(page.read_text(encoding="utf-8").replace("integrity=", "data-integrity="), encoding="utf-8")
    with offline.opened(chromium, page, offline.cdn) as shown:
        tell(offline.in_page(shown.page))
    assert offline.beyond_jupyter(shown.refused) == []
