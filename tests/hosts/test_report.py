"""The one-file report, opened with the network off."""

from __future__ import annotations

from pathlib import Path

import pytest

import evallens
from tests.hosts import offline
from tests.hosts.story import tell


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    return evallens.Lens(evallens.demo()).to_html(tmp_path_factory.mktemp("report") / "report.html")


def test_the_whole_story_without_a_single_request(chromium, report):
    with offline.opened(chromium, report) as shown:
        tell(offline.in_page(shown.page))
    assert shown.refused == []
    assert shown.problems == []
