"""Runs of a table, merged piece by piece: its rows by key and number, none lost, none too many at once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from evallens.archive import runs


def rows(keys, numbers):
    return pa.table({"row": np.asarray(numbers, np.int64), "key": np.asarray(keys, np.int64), "text": keys.astype(str)})


def merged(tables, tmp_path, most):
    held = [runs.written(tmp_path, str(number), table, table["key"].to_numpy()) for number, table in enumerate(tables)]
    # Processes finish in any order.
    pieces = runs.pieces(held[::-1], most)
    return pieces, [runs.merged(piece) for piece in pieces]


def check(tables, found):
    every = pa.concat_tables(tables).sort_by([("key", "ascending"), ("row", "ascending")])
    assert pa.concat_tables([every.slice(0, 0), *found]).equals(every)


@pytest.mark.parametrize("seed", range(30))
def test_gives_all_rows_in_order(seed, tmp_path, monkeypatch):
    rng = np.random.default_rng(seed)
    monkeypatch.setattr(runs, "_BATCH", int(rng.integers(1, 50)))
    sizes = rng.integers(0, 200, rng.integers(1, 8))
    most_key = [1, 3, 100, 1 << 34][seed % 4]
    numbers = np.split(np.arange(sizes.sum()), np.cumsum(sizes)[:-1])
    if seed % 3 == 0:
        numbers = np.split(rng.permutation(sizes.sum()), np.cumsum(sizes)[:-1])
    tables = [rows(rng.integers(0, most_key, len(mine)), mine) for mine in numbers]
    _, found = merged(tables, tmp_path, int(rng.integers(1, 400)))
    check(tables, found)


def test_pieces_are_about_equal(tmp_path):
    rng = np.random.default_rng(1)
    tables = [rows(rng.integers(0, 1000, 1000), np.arange(start, start + 1000)) for start in range(0, 10_000, 1000)]
    pieces, found = merged(tables, tmp_path, 3000)
    assert len(pieces) == 4
    assert max(map(len, found)) - min(map(len, found)) < 100
    check(tables, found)


@pytest.mark.parametrize("turned", [False, True])
def test_a_key_of_more_rows_than_are_merged_at_once_is_cut_where_its_runs_follow_one_another(turned, tmp_path):
    numbers = [
        np.arange(start, 1200, 12) if turned else np.arange(100 * start, 100 * start + 100) for start in range(12)
    ]
    tables = [rows(np.where(np.arange(100) < 90, 5, np.arange(100) % 4 + 4), mine) for mine in numbers]
    _, found = merged(tables, tmp_path, 300)
    check(tables, found)
    assert max(map(len, found)) > 1000 if turned else max(map(len, found)) <= 300
