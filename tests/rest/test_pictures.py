"""Pictures of a REST evaluation: asked for once, followed with care, and only ever missing."""

from __future__ import annotations

import io
import pickle
import threading
import warnings
from collections.abc import Iterable, Iterator

import numpy as np
import pytest
from PIL import Image

from evallens.errors import DataError, ServiceError, UnreachableError
from evallens.evaluation import Columns, Evaluation
from evallens.evaluation.columns.codec import values_of
from evallens.lens import Lens
from evallens.pictures import ImageRef, Picture
from evallens.pictures.lookup import original_name
from evallens.rest import Client, open_evaluation
from evallens.rest.http.breaker import FAILURES, PAUSE, CircuitBreaker
from evallens.rest.http.cache import DiskCache
from evallens.rest.http.downloads import resized
from evallens.rest.http.retry import RetryPolicy
from evallens.rest.pictures import RestPictures
from evallens.server import serve
from tests.rest.service import EVAL_ID, KEY, FakeClock, Reply, Service, break_off, running
from tests.server.evaluations import small


def encoded(width: int, height: int, kind: str = "JPEG", colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, kind)
    return buffer.getvalue()


def ref(number: int) -> ImageRef:
    return ImageRef(number, f"id{number}", f"{number}.jpg", "test")


class Album(Service):
    """A service that has a picture of every image, at an address of its own."""

    def answer(self, request):
        reply = super().answer(request)
        place = request.path.split("/")
        if "images" in place:
            address = f"{self.url}/owner123/{request.panel}"
            urls = {"original": f"{address}/original.jpg", "thumb": f"{address}/thumb.jpg"}
            return self.spoil(request, {"image": {"id": request.panel, "name": "x", "urls": urls}})
        if request.panel.endswith(".jpg"):
            return self.spoil(request, Reply(encoded(400, 300), headers={"Content-Type": "image/jpeg"}))
        return reply


@pytest.fixture
def client():
    made = []

    def of(service: Service, **options) -> Client:
        made.append(Client("ws", api_key=KEY, api_url=service.url, clock=FakeClock(), **options))
        return made[-1]

    yield of
    for one in made:
        one.close()


def test_thumbnail_is_small_and_knows_the_size_it_came_in(client):
    with running(Album()) as service:
        picture = RestPictures(client(service), "pets").thumbnail(ref(1))
    assert picture is not None
    assert (picture.width, picture.height) == (400, 300)
    assert Image.open(io.BytesIO(picture.data)).size == (192, 144)


def test_the_whole_picture_is_the_file_itself(client):
    with running(Album()) as service:
        assert RestPictures(client(service), "pets").original(ref(1)) == Picture(encoded(400, 300), 400, 300)


@pytest.mark.parametrize("body", [b"no picture", encoded(9000, 9000, "PNG")])
def test_a_whole_picture_that_is_none_or_far_too_large_is_missing(client, body):
    def spoil(request, answer):
        return Reply(body) if request.path.endswith("original.jpg") else answer

    with running(Album(spoil=spoil)) as service:
        pictures = RestPictures(client(service), "pets")
        assert pictures.original(ref(1)) is None
        assert pictures.problem is not None


def test_image_endpoint_is_asked_once_for_all_of_an_owner(client):
    with running(Album()) as service:
        pictures = RestPictures(client(service), "pets")
        assert all(list(pictures.thumbnails([ref(i) for i in range(20)])))
        assert all(pictures.large(ref(i)) for i in range(3))
    asked = [request.path for request in service.asked if "/images/" in request.path]
    assert 1 <= len(asked) <= 8  # The first few may be under way before the first address is known.
    assert "/owner123/id19/thumb.jpg" in [request.path for request in service.asked]
    assert "/owner123/id2/original.jpg" in [request.path for request in service.asked]


def test_image_of_another_owner_is_asked_for_by_itself(client):
    def spoil(request, answer):
        return Reply(b"", 404) if request.path == "/owner123/id2/thumb.jpg" and request.number == 1 else answer

    with running(Album(spoil=spoil)) as service:
        pictures = RestPictures(client(service), "pets")
        assert pictures.thumbnail(ref(1))
        assert pictures.thumbnail(ref(2))
    assert [r.panel for r in service.asked if "/images/" in r.path] == ["id1", "id2"]


def test_thumbnails_stop_when_they_are_cancelled(client):
    cancelled = threading.Event()

    def spoil(request, answer):
        cancelled.set()
        return answer

    with running(Album(spoil=spoil)) as service:
        pictures = RestPictures(client(service), "pets")
        assert list(pictures.thumbnails([ref(i) for i in range(500)], cancelled=cancelled))[-1] is None
    assert len(service.asked) <= 16


def test_pictures_are_kept_on_disk(client, tmp_path):
    with running(Album()) as service:
        first = RestPictures(client(service), "pets", DiskCache(tmp_path)).thumbnail(ref(1))
        service.asked.clear()
        assert RestPictures(client(service), "pets", DiskCache(tmp_path)).thumbnail(ref(1)) == first
    assert service.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/owner/id1/thumb.jpg",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "//",
        "nothing",
        "http://[",
        "https://user:password@127.0.0.1/x",
        "https://source.roboflow.com/undefined/id1/thumb.jpg",
        "",
        None,
    ],
)
def test_address_that_is_neither_https_nor_the_service_is_not_followed(client, address):
    def spoil(request, answer):
        return {"image": {"id": "id1", "urls": {"thumb": address}}} if "/images/" in request.path else answer

    with running(Album(spoil=spoil)) as service:
        pictures = RestPictures(client(service), "pets")
        assert pictures.thumbnail(ref(1)) is None
    assert pictures.problem
    assert len(service.asked) == 1


def test_redirect_to_another_host_over_http_is_not_followed(client):
    with running(Album()) as other:

        def spoil(request, answer):
            return Reply(b"", 302, {"Location": f"{other.url}/stolen"}) if ".jpg" in request.panel else answer

        with running(Album(spoil=spoil)) as service:
            assert RestPictures(client(service), "pets").thumbnail(ref(1)) is None
        assert other.asked == []


def test_redirect_within_the_service_is_followed(client):
    def spoil(request, answer):
        return Reply(b"", 302, {"Location": "/elsewhere/x.jpg"}) if "owner123" in request.path else answer

    with running(Album(spoil=spoil)) as service:
        assert RestPictures(client(service), "pets").thumbnail(ref(1))


def test_redirect_without_end_is_left(client):
    def spoil(request, answer):
        return Reply(b"", 302, {"Location": request.path}) if ".jpg" in request.panel else answer

    with running(Album(spoil=spoil)) as service:
        pictures = RestPictures(client(service), "pets")
        assert pictures.thumbnail(ref(1)) is None
    assert "without end" in str(pictures.problem)


def test_key_goes_to_the_service_and_to_no_other_host(client, monkeypatch):
    with running(Album()) as service:
        pictures = RestPictures(client(service), "pets")
        assert pictures._downloads._host(f"{service.url}/x")[0].transport.key is not None
        assert pictures._downloads._host("https://source.roboflow.com/x")[0].transport.key is None
        assert pictures._downloads._host(service.url.replace("http", "https") + "/x")[0].transport.key is None


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", encoded(4, 4, "TIFF"), encoded(9000, 9000, "PNG"), b"\xff\xd8" + b"0" * (21 << 20)],
    ids=["empty", "html", "unknown format", "81 megapixels", "21 MB"],
)
def test_what_is_no_picture_to_be_opened_is_missing(client, body):
    def spoil(request, answer):
        return Reply(body) if ".jpg" in request.panel else answer

    with running(Album(spoil=spoil)) as service, warnings.catch_warnings():
        warnings.simplefilter("error")
        pictures = RestPictures(client(service), "pets")
        assert pictures.thumbnail(ref(1)) is None
    assert pictures.problem


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_pictures_of_the_usual_formats_are_resized(kind):
    picture = resized(encoded(300, 600, kind), 192)
    assert Image.open(io.BytesIO(picture.data)).size == (96, 192)


def test_host_that_cannot_be_reached_is_left_alone_for_a_while(client):
    with running(Album()) as service:
        pass
    asking = client(service, retry=RetryPolicy(reconnects=1))
    pictures = RestPictures(asking, "pets")
    for number in range(FAILURES):
        assert pictures.thumbnail(ref(number)) is None
        assert "Nothing answers" in str(pictures.problem)
    assert pictures.thumbnail(ref(9)) is None
    assert "left alone for 30 seconds" in str(pictures.problem)


def test_one_picture_that_is_lost_costs_one_picture(client):
    def spoil(request, answer):
        return break_off(request) if request.path.endswith("/id7/thumb.jpg") else answer

    with running(Album(spoil=spoil)) as service:
        pictures = RestPictures(client(service), "pets")
        found = list(pictures.thumbnails([ref(number) for number in range(24)]))
    assert [number for number, picture in enumerate(found) if picture is None] == [7]


class Hours(FakeClock):
    """A clock that is set by hand."""

    time = 0.0

    def now(self):
        return self.time


def test_circuit_closes_after_a_pause_or_an_answer():
    clock = Hours()
    breaker = CircuitBreaker(clock)

    def attempt(error=None):
        with breaker.attempt():
            if error:
                raise error

    for _ in range(FAILURES - 1):
        with pytest.raises(UnreachableError, match="down"):
            attempt(UnreachableError("down"))
    with pytest.raises(ServiceError, match="refused"):
        attempt(ServiceError("refused"))
    for _ in range(FAILURES):
        with pytest.raises(UnreachableError, match="down"):
            attempt(UnreachableError("down"))
    with pytest.raises(UnreachableError, match="left alone"):
        attempt()
    clock.time = PAUSE
    attempt()
    attempt()


@pytest.mark.parametrize("status", [403, 404])
def test_a_picture_that_is_not_there_is_asked_for_once(client, status):
    def spoil(request, answer):
        return Reply({"error": {"message": "No."}}, status) if "id2" in request.path else answer

    with running(Album(spoil=spoil)) as service:
        pictures = RestPictures(client(service), "pets")
        assert [bool(one) for one in pictures.thumbnails([ref(1), ref(2)])] == [True, False]
        service.asked.clear()
        assert [bool(one) for one in pictures.thumbnails([ref(2), ref(1)])] == [False, True]
    assert [request.path for request in service.asked] == ["/owner123/id1/thumb.jpg"]


def test_bytes_that_are_no_picture_are_asked_for_once(client):
    with running(Album(spoil=lambda request, answer: Reply(b"x") if ".jpg" in request.panel else answer)) as service:
        pictures = RestPictures(client(service), "pets")
        assert pictures.thumbnail(ref(1)) is None
        asked = len(service.asked)
        assert pictures.thumbnail(ref(1)) is None
        assert len(service.asked) == asked


@pytest.mark.parametrize("status", [429, 503])
def test_a_picture_that_failed_in_passing_is_asked_for_again(client, status):
    is_down = True

    def spoil(request, answer):
        return Reply(b"", status) if is_down else answer

    with running(Album(spoil=spoil)) as service:
        pictures = RestPictures(client(service, retry=RetryPolicy(attempts=1)), "pets")
        assert pictures.thumbnail(ref(1)) is None
        is_down = False
        assert pictures.thumbnail(ref(1))


def test_pictures_travel_without_the_key(client):
    with running(Album()) as service:
        pictures = RestPictures(client(service), "pets")
        pictures.thumbnail(ref(1))
        asleep = pickle.dumps(pictures)
        assert KEY.encode() not in asleep
        awake = pickle.loads(asleep)  # noqa: S301 - made two lines above
        assert awake.thumbnail(ref(2))


class Shelf:
    """Has a picture of every image."""

    is_at_hand = True

    def thumbnails(self, images: Iterable[ImageRef]) -> Iterator[Picture | None]:
        return map(self.thumbnail, images)

    def thumbnail(self, image: ImageRef) -> Picture | None:
        return Picture(encoded(64, 64, "PNG"), 640, 640)

    def large(self, image: ImageRef) -> Picture | None:
        return Picture(encoded(640, 640, "PNG", "blue"), 640, 640)


def test_pictures_of_a_served_evaluation_are_read_again():
    shown = small()
    shown = Evaluation(header=shown.header, columns=shown.columns, pictures=Shelf())
    with serve(shown, api_key=KEY) as server:
        again = open_evaluation(server.workspace, server.eval_ids[0], api_key=KEY, api_url=server.url, progress=None)
        assert again.pictures is not None
        thumbnail, large = again.pictures.thumbnail(again.image(0)), again.pictures.large(again.image(0))
    assert thumbnail is not None
    assert large is not None
    assert (thumbnail.width, large.width) == (64, 640)


def opened(images) -> Evaluation:
    columns = small().columns
    renamed = Evaluation(header=small().header, columns=Columns(columns.images, columns.outcomes))
    with serve(renamed) as server:
        return open_evaluation(server.workspace, server.eval_ids[0], api_url=server.url, images=images, progress=None)


def sizes(evaluation: Evaluation) -> list:
    assert evaluation.pictures is not None
    shown = [evaluation.pictures.thumbnail(evaluation.image(row)) for row in range(3)]
    return [picture and picture.width for picture in shown]


def test_images_may_be_a_folder(tmp_path):
    (tmp_path / "abc.png").write_bytes(encoded(10, 10, "PNG"))
    (tmp_path / "b.jpg").write_bytes(encoded(20, 20))
    assert sizes(opened(tmp_path)) == [10, 20, None]


def test_a_picture_in_doubt_is_not_shown_and_told(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "b.jpg").write_bytes(encoded(20, 20))
    shown = opened(tmp_path)
    assert sizes(shown) == [None, None, None]
    assert ("picture-in-doubt", ("b.jpg",)) in [(notice.code, notice.examples) for notice in shown.notices]


def test_images_may_be_a_mapping_by_name_or_id(tmp_path):
    assert sizes(opened({"b.jpg": np.zeros((7, 9, 3), np.uint8), "3": encoded(5, 5)})) == [None, 9, 5]


def test_images_may_be_a_callable():
    answers = {0: Picture(b"", 3, 3), 1: encoded(4, 4), 2: None}
    assert sizes(opened(lambda image: answers[image.row])) == [3, 4, None]


def test_a_callable_that_finds_nothing_leaves_a_placeholder(tmp_path):
    shown = opened(lambda image: (tmp_path / image.name).read_bytes())
    assert shown.pictures is not None
    with pytest.raises(DataError, match="found no picture"):
        shown.pictures.thumbnail(shown.image(0))
    lens = Lens(shown)
    assert lens.status["state"] == "idle"
    assert len(lens.page_assets["row"]["data"]) == 0


def test_images_may_be_pictures_already():
    assert sizes(opened(Shelf())) == [640, 640, 640]


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("cat_jpg.rf.0123456789abcdef0123456789abcdef.jpg", "cat.jpg"),
        ("a_b_PNG.rf.0123456789abcdef0123456789abcdef.jpg", "a_b.PNG"),
        ("plain.jpg", "plain.jpg"),
    ],
)
def test_original_name_is_found_in_the_name_the_service_made(name, original):
    assert original_name(name) == original


def test_evaluation_of_a_project_that_is_gone_has_no_pictures(client):
    with running(Service(info={"evalId": EVAL_ID, "status": "done", "project": None})) as service:
        assert open_evaluation("ws", EVAL_ID, client=client(service), progress=None).pictures is None


def test_a_picture_of_the_service_is_turned_as_its_exif_says():
    exif = Image.Exif()
    exif[274] = 6
    buffer = io.BytesIO()
    Image.new("RGB", (100, 80)).save(buffer, "JPEG", exif=exif)
    found = resized(buffer.getvalue(), 40)
    assert (found.width, found.height) == (80, 100)
    assert Image.open(io.BytesIO(found.data)).size == (32, 40)


def test_a_lens_appears_while_every_picture_of_its_service_stalls_and_shows_them_when_they_come():
    gate = threading.Event()

    def spoil(request, answer):
        return answer if not request.panel.endswith(".jpg") or gate.wait(60) else Reply(b"", 503)

    with running(Album(spoil=spoil)) as service:
        lens = Lens(open_evaluation("ws", EVAL_ID, api_key=KEY, api_url=service.url, progress=None))
        assert len(lens.page_assets["row"]["data"]) == 0
        gate.set()
        assert lens.wait(60)
        assert len(values_of(lens.page_assets["row"])) == 5
