from __future__ import annotations

import pytest

from tests.tables.framed import FRAMES


@pytest.fixture(scope="session", params=sorted(FRAMES))
def engine(request) -> str:
    """The name of an engine that is there everywhere."""
    name: str = request.param
    return name
