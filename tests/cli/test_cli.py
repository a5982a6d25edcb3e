import argparse
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import numpy as np
import pytest
import requests

import evallens
from evallens.cli import main
from evallens.cli.commands import open_sources
from evallens.rest.http.cache import DiskCache
from tests.export import unpacked
from tests.local.pool.files import in_memory, sides
from tests.rest.service import EVAL_ID, Reply, running
from tests.rest.test_pictures import Album

COMMANDS = ["demo", "show", "info", "list", "serve", "evaluate", "compare", "check", "export", "cache"]


def test_info_prints_the_summary_as_one_json_object(capsys):
    assert main(["info", "demo", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == [
        "title", "task", "classes", "background", "splits", "thresholds", "images", "outcomes", "objects",
    ]  # fmt: skip
    assert printed["splits"] == {"train": 540, "valid": 180, "test": 240}
    assert printed["classes"][printed["background"]] == "background"


def test_info_says_in_words_what_there_is(capsys):
    assert main(["info", "demo"]) == 0
    printed = capsys.readouterr().out
    assert "object-detection, 10 classes" in printed
    assert "0 % to 100 %" in printed
    assert "precision 0.837, recall 0.821, F1 0.829 (test at 20 %)" in printed


def test_an_error_is_one_line_on_stderr_and_exit_1(capsys):
    assert main(["info", "nowhere"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("evallens: Cannot open 'nowhere'")
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["info"], ["serve"], ["evaluate", "--truth", "t.json"]])
def test_wrong_usage_exits_2(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: evallens" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command, capsys):
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert re.search(rf"examples?:\n  evallens {command}", capsys.readouterr().out)


def test_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"evallens {evallens.__version__}\n"


def test_a_wrong_list_of_thresholds_is_refused_in_words(capsys):
    with pytest.raises(SystemExit):
        main(["export", "demo", "--out", "r.html", "--thresholds", "20,foo"])
    assert "'foo' is not what it takes: \"loaded\"" in capsys.readouterr().err


def test_a_forgotten_suffix_is_guessed(tmp_path):
    evallens.demo().save(tmp_path / "run.evallens")
    with pytest.raises(evallens.errors.InputError, match=r"Did you mean '.*run\.evallens'"):
        evallens.open(tmp_path / "run")


@pytest.mark.parametrize("wrong", [3, None])
def test_open_takes_a_name_or_a_path(wrong):
    with pytest.raises(evallens.errors.InputError, match="takes 'demo'"):
        evallens.open(wrong)


def test_an_option_that_a_source_does_not_take_is_refused_in_words(tmp_path):
    saved = tmp_path / "run.evallens"
    evallens.demo().save(saved)
    for source, words in (
        ("demo", "The demo has no option 'api_url': it takes no options."),
        (saved, r"The file '.*run\.evallens' has no option 'api_url': it takes no options."),
    ):
        with pytest.raises(evallens.errors.InputError, match=words):
            evallens.open(source, api_url="http://127.0.0.1:9")
    with pytest.raises(evallens.errors.InputError) as caught:
        evallens.open("ws/huUF720inUcymARwqAGK", api_kye="x")
    taken = "api_key=, api_url=, images=, cache=, progress=, timeout=, wait=, client="
    assert str(caught.value).endswith(f"has no option 'api_kye': it takes {taken}.")


def test_demo_writes_a_page_and_says_where(tmp_path, capsys):
    out = tmp_path / "demo.html"
    assert main(["demo", "--out", str(out), "--no-browser"]) == 0
    assert out.as_uri() in capsys.readouterr().out
    assert out.stat().st_size > 1_000_000


@pytest.fixture
def browser(monkeypatch):
    """Addresses that a browser was asked to open; there is one."""
    asked = []

    def opened(address):
        asked.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", opened)
    return asked


def test_show_opens_a_page_that_stays(browser, capsys):
    assert main(["show", "demo", "--split", "valid", "--confidence", "37", "--thumbnails", "3"]) == 0
    (address,) = browser
    assert f"Digit scenes is at {address}\n" in capsys.readouterr().out
    page = Path(url2pathname(urlsplit(address).path))
    state = unpacked.traits(page.read_text(encoding="utf-8"))
    assert (state["split"], state["confidence"]) == ("valid", 37)


def test_show_without_a_browser_says_where_the_page_is(browser, monkeypatch, capsys):
    assert main(["show", "demo", "--thumbnails", "0", "--no-browser"]) == 0
    assert browser == []
    assert "is at file:///" in capsys.readouterr().out
    monkeypatch.setattr("webbrowser.open", lambda _address: False)
    assert main(["show", "demo", "--thumbnails", "0"]) == 0
    assert "No browser could be started here: open that address in one" in capsys.readouterr().out


def test_what_show_cannot_show_is_said_in_words(browser, tmp_path, capsys):
    assert main(["show", str(tmp_path / "gone.evallens")]) == 1
    assert main(["show", "demo", "--split", "tset"]) == 1
    said = capsys.readouterr()
    assert (said.out, browser) == ("", [])
    assert "gone.evallens" in said.err
    assert "Did you mean 'test'?" in said.err


@pytest.fixture
def files(tmp_path):
    """The arguments that name ground truth and predictions."""
    truth = {
        "images": [{"id": 1, "file_name": "a.png", "width": 64, "height": 64}],
        "categories": [{"id": 1, "name": "cat"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10]}],
    }
    results = [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 9], "score": 0.8}]
    for name, content in (("truth.json", truth), ("results.json", results)):
        (tmp_path / name).write_text(json.dumps(content))
    return ["--truth", str(tmp_path / "truth.json"), "--predictions", str(tmp_path / "results.json")]


def test_evaluate_writes_a_file_that_opens(files, tmp_path, capsys):
    out = tmp_path / "run.evallens"
    assert main(["evaluate", *files, "--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    assert evallens.open(out).confusion_matrix(confidence=80).matrix[0, 0] == 1


@pytest.mark.parametrize("name", ["run.html", "RUN.HTM"])
def test_evaluate_writes_a_report_by_its_suffix(name, files, tmp_path, capsys):
    out = tmp_path / name
    assert main(["evaluate", *files, "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "1 class\n" in said
    assert f"Wrote {out} (" in said
    assert unpacked.traits(out.read_text(encoding="utf-8"))["header"]["classes"] == ["cat", "background"]


def test_a_report_that_cannot_be_written_is_an_error_in_words(files, tmp_path, capsys):
    assert main(["evaluate", *files, "--out", str(tmp_path / "nowhere" / "run.html")]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_evaluate_takes_classes_splits_embeddings_and_task(files, tmp_path):
    out = tmp_path / "run.evallens"
    (tmp_path / "splits.json").write_text('{"a.png": "val"}')
    np.save(tmp_path / "places.npy", np.array([[0.5, 2.0]]))
    options = ["--classes", "dog", "cat", "--task", "object-detection", "--title", "Run 7"]
    given = ["--splits", str(tmp_path / "splits.json"), "--embeddings", str(tmp_path / "places.npy")]
    assert main(["evaluate", *files, *options, *given, "--out", str(out)]) == 0
    made = evallens.open(out)
    assert (made.title, made.classes, made.splits) == ("Run 7", ("dog", "cat", "background"), {"valid": 1})
    assert (made.columns.images.x[0], made.columns.images.y[0]) == (0.5, 2.0)
    (tmp_path / "places.json").write_text('{"a.png": [3, 4]}')
    given = ["--splits", "train", "--embeddings", str(tmp_path / "places.json")]
    assert main(["evaluate", *files, *given, "--out", str(out)]) == 0
    made = evallens.open(out)
    assert (made.splits, made.columns.images.x[0]) == ({"train": 1}, 3)
    assert main(["evaluate", *files, "--embeddings", "none", "--out", str(out)]) == 0
    assert np.isnan(evallens.open(out).columns.images.x[0])


def test_images_in_no_split_are_counted_in_words_and_told(tmp_path, capsys):
    table = tmp_path / "boxes.csv"
    table.write_text(
        'image,bbox,label,score,split\na.png,"[0, 0, 10, 10]",cat,.8,restval\nb.png,"[0, 0, 10, 10]",cat,.8,test\n'
    )
    given = ["--truth", str(table), "--predictions", str(table), "--embeddings", "none", "--box", "xywh", "xywh"]
    assert main(["evaluate", *given, "--on-doubt", "tell", "--out", str(tmp_path / "run.evallens")]) == 0
    assert main(["info", str(tmp_path / "run.evallens")]) == 0
    said = capsys.readouterr().out
    assert "2 (test 1, no split 1)" in said
    assert "--splits restval=train" in said


def test_evaluate_takes_every_answer_that_a_message_asks_for(tmp_path):
    out = tmp_path / "run.evallens"
    table = tmp_path / "boxes.csv"
    table.write_text('image,bbox,label,score,split\na.png,"[0, 0, 10, 10]",cat,.8,restval\n')
    given = ["--truth", str(table), "--predictions", str(table), "--out", str(out), "--embeddings", "none"]
    answers = ["--format", "table", "--box", "xywh", "xywh", "--match", "name", "--difficult", "keep", "--no-exif"]
    assert main(["evaluate", *given, *answers, "--on-doubt", "tell", "--splits", "restval=train"]) == 0
    assert evallens.open(out).splits == {"train": 1}
    for side, value in (("truth", 255), ("found", 255)):
        np.savez(tmp_path / f"{side}.npz", a=np.full((2, 2), value, np.uint8))
    given = ["--truth", str(tmp_path / "truth.npz"), "--predictions", str(tmp_path / "found.npz"), "--out", str(out)]
    assert main(["evaluate", *given, "--values", "255=crack", "--ignore", "none"]) == 0
    assert evallens.open(out).classes == ("background", "crack")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--format", "yolov8"], "No format named 'yolov8'. Did you mean 'yolo'?"),
        (["--box", "ltwh"], "No form of boxes named 'ltwh'"),
        (["--values", "crack"], "--values takes pairs such as 255=crack, not 'crack'"),
        (["--category-ids", "from 2"], "No category_ids named 'from 2'"),
        (["--splits", "trian"], "No split named 'trian'. Did you mean 'train'?"),
        (["--embeddings", "gone.npy"], "gone.npy: is no .npy file of numbers"),
        (["--embeddings", "gone.json"], "gone.json: cannot be read (No such file or directory)"),
        (["--embeddings", "{folder}/broken.json"], "broken.json: is not JSON"),
        (["--classes", "dog"], "classes that classes= does not name: 'cat'"),
    ],
)
def test_what_evaluate_cannot_use_is_said_in_words(given, words, files, tmp_path, capsys):
    (tmp_path / "broken.json").write_text("{")
    named = [one.format(folder=tmp_path) for one in given]
    assert main(["evaluate", *files, *named, "--out", str(tmp_path / "run.evallens")]) == 1
    assert words in capsys.readouterr().err


def test_a_workspace_of_another_host_is_listed_opened_and_exported(served, tmp_path, capsys):
    source = f"{served.workspace}/{served.eval_ids[0]}"
    assert main(["list", served.workspace, "--api-url", served.url]) == 0
    assert capsys.readouterr().out.startswith(f"{source}  done")
    assert main(["list", served.workspace, "--api-url", served.url, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["source"] == source
    assert main(["list", served.workspace, "--status", "failed", "--api-url", served.url]) == 0
    assert capsys.readouterr().out == "No evaluations of that kind in local.\n"
    assert main(["info", source, "--api-url", served.url, "--no-cache", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["images"] == 960
    out = tmp_path / "report.html"
    options = ["--api-url", served.url, "--cache", str(tmp_path / "kept"), "--thumbnails", "0"]
    assert main(["export", source, "--out", str(out), *options]) == 0
    assert out.exists()
    assert any((tmp_path / "kept").rglob("*"))


def test_options_of_a_workspace_are_refused_where_there_is_none(capsys):
    assert main(["info", "demo", "--api-url", "http://127.0.0.1:9"]) == 1
    assert "The demo has no option 'api_url'" in capsys.readouterr().err


def test_options_of_a_workspace_are_for_its_evaluations_only(served):
    arguments = argparse.Namespace(api_url=served.url, images=None, cache=False, timeout=None, wait=None)
    demo, remote = open_sources(["demo", f"{served.workspace}/{served.eval_ids[0]}"], arguments)
    assert (demo.source, len(remote.columns.images)) == (None, 960)
    assert remote.source is not None


def test_serve_answers_in_every_workspace_until_it_is_stopped():
    command = [sys.executable, "-m", "evallens", "serve", "demo", "mine=demo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        try:
            for workspace, address in (("local", lines[0]), ("mine", lines[2])):
                url = address.split(": ")[1].strip()
                assert f"/{workspace}/model-evals/" in url
                assert requests.get(url, timeout=60).json()["status"] == "done"
            assert 'evallens.open("mine/' in lines[3]
        finally:
            process.terminate()


def test_cache_says_its_place_and_size_and_what_clearing_it_freed(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("EVALLENS_CACHE_DIR", str(tmp_path))
    DiskCache(tmp_path).put("key", bytes(200_000))
    assert main(["cache"]) == 0
    assert capsys.readouterr().out == f"{tmp_path}: 0.2 MB\n"
    assert main(["cache", "--clear"]) == 0
    assert capsys.readouterr().out == "Freed 0.2 MB.\n"
    assert main(["cache"]) == 0
    assert capsys.readouterr().out == f"{tmp_path}: 0.0 MB\n"


def test_what_comes_from_outside_never_moves_the_cursor(tmp_path, capsys):
    hostile = "\x1b[2J\x9b31m\rname\x07"
    evaluation = evallens.demo()
    path = tmp_path / "run.evallens"
    replace(evaluation, header=replace(evaluation.header, title=hostile)).save(path)
    assert main(["info", str(path)]) == 0
    assert main(["info", str(path), "--json"]) == 0
    assert main(["info", f"{hostile}.evallens"]) == 1
    written = capsys.readouterr()
    assert not {"\x1b", "\x9b", "\r", "\x07"} & set(written.out + written.err)
    assert "name" in written.out


def test_a_folder_is_not_taken_for_a_workspace(tmp_path, monkeypatch):
    (tmp_path / "runs" / "7").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(evallens.errors.InputError, match="is no evaluation in tables"):
        evallens.open("runs/7")


def test_serve_takes_its_key_from_the_environment(monkeypatch, capsys):
    answers: list[int] = []

    def ask(server):
        listing = f"{server.url}/local/model-evals"
        answers.extend(requests.get(f"{listing}?api_key={key}", timeout=30).status_code for key in ("s3cret", "other"))

    monkeypatch.setattr("evallens.server.Running.wait", ask)
    monkeypatch.setenv("EVALLENS_API_KEY", "s3cret")
    assert main(["serve", "demo"]) == 0
    assert answers == [200, 401]
    assert "s3cret" not in capsys.readouterr().out
    monkeypatch.setenv("EVALLENS_API_KEY", "")
    assert main(["serve", "demo"]) == 1
    assert "An API key is" in capsys.readouterr().err


@pytest.mark.filterwarnings("always")
def test_export_says_on_stderr_how_many_pictures_are_missing(tmp_path, capsys):
    def spoil(request, answer):
        return Reply(b"", 404) if "id3" in request.path else answer

    with running(Album(spoil=spoil)) as service:
        source, out = f"ws/{EVAL_ID}", tmp_path / "out.html"
        assert main(["export", source, "--api-url", service.url, "--out", str(out), "--thumbnails", "all"]) == 0
    said = capsys.readouterr().err
    assert said.startswith("evallens: ")
    assert "1 of 5 pictures are missing" in said
    assert "1 of 5 pictures are missing" in out.read_text("utf-8")


def test_evaluate_writes_a_folder_of_tables_from_files_of_parquet(tmp_path, capsys):
    truth, predictions = sides(tmp_path, 6)
    given = ["--truth", truth, "--predictions", predictions, "--workers", "2", "--out", str(tmp_path / "run")]
    assert main(["evaluate", *given]) == 0
    said = capsys.readouterr().out
    assert "evallens.open(" in said
    wanted = in_memory(truth, predictions).confusion_matrix(confidence=40).matrix
    assert np.array_equal(evallens.open(tmp_path / "run").confusion_matrix(confidence=40).matrix, wanted)
    assert main(["evaluate", *given]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["evaluate", *given, "--overwrite"]) == 0
    assert (
        main(["evaluate", "--truth", truth, "--predictions", predictions, "--out", str(tmp_path / "a.evallens")]) == 1
    )
    assert "patterns name files of Parquet" in capsys.readouterr().err
