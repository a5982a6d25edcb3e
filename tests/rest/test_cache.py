"""Reports of a finished evaluation are kept on disk, and a disk that misbehaves is only a miss."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import numpy as np
import pytest

from evallens.errors import AuthenticationError, InputError
from evallens.evaluation import Evaluation
from evallens.rest import Client, default_cache, open_evaluation
from evallens.rest.http.cache import DiskCache, cache_folder, default_folder
from tests.rest.service import EVAL_ID, KEY, FakeClock, Reply, Service, record, running


def opened(service: Service, cache) -> Evaluation:
    with Client("ws", api_key=KEY, api_url=service.url, clock=FakeClock()) as client:
        return open_evaluation("ws", EVAL_ID, client=client, cache=cache, progress=None)


def panels(service: Service) -> list[str]:
    return [request.panel for request in service.asked]


def columns(evaluation: Evaluation) -> list:
    tables = (evaluation.columns.images, evaluation.columns.outcomes)
    return [
        [list(c) if not isinstance(c, np.ndarray) else np.nan_to_num(c, nan=-1).tolist() for c in t.columns().values()]
        for t in tables
    ]


def test_second_opening_asks_only_whether_the_evaluation_is_still_there(tmp_path):
    with running(Service(records=[record(0), record(1, cluster=None), record(2, split="train")])) as service:
        first = opened(service, tmp_path)
        service.asked.clear()
        second = opened(service, tmp_path)
    assert panels(service) == [EVAL_ID, "map-results"]
    assert columns(second) == columns(first)
    assert second.header == first.header
    assert second.coverage.ranges() == first.coverage.ranges()


def test_report_at_another_threshold_is_kept_too(tmp_path):
    with running(Service()) as service:
        opened(service, tmp_path).fetched("test", 37)
        service.asked.clear()
        again = opened(service, tmp_path).fetched("test", 37)
    assert "confusion-matrix" not in panels(service)
    assert again.thresholds == (20, 37)


def test_canonical_report_is_found_by_its_threshold(tmp_path):
    with running(Service()) as service:
        evaluation = opened(service, tmp_path)
        assert evaluation.source is not None
        service.asked.clear()
        evaluation.source.report("all", 20)
    assert service.asked == []


def test_evaluation_made_at_another_time_is_another(tmp_path):
    with running(Service()) as service:
        opened(service, tmp_path)
        service.info = service.info | {"createdAt": "2026-01-01T00:00:00.000Z"}
        service.asked.clear()
        opened(service, tmp_path)
    assert "image-predictions" in panels(service)


def test_key_that_was_revoked_opens_nothing_from_disk(tmp_path):
    with running(Service()) as service:
        opened(service, tmp_path)
        service.spoil = lambda request, answer: Reply({"error": "unauthenticated"}, 401)
        with pytest.raises(AuthenticationError):
            opened(service, tmp_path)


def test_nothing_is_kept_when_not_asked_to(tmp_path, monkeypatch):
    monkeypatch.setenv("EVALLENS_CACHE_DIR", str(tmp_path / "default"))
    with running(Service()) as service:
        opened(service, cache=False)
        opened(service, cache=None)  # A service on this machine is quick enough without.
        assert not (tmp_path / "default").exists()
        opened(service, cache=True)
    assert (tmp_path / "default" / "contents").exists()
    size = default_cache().size
    assert size > 0
    assert default_cache().clear() == size
    assert default_cache().clear() == default_cache().size == 0


def empty_at_first(times: int):
    """The second page comes back empty, the first ``times`` it is asked for."""

    def spoil(request, answer):
        is_second = request.panel == "image-predictions" and request.query["offset"] == "10"
        if is_second and sum(1 for one in service.asked if one.query.get("offset") == "10") <= times:
            return answer | {"images": []}
        return answer

    service = Service(records=[record(i) for i in range(25)], page_size=10, spoil=spoil)
    return service


def test_a_page_that_came_back_empty_once_is_read_again(tmp_path):
    with running(empty_at_first(1)) as service:
        evaluation = opened(service, tmp_path)
    assert len(evaluation.columns.images) == 25
    assert evaluation.notices == []


def test_a_report_that_lacks_images_is_not_kept(tmp_path):
    with running(empty_at_first(2)) as service:
        assert len(opened(service, tmp_path).columns.images) < 25
        assert len(opened(service, tmp_path).columns.images) == 25


def test_a_report_whose_matrix_differs_is_not_kept(tmp_path):
    with running(Service(matrix=[[5, 0, 0], [0, 0, 0], [1, 5, 0]])) as service:
        assert opened(service, tmp_path).notices
        service.matrix = None
        assert opened(service, tmp_path).notices == []


@pytest.mark.parametrize("damage", [b"", b"torn", None])
def test_corrupt_content_is_fetched_again(tmp_path, damage):
    with running(Service()) as service:
        first = opened(service, tmp_path)
        for path in (tmp_path / "contents").iterdir():
            path.write_bytes(path.read_bytes()[:-1] + b"X" if damage is None else damage)
        service.asked.clear()
        second = opened(service, tmp_path)
    assert "image-predictions" in panels(service)
    assert columns(second) == columns(first)


@pytest.mark.parametrize("pointer", ["", "../../etc/passwd", "z" * 64, "0" * 64])
def test_corrupt_pointer_is_a_miss(tmp_path, pointer):
    cache = DiskCache(tmp_path)
    cache.put("key", b"data")
    (path,) = (tmp_path / "keys").iterdir()
    path.write_text(pointer)
    assert cache.get("key") is None


def test_content_that_is_no_report_is_fetched_again(tmp_path):
    with running(Service()) as service:
        opened(service, tmp_path)
        contents = DiskCache(tmp_path)
        evaluation = opened(service, tmp_path)
        reader = evaluation.source.reader  # type: ignore[union-attr]
        contents.put(reader._key("all", None), b"no report")
        service.asked.clear()
        opened(service, tmp_path)
    assert "image-predictions" in panels(service)


def test_what_was_not_used_for_longest_goes_first(tmp_path):
    cache = DiskCache(tmp_path, cap=25)
    for number, key in enumerate("ab"):
        cache.put(key, key.encode() * 10)
        (path,) = [p for p in (tmp_path / "contents").iterdir() if p.read_bytes() == key.encode() * 10]
        os.utime(path, (number, number))
    assert cache.get("a") == b"a" * 10  # Used just now.
    cache.put("c", b"c" * 10)
    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]


def test_keys_go_with_their_contents(tmp_path):
    cache = DiskCache(tmp_path, cap=25)
    for number in range(20):
        cache.put(f"{number}", f"{number:010}".encode())
    assert len(list((tmp_path / "contents").iterdir())) == len(list((tmp_path / "keys").iterdir())) == 2


def test_entries_are_bounded_in_number(tmp_path):
    cache = DiskCache(tmp_path, most=10)
    for number in range(30):
        cache.put(f"{number}", b"x" * number)
    assert len(list((tmp_path / "contents").iterdir())) <= 10
    assert cache.get("29") == b"x" * 29


def test_a_put_seldom_looks_at_the_others(tmp_path, monkeypatch):
    trims = []
    monkeypatch.setattr(DiskCache, "_trim", lambda _cache: trims.append(1))
    cache = DiskCache(tmp_path)
    for number in range(1000):
        cache.put(f"{number}", b"thumbnail")
    assert len(trims) < 20


@pytest.mark.parametrize("folder", ["", " ", "a\0b", "~nobody-of-that-name/x", 5])
def test_what_names_no_folder_is_an_error_in_words(folder, monkeypatch):
    with running(Service()) as service, pytest.raises(InputError, match="A folder for the cache is needed"):
        opened(service, folder)


def test_the_folder_of_the_user_is_understood(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    with running(Service()) as service:
        opened(service, "~/reports")
    assert (tmp_path / "reports" / "contents").exists()


def test_content_beyond_the_cap_is_not_kept(tmp_path):
    cache = DiskCache(tmp_path, cap=5)
    cache.put("key", b"too long")
    assert cache.get("key") is None


def test_disk_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = DiskCache(tmp_path / "file")
    cache.put("key", b"data")
    assert cache.get("key") is None
    assert cache.clear() == 0


def test_files_are_for_their_owner_only(tmp_path):
    cache = DiskCache(tmp_path / "new")
    cache.put("key", b"data")
    (content,) = (tmp_path / "new" / "contents").iterdir()
    assert content.stat().st_mode & 0o077 == 0


def churn(folder: Path, worker: int) -> None:
    """Write, read and evict the same keys as every other worker."""
    cache = DiskCache(folder, cap=5000)
    for turn in range(150):
        key = str(turn % 7)
        cache.put(key, f"{key}:".encode() * 300)
        got = cache.get(key)
        assert got is None or got == f"{key}:".encode() * 300


def test_two_processes_may_use_it_at_once(tmp_path):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=churn, args=(tmp_path, number)) for number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert not list((tmp_path / "contents").glob(".*"))


@pytest.mark.parametrize(
    ("variables", "folder"),
    [({"EVALLENS_CACHE_DIR": "/x"}, "/x"), ({"XDG_CACHE_HOME": "/y"}, "/y/evallens"), ({}, "~/.cache/evallens")],
)
def test_folder_is_where_the_platform_keeps_caches(monkeypatch, variables, folder):
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("EVALLENS_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert default_folder() == Path(folder).expanduser()


@pytest.mark.parametrize("kind", ["keys", "contents"])
@pytest.mark.parametrize("spoil", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_not_waited_for(kind, spoil, tmp_path):
    cache = DiskCache(tmp_path)
    cache.put("a", b"data")
    (entry,) = (tmp_path / kind).iterdir()
    entry.unlink()
    spoil(entry)
    assert cache.get("a") is None


@pytest.mark.parametrize("kind", ["keys", "contents"])
def test_an_entry_that_is_larger_than_any_that_is_put_is_not_read(kind, tmp_path):
    cache = DiskCache(tmp_path)
    cache.put("a", b"data")
    (entry,) = (tmp_path / kind).iterdir()
    os.truncate(entry, 1 << 40)
    assert cache.get("a") is None


def test_a_folder_whose_name_has_no_bytes_is_refused_in_words():
    with pytest.raises(InputError, match="A folder for the cache is needed"):
        cache_folder("\ud800")
