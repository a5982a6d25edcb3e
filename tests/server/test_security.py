"""Who is let in, what a browser may be made to do, and what the log keeps."""

from __future__ import annotations

import logging
import socket
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
import requests
from PIL import Image

from evallens.errors import InputError
from evallens.evaluation import Columns, Evaluation
from evallens.evaluation.columns.strings import Strings
from evallens.pictures import ImageRef, Picture
from evallens.pictures.given import SourcePictures
from evallens.server import Key, ServedEvaluation, serve
from tests.server.evaluations import small

JPEG = b"\xff\xd8\xff\xe0picture"


class Album:
    """Has a picture of every image but the second."""

    is_at_hand = True

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture | None]:
        return map(self.thumbnail, images)

    def thumbnail(self, image: ImageRef) -> Picture | None:
        return None if image.row == 1 else Picture(JPEG, 640, 480)

    def large(self, image: ImageRef) -> Picture | None:
        return None


def pictured() -> Evaluation:
    evaluation = small()
    return Evaluation(header=evaluation.header, columns=evaluation.columns, pictures=Album())


def get(server, path: str, **options) -> requests.Response:
    return requests.get(server.url + path, timeout=60, **options)


@pytest.fixture(scope="module")
def server():
    offered = [
        ServedEvaluation(evaluation=pictured(), eval_id="a", workspace="mine"),
        ServedEvaluation(evaluation=small(), eval_id="b", workspace="yours"),
    ]
    keys: list[str | Key] = [
        "everything",
        Key(value="only-mine", workspaces=frozenset({"mine"})),
        Key(value="no-pictures", scopes=frozenset({"model-eval:read"})),
    ]
    with serve(*offered, api_key=keys) as running:
        yield running


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - refused, that is the point
def test_host_that_others_can_reach_needs_a_key(host):
    with pytest.raises(InputError, match="api_key"), serve(small(), host=host):
        pass


@pytest.mark.parametrize("keys", ["", [""], ["a", ""], [], iter(()), " ", "a b", "\u00e9", 5, [None], [b"x"]])
@pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1"])  # noqa: S104 - refused, that is the point
def test_keys_that_are_none_start_no_server(keys, host):
    with pytest.raises(InputError, match=r"API key|api_key"), serve(small(), host=host, api_key=keys):
        pass


@pytest.mark.parametrize("value", ["", " ", "a\nb"])
def test_a_key_without_a_value_is_refused(value):
    with pytest.raises(InputError, match="API key"):
        Key(value=value)


def test_keys_of_a_generator_are_all_asked_for():
    with serve(small(), api_key=(key for key in ("a", "b"))) as server:
        assert [get(server, f"/local/model-evals?api_key={key}").status_code for key in "abc"] == [200, 200, 401]


@pytest.mark.parametrize("port", ["80", 80.5, True, None])
def test_port_that_is_no_whole_number_is_an_error_in_words(port):
    with pytest.raises(InputError, match="Cannot listen on port"), serve(small(), port=port):
        pass


def test_port_that_no_machine_has_is_an_error_in_words():
    with pytest.raises(InputError, match="Cannot listen on port 99999"), serve(small(), port=99_999):
        pass


def test_what_is_no_evaluation_is_refused():
    with pytest.raises(InputError, match="takes an Evaluation, as"), serve("demo"):  # type: ignore[arg-type]
        pass


def test_port_that_is_taken_is_an_error_in_words():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port}"), serve(small(), port=port):
            pass


@pytest.mark.parametrize(
    "path", ["/mine", "/mine/model-evals", "/mine/model-evals/a", "/mine/model-evals/a/map-results"]
)
def test_no_route_answers_without_the_key(server, path):
    assert get(server, path).status_code == 401
    assert get(server, path, headers={"Authorization": "Bearer everythin"}).status_code == 401
    assert get(server, path, headers={"Authorization": "Bearer everything"}).status_code == 200


def test_key_of_another_workspace_is_forbidden(server):
    assert get(server, "/mine/model-evals/a?api_key=only-mine").status_code == 200
    refused = get(server, "/yours/model-evals/b?api_key=only-mine")
    assert (refused.status_code, refused.json()["error"]) == (403, "forbidden")


def test_key_without_the_scope_of_images_is_forbidden(server):
    refused = get(server, "/mine/rims/images/2?api_key=no-pictures")
    assert (refused.status_code, refused.json()["error"]) == (403, "forbidden")
    assert "image:read" in refused.json()["message"]


def test_image_names_its_boxes_and_the_address_of_its_picture(server):
    image = get(server, "/mine/rims/images/1QKLCUsfAzFiCIb6YCJj?api_key=everything").json()["image"]
    assert (image["name"], image["split"], image["annotation"]["width"]) == ("abc.jpg", "test", 640)
    assert image["urls"]["thumb"].startswith(server.url)
    thumb = requests.get(image["urls"]["thumb"], headers={"Authorization": "Bearer everything"}, timeout=60)
    assert (thumb.content, thumb.headers["content-type"]) == (JPEG, "image/jpeg")
    assert requests.get(image["urls"]["thumb"], timeout=60).status_code == 401


@pytest.mark.parametrize("path", ["/mine/rims/images/nobody", "/mine/other/images/2"])
def test_unknown_image_is_not_found(server, path):
    assert get(server, path, params={"api_key": "everything"}).status_code == 404


def test_image_without_picture_is_not_found(server):
    image = get(server, "/mine/rims/images/2?api_key=everything").json()["image"]
    assert requests.get(image["urls"]["thumb"], params={"api_key": "everything"}, timeout=60).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "localhost@evil.example:80x"])
def test_name_of_another_site_is_refused(host):
    with serve(small()) as server:
        assert get(server, "/local/model-evals", headers={"Host": host}).status_code in {400, 403}


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1234", "127.0.0.1", "[::1]:80"])
def test_names_of_this_machine_are_answered(host):
    with serve(small()) as server:
        assert get(server, "/local/model-evals", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [("https://evil.example", 403), ("null", 403), ("http://[", 403), ("http://localhost:8888", 200)],
)
def test_requests_of_other_sites_are_refused(origin, status):
    with serve(small()) as server:
        answer = get(server, "/local/model-evals", headers={"Origin": origin})
        assert answer.status_code == status
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-origin", 200), ("none", 200)])
def test_requests_that_a_browser_marks_as_of_another_site_are_refused(site, status):
    with serve(small()) as server:
        assert get(server, "/local/model-evals", headers={"Sec-Fetch-Site": site}).status_code == status


def test_a_picture_that_was_deleted_is_not_found(tmp_path):
    file = tmp_path / "0.png"
    Image.new("RGB", (4, 4)).save(file)
    evaluation = small()
    pictures = SourcePictures((file,) * len(evaluation.columns.images))
    served = ServedEvaluation(evaluation=replace(evaluation, pictures=pictures), workspace="mine", project="rims")
    file.unlink()
    with serve(served) as server:
        answer = get(server, f"/mine/rims/images/{evaluation.image(0).id}")
        assert answer.status_code == 200
        address = answer.json()["image"]["urls"]["original"]
        assert requests.get(address, timeout=10).status_code == 404


def test_access_log_on_stderr_has_no_queries(capfd):
    with serve(small(), api_key="s3cret", access_log=True) as server:
        get(server, "/local/model-evals?api_key=s3cret&status=done")
        get(server, "/local/%0Aforged%20line/x?api_key=s3cret")
    written = capfd.readouterr().err
    assert "GET /local/model-evals 200" in written
    assert "GET /local/%0Aforged%20line/x 404" in written
    assert "s3cret" not in written
    assert "?" not in written


def test_access_log_is_silent_unless_asked_for(capfd):
    with serve(small()) as server:
        get(server, "/local/model-evals")
    assert capfd.readouterr().err == ""
    assert logging.getLogger("evallens.server.access").handlers == []


def test_server_says_nothing_of_its_keys(server):
    assert "everything" not in repr(server)
    assert "everything" not in repr(Key(value="everything"))
    assert "everything" not in get(server, "/openapi.json").text


def test_failure_inside_is_an_answer_without_details(caplog):
    broken = ServedEvaluation(evaluation=small(), eval_id="a", workspace="ws")
    broken.panels = object()  # type: ignore[assignment]
    with serve(broken) as server:
        answer = get(server, "/ws/model-evals/a/recommendations?api_key=s3cret")
    assert (answer.status_code, answer.json()["error"]) == (500, "internal_error")
    assert "object" not in answer.text
    assert "s3cret" not in caplog.text


def test_image_ids_may_hold_slashes_and_spaces():
    evaluation = small()
    images = evaluation.columns.images
    renamed = replace(images, id=Strings.of(["a/b c.jpg", "ü?#", "%2F"]))
    columns = Columns(renamed, evaluation.columns.outcomes)
    shown = Evaluation(header=evaluation.header, columns=columns, pictures=Album())
    with serve(shown) as server:
        for quoted in ("a%2Fb%20c.jpg", "%252F"):
            image = get(server, f"/local/rims/images/{quoted}").json()["image"]
            assert requests.get(image["urls"]["thumb"], timeout=60).content == JPEG


@pytest.mark.parametrize("host", ["a..b", "x" * 300, "\0", "\ud800", "256.1.1.1", None, 5])
def test_a_host_that_is_none_is_an_error_in_words(host):
    with pytest.raises(InputError, match=r"Cannot listen on|host is"), serve(small(), host=host, api_key="s3cret"):
        pass


@pytest.mark.parametrize(
    "names",
    [
        *({"workspace": name} for name in ("", "a/b", "..", "\0", "\ud800", None, 5)),
        *({"thresholds": given} for given in ("20", 5, [200], [-1], [20.5], ["20"], [True])),
    ],
)
def test_what_no_address_can_hold_is_refused_before_it_is_served(names):
    with pytest.raises(InputError, match=r"one part of an address|integer percents"), serve(small(), **names):
        pass


@pytest.mark.parametrize("options", [{"api_key": ["s3cretKey", ""]}, {"api_key": "s3cretKey", "port": 99_999}])
def test_no_frame_of_an_error_shows_the_keys(options):
    with pytest.raises(InputError) as caught, serve(small(), **options):
        pass
    assert caught.tb.tb_next is not None
    frames = traceback.StackSummary.extract(traceback.walk_tb(caught.tb.tb_next), capture_locals=True)
    assert "s3cretKey" not in "".join(frames.format())
