"""The OpenAPI document that is served is true: generated requests find no answer it does not describe."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, Phase, settings

from evallens.server import ServedEvaluation, application
from tests.server.evaluations import small

EVAL_ID = "huUF720inUcymARwqAGK"
KEY = "s3cret"

APP = application(
    [
        ServedEvaluation(evaluation=small(), eval_id=EVAL_ID, workspace="ws", thresholds=[20, 37]),
        ServedEvaluation(eval_id="running", workspace="ws", status="running", project="rims", version="2"),
    ],
    api_key=KEY,
)
schema = schemathesis.openapi.from_asgi("/openapi.json", APP)


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_generated_request_gets_an_answer_that_is_not_described(case):
    # Ids that exist let the generated queries reach the panels behind them.
    case.path_parameters.update({"workspace": "ws", "evalId": EVAL_ID} if case.path_parameters else {})
    case.call_and_validate(headers={"Authorization": f"Bearer {KEY}"})


@schema.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_generated_path_breaks_the_server(case):
    case.call_and_validate(headers={"Authorization": f"Bearer {KEY}"})
