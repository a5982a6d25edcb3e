"""No test sees the keys, hosts or config file of whoever runs it."""

from __future__ import annotations

import pytest

_VARIABLES = ("ROBOFLOW_API_KEY", "API_URL", "ROBOFLOW_REGION", "ROBOFLOW_ENVIRONMENT", "RF_WORKSPACE")


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        for name in _VARIABLES:
            patch.delenv(name, raising=False)
        patch.setenv("ROBOFLOW_CONFIG_DIR", str(tmp_path_factory.mktemp("roboflow") / "config.json"))
        yield
