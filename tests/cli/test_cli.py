import json
import subprocess
import sys

import pytest
import requests

import evallens
from evallens.cli import main

COMMANDS = ["demo", "info", "serve", "evaluate", "export", "cache"]


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
    assert f"example:\n  evallens {command}" in capsys.readouterr().out


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
    taken = "api_key=, api_url=, images=, cache=, progress=, client="
    assert str(caught.value).endswith(f"has no option 'api_kye': it takes {taken}.")


def test_demo_writes_a_page_and_says_where(tmp_path, capsys):
    out = tmp_path / "demo.html"
    assert main(["demo", "--out", str(out), "--no-browser"]) == 0
    assert out.as_uri() in capsys.readouterr().out
    assert out.stat().st_size > 1_000_000


def test_evaluate_writes_a_file_that_opens(tmp_path, capsys):
    truth = {
        "images": [{"id": 1, "file_name": "a.png", "width": 64, "height": 64}],
        "categories": [{"id": 1, "name": "cat"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10]}],
    }
    results = [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 9], "score": 0.8}]
    for name, content in (("truth.json", truth), ("results.json", results)):
        (tmp_path / name).write_text(json.dumps(content))
    out = tmp_path / "run.evallens"
    paths = ["--truth", tmp_path / "truth.json", "--predictions", tmp_path / "results.json", "--out", out]
    assert main(["evaluate", *map(str, paths)]) == 0
    assert str(out) in capsys.readouterr().out
    assert evallens.open(out).confusion_matrix(confidence=80).matrix[0, 0] == 1


def test_serve_answers_in_every_workspace_until_it_is_stopped():
    command = [sys.executable, "-m", "evallens", "serve", "demo", "mine=demo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        try:
            for workspace, address in (("local", lines[0]), ("mine", lines[2])):
                url = address.split(": ")[1].strip()
                assert f"/{workspace}/model-evals/" in url
                assert requests.get(url, timeout=30).json()["status"] == "done"
            assert 'evallens.open("mine/' in lines[3]
        finally:
            process.terminate()


def test_cache_says_what_clearing_it_freed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("evallens.rest.cache.default_folder", lambda: tmp_path)
    assert main(["cache", "--clear"]) == 0
    assert capsys.readouterr().out == "Freed 0.0 MB.\n"
