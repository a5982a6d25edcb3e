"""No Lens outlives its test: one that is still sending in the background would be heard in the next."""

from __future__ import annotations

import ipywidgets
import pytest


@pytest.fixture(autouse=True)
def _nothing_stays_open():
    yield
    ipywidgets.Widget.close_all()
