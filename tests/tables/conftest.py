from __future__ import annotations

import duckdb
import pytest

from evallens.tables.engines import duck
from tests.tables.framed import FRAMES


@pytest.fixture(scope="package", autouse=True)
def one_thread():
    """A handful of rows is answered sooner by one thread of DuckDB than handed to several."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(duck, "connected", lambda: duckdb.connect(config={"threads": 1}))
        yield


@pytest.fixture(scope="session", params=sorted(FRAMES))
def engine(request) -> str:
    """The name of an engine that is there everywhere."""
    name: str = request.param
    return name
