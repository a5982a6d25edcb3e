"""A service on loopback for the commands to ask."""

from __future__ import annotations

import pytest

import evallens


@pytest.fixture
def served(monkeypatch):
    monkeypatch.delenv("ROBOFLOW_API_KEY", raising=False)
    with evallens.serve(evallens.demo()) as server:
        yield server
