"""What every test shares: the same generated cases on each run, and one Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("tests.browser")
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, started with the first test that needs it."""
    from tests.browser.chromium import launched

    with launched() as browser:
        yield browser


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with tests in the browser come last: while Playwright runs, nothing else may start an event loop.

    Whole files, since `make test` hands those to its two processes; within one, the browser's tests come last.
    """
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    in_browser = {item.path for item in items if is_in_browser(item)}
    items.sort(key=lambda item: (item.path in in_browser, str(item.path), is_in_browser(item)))


def is_in_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None
