"""Addresses made from what a service says."""

import pytest

from evallens.rest.http.hosts import page_in_app

API = "https://api.roboflow.com"


def test_page_in_the_app_is_made_of_workspace_project_and_version():
    assert page_in_app(API, "acme", "street", "4") == "https://app.roboflow.com/acme/street/evaluation/4"


def test_names_cannot_leave_their_place_in_the_path():
    assert page_in_app(API, "a/b", "../x?y#z", 4) == "https://app.roboflow.com/a%2Fb/..%2Fx%3Fy%23z/evaluation/4"


@pytest.mark.parametrize(
    ("base", "project", "version"),
    [("http://127.0.0.1:8000", "street", "4"), (API, None, "4"), (API, "street", None), (API, "", "")],
)
def test_no_page_is_known_of_other_servers_and_unnamed_models(base, project, version):
    assert page_in_app(base, "acme", project, version) is None
